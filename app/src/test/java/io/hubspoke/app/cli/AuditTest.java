// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.hubspoke.app.report.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an auditor asks of a journal, on the command line. */
class AuditTest {
    @TempDir
    Path folder;

    private AuditedProject project;

    @BeforeEach
    void write() throws SQLException, IOException {
        project = new AuditedProject(folder);
    }

    // ---- replay and diff

    @Test
    void a_state_is_shown_as_it_was_also_within_a_commit() throws IOException {
        JsonNode whole = project.json("journal replay");
        assertThat(whole.path("revision").asInt()).isEqualTo(project.events().size());
        assertThat(whole.at("/gates/0/status").asText()).isEqualTo("APPROVED");
        long assigned = project.revision("task-assigned", "web");
        JsonNode then = project.json("journal replay --at " + assigned);
        assertThat(then.at("/event/type").asText()).isEqualTo("task-assigned");
        assertThat(then.at("/leases/0/task").asText()).isEqualTo("web");
        assertThat(then.at("/leases/0/agent").asText()).isEqualTo("smith");
        assertThat(then.at("/queues/0/tasks").toString()).isEqualTo("[\"build\"]");
        assertThat(then.at("/mailboxes/1/waiting/0/content/type").asText()).isEqualTo("assignment");
        JsonNode before = project.json("journal replay --at " + (assigned - 1));
        assertThat(before.path("commit")).isEqualTo(then.path("commit"));
        assertThat(before.at("/queues/0/tasks").toString()).isEqualTo("[\"web\",\"build\"]");
        assertThat(before.path("leases")).isEmpty();
        assertThat(project.json("journal replay --at 0").path("tasks")).isEmpty();
        assertThat(project.json("journal replay --at " + assigned + " --without-snapshots"))
                .isEqualTo(then);
    }

    @Test
    void people_see_every_noun_of_a_state() {
        assertThat(project.run("journal replay --at " + project.revision("task-assigned", "web"))
                        .out())
                .contains(
                        "demo  revision ",
                        "after web: assigned to smith (epoch 1)",
                        "dispatch  automatic",
                        "Tasks (3)",
                        "ship   pending   priority 0  attempt 1 of 3  waits for build, web",
                        "Queues (1)\n  backend-developer  build\n",
                        "Leases (1)\n  web  smith  epoch 1  to work",
                        "jones  backend-developer  paused  attached  -    paused by an operator",
                        "Mailboxes (2)\n  jones  0 accepted\n",
                        "  smith  1 accepted  1 waiting: 1 assignment of web from hub");
    }

    @Test
    void a_time_means_the_last_revision_by_then() throws IOException {
        assertThat(project.json("journal replay --at 2026-01-01T00:00:01Z")
                        .path("revision")
                        .asInt())
                .isEqualTo((int) project.events().stream()
                        .filter(recorded -> recorded.at().toString().compareTo("2026-01-01T00:00:01Z") <= 0)
                        .count());
        assertThat(project.json("journal replay --at 2026-01-01T01:00:01+01:00"))
                .isEqualTo(project.json("journal replay --at 2026-01-01T00:00:01"));
        assertThat(project.json("journal replay --at 2025-12-31")
                        .path("revision")
                        .asInt())
                .isZero();
        assertThat(project.json("journal replay --at 1s").path("revision").asInt())
                .isEqualTo(project.events().size());
    }

