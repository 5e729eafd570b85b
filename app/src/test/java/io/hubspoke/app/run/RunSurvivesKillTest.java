// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.app.report.ExitCode;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Kill -9 at random moments, again and again, until the plan is done: nothing is lost, and nothing counts twice. */
class RunSurvivesKillTest {
    private static final ProjectId PROJECT = ProjectId.of("demo");
    private static final int TASKS = 6;
    private static final int LINES_MAX = 24;

    @TempDir
    Path folder;

    static IntStream fewRounds() {
        return IntStream.rangeClosed(1, 5);
    }

    static IntStream manyRounds() {
        return IntStream.rangeClosed(1, Integer.getInteger("hubspoke.kill.rounds", 100));
    }

    @ParameterizedTest
    @MethodSource("fewRounds")
    void a_run_that_is_killed_again_and_again_comes_to_the_same_end(int seed) throws Exception {
        round(seed, 1);
    }

    @Tag("slow")
    @ParameterizedTest
    @MethodSource("manyRounds")
    void a_run_that_is_killed_a_hundred_times_comes_to_the_same_end(int seed) throws Exception {
        round(1_000 + seed, 3);
    }

    private void round(int seed, int killsMax) throws Exception {
        writePlan();
        Random random = new Random(seed);
        int kills = 0;
        while (kills < killsMax && killed(random)) kills++;
        try (Child last = Child.start(folder, "run", "plan.yaml")) {
            assertThat(last.exitCode())
                    .as(() -> "seed " + seed + ": " + last.lines())
                    .isEqualTo(ExitCode.DONE);
            assertThat(last.lines().getLast()).startsWith(TASKS + "/" + TASKS + " tasks done");
        }
        allIsDoneOnce();
    }

    /** Each task leaves a line in a file named after itself and its lease: a lease that ran twice would leave two. */
    private void writePlan() throws IOException {
        StringBuilder yaml = new StringBuilder("""
        project: demo
        limits: { lease: 1s, backoff: 10ms }
        agents:
          - { id: a, type: dev, stdin: closed, command: &work
              "echo $$ >> effects/$HUBSPOKE_TASK_ID.$HUBSPOKE_EPOCH; sleep 0.1" }
          - { id: b, type: dev, stdin: closed, command: *work }
        tasks:
        """);
        for (int i = 1; i <= TASKS; i++) {
            yaml.append("  - { id: t%d, agent-type: dev%s%s }%n"
                    .formatted(
                            i,
                            i > 2 ? ", needs: [t" + (i - 2) + "]" : "",
                            i % 3 == 0 ? ", checks: ['ls effects/t" + i + ".*']" : ""));
        }
        Files.writeString(folder.resolve("plan.yaml"), yaml);
        Files.createDirectory(folder.resolve("effects"));
    }

    /**
     * One run that is killed: mostly some lines into the work, sometimes while it starts. False when it was done
     * before.
     */
    private boolean killed(Random random) throws Exception {
        try (Child child = Child.start(folder, "run", "plan.yaml")) {
            boolean early = random.nextInt(5) == 0;
            long millis = random.nextInt(early ? 2_000 : 60);
            int lines = 1 + random.nextInt(LINES_MAX);
            if (!early && !child.await(said -> said.size() >= lines)) return false;
            if (child.endsWithin(millis)) return false;
            child.kill();
            return true;
        }
    }

    private void allIsDoneOnce() throws IOException {
        Map<TaskId, Long> accepted = new TreeMap<>();
        List<Long> revisions = new ArrayList<>();
        List<TaskId> completed = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(folder.resolve(".hubspoke/journal.db"))) {
            reader.commits(PROJECT, 1, commit -> {
                for (Recorded recorded : commit.events()) {
                    revisions.add(recorded.revision());
                    if (recorded.event() instanceof Event.TaskVerificationRequested handedIn)
                        accepted.put(handedIn.task(), handedIn.epoch());
                    if (recorded.event() instanceof Event.TaskCompleted done) {
                        completed.add(done.task());
                        if (done.verifier().isEmpty()) accepted.put(done.task(), done.epoch());
                    }
                }
                return true;
            });
            assertThat(reader.replay(PROJECT).tasks().count(TaskStatus.COMPLETED))
                    .isEqualTo(TASKS);
        }
        assertThat(revisions)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, revisions.size()).boxed().toList());
        assertThat(completed).hasSize(TASKS).doesNotHaveDuplicates();
        for (Map.Entry<TaskId, Long> task : accepted.entrySet()) {
            assertThat(folder.resolve("effects/" + task.getKey() + "." + task.getValue()))
                    .content()
                    .hasLineCount(1);
        }
        assertThat(accepted).hasSize(TASKS);
    }
}
