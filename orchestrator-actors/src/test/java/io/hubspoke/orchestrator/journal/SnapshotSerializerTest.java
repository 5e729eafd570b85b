// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Rules;
import io.hubspoke.orchestrator.domain.Verdict;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SnapshotSerializerTest {
    private static final AgentId ANN = AgentId.of("ann");
    private static final AgentId SAM = AgentId.of("sam");
    private final SnapshotSerializer serializer = new SnapshotSerializer();

    /** A project in which something of everything has happened. */
    static final class Story {
        ProjectState state = ProjectState.empty(ProjectId.of("p"));
        final List<Recorded> events = new ArrayList<>();
        private Instant now = Instant.parse("2026-01-02T03:04:05.006Z");
        private int commands;

        Story then(Principal by, Command command) {
            now = now.plusMillis(7);
            CommandId id = by instanceof Principal.Hub ? CommandId.HUB : CommandId.numbered(++commands);
            Verdict verdict =
                    Rules.decide(state, new Request(id, by, command, by instanceof Principal.Hub ? 0 : commands), now);
            assertThat(verdict).as(command.toString()).isInstanceOf(Verdict.Accepted.class);
            state = ((Verdict.Accepted) verdict).after();
            events.addAll(((Verdict.Accepted) verdict).events());
            return this;
        }
    }

    static Story story() {
        Principal alice = Principal.operator("alice");
        Principal ann = Principal.agent(ANN);
        TaskId build = TaskId.of("build");
        return new Story()
                .then(alice, new CreateProject(ProjectSettings.DEFAULT, Map.of("goal", "ship it")))
                .then(
                        alice,
                        new RegisterAgent(new AgentSpec(
                                ANN, AgentType.BACKEND_DEVELOPER, "command", Settings.NONE.with("run", "sh", "x.sh"))))
                .then(alice, new RegisterAgent(new AgentSpec(SAM, AgentType.SECURITY_EXPERT, "human")))
                .then(Principal.HUB, new AttachAgent(ANN, 7))
                .then(Principal.HUB, new AttachAgent(SAM, 8))
                .then(
                        alice,
                        new EnqueueTasks(List.of(
                                TaskSpec.of(build, AgentType.BACKEND_DEVELOPER, "Build")
                                        .withInputs(Map.of("a", "b"))
                                        .withChecks(List.of("make test")),
                                TaskSpec.of(TaskId.of("later"), AgentType.BACKEND_DEVELOPER, "Later")
                                        .withNeeds(List.of(build)),
                                TaskSpec.gate(
                                        TaskId.of("release"),
                                        GateQuestion.of("Release?")
                                                .withDeadline(Duration.ofHours(1), GateExpiry.STAY_OPEN)))))
                .then(ann, new StartTask(build, 1))
                .then(ann, new SendMessage(SAM, "note", "look at this \uD83D\uDE00"))
                .then(ann, new ConsultSpecialist(AgentType.SECURITY_EXPERT, "safe?", "the diff", Duration.ofMinutes(5)))
                .then(ann, new RecordUsage(new Usage(10, 20, 30), Optional.of(build), "model"))
                .then(ann, new CompleteTask(build, 1, new TaskResult("done", Map.of("branch", "build-1"))))
                .then(
                        ann,
                        new EscalateToHuman(
                                GateQuestion.of("Which way?").withOptions(List.of("left", "right")), Optional.empty()))
                .then(alice, new PauseAgent(SAM, "lunch"));
    }

    @Test
    void a_state_with_something_of_everything_comes_back_as_it_was() {
        Story story = story();
        Snapshot snapshot =
                new Snapshot(new Head(5, "ab".repeat(32), story.state.revision(), Instant.EPOCH), story.state);

        Object read = serializer.fromBinary(serializer.toBinary(snapshot), SnapshotSerializer.MANIFEST);
        assertThat(read).isEqualTo(snapshot);
        ProjectState replayed = ProjectState.empty(story.state.id());
        for (Recorded recorded : story.events) replayed = replayed.evolve(recorded);
        assertThat(((Snapshot) read).state())
                .as("replay, live and snapshot agree")
                .isEqualTo(replayed);
    }

    @Test
    void the_state_that_was_read_decides_like_the_one_that_was_written() {
        Story story = story();
        byte[] bytes = serializer.toBinary(new Snapshot(Head.START, story.state));
        ProjectState read = ((Snapshot) serializer.fromBinary(bytes, SnapshotSerializer.MANIFEST)).state();
        Request tick = Request.ofHub(new Tick(List.of()));
        Instant later = Instant.parse("2026-01-02T08:00:00Z");
        assertThat(Rules.decide(read, tick, later)).isEqualTo(Rules.decide(story.state, tick, later));
        assertThat(((Verdict.Accepted) Rules.decide(read, tick, later)).events())
                .isNotEmpty();
    }

    @Test
    void a_damaged_or_unknown_snapshot_is_not_read() {
        byte[] bytes = serializer.toBinary(new Snapshot(Head.START, story().state));
        for (int at : new int[] {0, 31, 32, 100, bytes.length - 1}) {
            byte[] damaged = bytes.clone();
            damaged[at] ^= 1;
            assertThatThrownBy(() -> serializer.fromBinary(damaged, SnapshotSerializer.MANIFEST))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("damaged");
        }
        assertThatThrownBy(() -> serializer.fromBinary(new byte[3], SnapshotSerializer.MANIFEST))
                .isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> serializer.fromBinary(bytes, "snapshot-2")).hasMessageContaining("snapshot-2");
    }

    @Test
    void one_at_full_length_as_older_versions_wrote_it_is_read() throws Exception {
        Snapshot snapshot = new Snapshot(Head.START, story().state);
        byte[] json = StateJson.MAPPER.writeValueAsBytes(snapshot);
        byte[] bytes = new byte[32 + json.length];
        System.arraycopy(MessageDigest.getInstance("SHA-256").digest(json), 0, bytes, 0, 32);
        System.arraycopy(json, 0, bytes, 32, json.length);
        assertThat(serializer.fromBinary(bytes, SnapshotSerializer.MANIFEST)).isEqualTo(snapshot);
        assertThat(serializer.toBinary(snapshot)).hasSizeLessThan(bytes.length * 4 / 5);
    }

    @Test
    void instants_are_kept_to_the_nanosecond_however_far_away() throws Exception {
        for (Instant instant : List.of(
                Instant.EPOCH,
                Instant.parse("2026-01-02T03:04:05.006Z"),
                Instant.parse("2026-01-02T03:04:05.006007008Z"),
                Instant.ofEpochMilli(-1),
                Instant.MAX,
                Instant.MIN)) {
            String json = SnapshotJson.MAPPER.writeValueAsString(instant);
            assertThat(SnapshotJson.MAPPER.readValue(json, Instant.class)).isEqualTo(instant);
        }
    }
}