    @Test
    void a_difference_is_told_by_noun_and_ends_with_1_on_request() throws IOException {
        long assigned = project.revision("task-assigned", "web");
        Shell.Said said = project.run("journal diff %d %d --exit-code".formatted(assigned - 1, assigned));
        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out()).isEqualTo("""
                        demo  revision %d to %d

                        Agents
                          ~  smith  status idle → active, task - → web

                        Tasks
                          ~  web  status ready → assigned

                        Queues
                          ~  backend-developer  tasks [web, build] → [build]

                        Leases
                          +  web  agent smith, epoch 1, until 2026-01-01T00:00:32Z

                        Mailboxes
                          ~  smith  last 0 → 1

                        Letters
                          +  smith/1  from hub, kind assignment
                        """.formatted(assigned - 1, assigned));
        JsonNode diff = project.json("journal diff %d %d".formatted(assigned - 1, assigned));
        assertThat(diff.path("id").asText()).isEqualTo("demo");
        assertThat(diff.at("/changes/1/noun").asText()).isEqualTo("TASK");
        assertThat(diff.at("/changes/1/fields/0").toString())
                .isEqualTo("{\"name\":\"status\",\"before\":\"READY\",\"after\":\"ASSIGNED\"}");
        Shell.Said same = project.run("journal diff 5 5 --exit-code");
        assertThat(same.exitCode()).isZero();
        assertThat(same.out()).contains("no difference");
    }

    // ---- explain

    @Test
    void an_assignment_is_explained_by_candidates_and_queue() {
        assertThat(project.run("explain task web --at " + project.revision("task-assigned", "web"))
                        .out())
                .contains(
                        "web smith has it since revision ",
                        "the first task in the queue went to the first free agent of its type",
                        ">  smith  free                   registered at revision 2",
                        "   jones  paused by an operator  registered at revision 4",
                        "queue of 2 tasks, by priority and arrival",
                        ">  1  web    priority 5",
                        "   2  build  priority 0");
    }

    @Test
    void waiting_is_explained_by_what_it_waits_for() {
        long ready = project.revision("task-ready", "build");
        assertThat(project.run("explain task build --at " + project.revision("task-started", "web"))
                        .out())
                .contains(
                        "build waits since revision %d to be done by an agent of type backend-developer"
                                .formatted(ready),
                        "place 1 of 1 among the tasks for agents of type backend-developer",
                        "smith is busy with web",
                        "jones is paused by an operator");
        assertThat(project.run("explain task ship --at " + (project.revision("task-attempt-failed", "build") + 1))
                        .out())
                .contains(
                        "ship waits since revision ", "for 1 of the 2 tasks that it needs", "build failed and is due");
    }

    @Test
    void a_failed_attempt_and_its_retry_are_explained_with_their_causes() throws IOException {
        JsonNode explained = project.json("explain task build");
        assertThat(explained.path("answer").asText()).startsWith("was done by smith at revision ");
        List<JsonNode> steps = new ArrayList<>();
        explained.path("steps").forEach(steps::add);
        JsonNode failed = step(steps, "task-attempt-failed");
        JsonNode scheduled = step(steps, "task-retry-scheduled");
        assertThat(failed.at("/data/reason").asText()).isEqualTo("it does not compile");
        assertThat(scheduled.path("cause")).isEqualTo(failed.path("revision"));
        assertThat(scheduled.path("why").asText()).contains("1 of 2 attempts are used; the back-off is 1s");
        assertThat(step(steps, "task-retry-due").path("cause")).isEqualTo(scheduled.path("revision"));
    }

    private static JsonNode step(List<JsonNode> steps, String type) {
        return steps.stream()
                .filter(step -> step.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_agent_and_a_gate_are_explained() {
        assertThat(project.run("explain agent jones").out())
                .contains(
                        "jones is paused by an operator since revision ",
                        "on holiday",
                        "has not acknowledged letters 1 to 1");
        assertThat(project.run("explain agent smith").out())
                .contains("smith is free since", "no task waits for an agent of type backend-developer");
        int opened = project.events().size() - 3;
        assertThat(project.run("explain gate g-1 --at " + opened).out())
                .contains("g-1 waits for a person since revision " + opened, "Ship it?", "only bob may decide");
        assertThat(project.run("explain gate g-1").out())
                .contains("g-1 was approved by operator:bob", ": well done", "ship: done");
    }

    // ---- what cannot be

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            journal replay --at 9999    | 1 | project demo has no revision 9999: its last one is
            journal show 9999           | 1 | project demo has no revision 9999: its last one is
            journal diff 1 9999         | 1 | project demo has no revision 9999: its last one is
            explain task biuld          | 1 | project demo had no task biuld up to revision
            explain agent nobody        | 1 | there was smith, jones
            explain gate g-7            | 1 | project demo had no gate g-7
            explain gate seven          | 2 | gate id 'seven' is not allowed: write it like g7
            journal replay --at teatime | 2 | 'teatime' is no place in a history: write a revision such as 17
            journal list --type nonsuch | 2 | there is no event type 'nonsuch'
            journal list --type gate-opend | 2 | did you mean gate-opened?
            journal replay --step       | 2 | --step needs a terminal
            """)
    void what_cannot_be_is_told_in_one_sentence(String line, int exitCode, String sentence) {
        Shell.Said said = project.run(line);
        assertThat(said.exitCode()).isEqualTo(exitCode);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .startsWith("hubspoke: ")
                .contains(sentence.replace("g7", "g-7"))
                .hasLineCount(1);
    }

    @Test
    void looking_back_changes_nothing_of_the_journal() throws IOException {
        Map<String, String> before = contents();
        for (String line : List.of("journal list", "journal replay --at 9", "journal diff 3 9", "explain task web"))
            assertThat(project.run(line).exitCode()).isZero();
        assertThat(contents()).isEqualTo(before);
    }

    /** Of all files but those by which SQLite tells readers and writers of each other. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean ofReaders =
                        file.toString().endsWith("-shm") || file.toString().endsWith("-wal");
                if (ofReaders && !file.toString().endsWith("-shm"))
                    assertThat(file).isEmptyFile();
                if (!ofReaders) contents.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)) + "");
            }
        }
        return contents;
    }
}
