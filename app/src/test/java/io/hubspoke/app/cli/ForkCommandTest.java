// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.TaskId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A project that was run in a git repository is forked in its middle, and each of the two goes on by itself. */
class ForkCommandTest {
    private static final ProjectId TODO = ProjectId.of("todo");
    private static final String COMMIT =
            "echo $HUBSPOKE_TASK_ID >> done.txt; git add done.txt; git -c user.name=w -c user.email=w@x commit -qm";
    private static final String PLAN = """
            project: todo
            agents:
              - id: writer
                type: dev
                stdin: closed
                command: '%s "$HUBSPOKE_TASK_ID"; echo made'
            tasks:
              - { id: first, agent-type: dev, title: The first }
              - { id: second, agent-type: dev, title: The second, needs: [first] }
              - { id: third, agent-type: dev, title: The third, needs: [second] }
              - { id: publish, needs: [third], gate: { reason: "Publish it?" } }
            """.formatted(COMMIT);

    @TempDir
    Path folder;

    private Shell shell;

    @BeforeEach
    void run() throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("git", "init", "-q", folder.toString())
                        .start()
                        .waitFor())
                .isZero();
        shell = Shell.in(folder).with("HUBSPOKE_OPERATOR", "alice");
        write("plan.yaml", PLAN);
        assertThat(shell.run("run", "plan.yaml", "--no-input").exitCode()).isEqualTo(ExitCode.WAITING);
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name), text);
    }

    private JournalReader reader() {
        return JournalReader.open(folder.resolve(".hubspoke/journal.db"));
    }

    private List<String> rows(ProjectId project) {
        List<String> rows = new ArrayList<>();
        try (JournalReader reader = reader()) {
            reader.commits(project, 1, commit -> rows.add(commit.row().toString()));
        }
        return rows;
    }

    /** The end of the commit in which this task was done, and the next one given to the writer. */
    private String afterTask(String task) {
        long[] revision = {0};
        try (JournalReader reader = reader()) {
            reader.commits(TODO, 1, commit -> {
                boolean done = commit.events().stream()
                        .anyMatch(recorded -> recorded.event() instanceof Event.TaskCompleted completed
                                && completed.task().equals(TaskId.of(task)));
                revision[0] = commit.lastRevision();
                return !done;
            });
        }
        return Long.toString(revision[0]);
    }

    @Test
    void a_fork_goes_on_with_another_plan_and_its_source_stays_as_it_was() throws Exception {
        List<String> before = rows(TODO);
        String at = afterTask("first");
        Shell.Said forked = shell.run("fork", "todo", "--at", at, "--as", "todo-b");
        assertThat(forked.exitCode()).as(forked.err()).isZero();
        assertThat(forked.lines())
                .satisfiesExactly(
                        line -> assertThat(line)
                                .startsWith("todo-b: forked from todo at revision %s, the end of commit ".formatted(at))
                                .endsWith("; 3 tasks to go, 0 open gates"),
                        line -> assertThat(line).isEqualTo("go on with: hubspoke run PLAN --project todo-b"));
        assertThat(shell.run("journal", "verify").out())
                .contains("todo: verified, ", "todo-b: verified, ")
                .doesNotContain("no signed heads");

        write(
                "plan-b.yaml",
                PLAN.replace("echo made", "echo made otherwise")
                        .replace("{ id: third, agent-type: dev, title: The third", "{ id: other, agent-type: dev")
                        .replaceAll(".*id: publish.*\n", ""));
        Shell.Said ran = shell.run("run", "plan-b.yaml", "--project", "todo-b", "--no-input");
        assertThat(ran.exitCode()).as(ran.err()).isZero();
        assertThat(ran.err())
                .contains(
                        "note: agent writer is registered anew: command differs in the plan of the fork",
                        "note: task third is canceled: it is not in the plan of the fork",
                        "note: task publish is canceled: it is not in the plan of the fork");
        assertThat(ran.out())
                .contains("second", "assigned to writer (epoch 2)", "made otherwise")
                .contains("3/5 tasks done, 2 canceled");
        assertThat(folder.resolve("done.txt")).hasContent("first\nsecond\nthird\nsecond\nother\n");
        assertThat(commits()).containsExactly("other", "second", "third", "second", "first");

        assertThat(shell.run("run", "plan-b.yaml", "--project", "todo-b", "--no-input")
                        .err())
                .isEqualTo("note: nothing new to do for todo-b\n");
        assertThat(rows(TODO)).isEqualTo(before);
        assertThat(rows(ProjectId.of("todo-b")))
                .startsWith(before.subList(0, commitNumber(at)).toArray(String[]::new));
        assertThat(shell.run("journal", "verify").exitCode()).isZero();
        assertThat(folder.resolve(".hubspoke/work/todo/second/1.log")).exists();
        assertThat(folder.resolve(".hubspoke/work/todo-b/second/2.log")).exists();
        assertThat(folder.resolve(".hubspoke/work/todo-b/second/1.log")).doesNotExist();

        Shell.Said source = shell.run("run", "plan.yaml", "--no-input");
        assertThat(source.exitCode()).isEqualTo(ExitCode.WAITING);
        assertThat(source.err()).contains("gate approve todo g-1");
    }

    private List<String> commits() throws IOException, InterruptedException {
        Process log = new ProcessBuilder("git", "log", "--format=%s")
                .directory(folder.toFile())
                .start();
        String said = new String(log.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(log.waitFor()).isZero();
        return said.lines().toList();
    }

    private int commitNumber(String revision) {
        int[] number = {0};
        try (JournalReader reader = reader()) {
            reader.commits(TODO, 1, commit -> {
                number[0] = (int) commit.number();
                return commit.lastRevision() < Long.parseLong(revision);
            });
        }
        return number[0];
    }

    @Test
    void replay_of_the_fork_where_it_was_forked_is_replay_of_the_source_there() throws IOException {
        String at = afterTask("second");
        shell.run("fork", "--at", at, "--as", "todo-b");
        ObjectMapper json = new ObjectMapper();
        ObjectNode source = (ObjectNode) json.readTree(
                shell.run("journal", "replay", "todo", "--at", at, "-o", "json").out());
        JsonNode fork = json.readTree(shell.run("journal", "replay", "todo-b", "--at", at, "-o", "json")
                .out());
        assertThat(fork.toString().replace("\"todo-b\"", "\"todo\"")).isEqualTo(source.toString());
    }

    @Test
    void a_gate_that_was_decided_in_the_source_can_be_decided_otherwise_in_the_fork() {
        shell.run("fork", "--as", "todo-b");
        assertThat(shell.run("gate", "approve", "todo", "g-1", "--as", "bob").exitCode())
                .isZero();
        assertThat(shell.run("gate", "reject", "todo-b", "g-1", "--as", "bob", "-m", "not yet")
                        .exitCode())
                .isZero();
        assertThat(shell.run("status", "todo").out()).contains("4 of 4 done");
        assertThat(shell.run("status", "todo-b").out()).contains("3 of 4 done");
    }

    @Test
    void who_forked_and_from_where_stands_in_the_journal() throws IOException {
        JsonNode said = new ObjectMapper()
                .readTree(shell.run("fork", "todo", "--as", "todo-b", "-o", "json")
                        .out());
        assertThat(said.get("id").asText()).isEqualTo("todo-b");
        JsonNode event = new ObjectMapper()
                .readTree(shell.run("journal", "list", "todo-b", "--type", "forked-from", "-o", "jsonl")
                        .out());
        assertThat(event.at("/data/source").asText()).isEqualTo("todo");
        assertThat(event.at("/data/operator").asText()).isEqualTo("operator:alice");
        assertThat(event.at("/data/hash").asText()).isEqualTo(said.get("hash").asText());
        assertThat(event.at("/data/revision").asLong()).isEqualTo(said.get("at").asLong());
        assertThat(shell.run("tail", "todo-b").out()).contains("forked from todo at revision ");
    }

    @ParameterizedTest
    @CsvSource({
        "nobody, last, todo-b, 1, there is no project nobody",
        "todo, 0, todo-b, 1, project todo has no event there yet",
        "todo, 999, todo-b, 1, project todo has no revision 999",
        "todo, 5, todo-b, 1, revision 5 stands within commit",
        "todo, soon, todo-b, 2, 'soon' is no place in a history",
        "todo, last, todo, 2, a fork of todo needs another name than todo",
        "todo, last, to do, 2, project id 'to do' is not allowed"
    })
    void what_cannot_be_forked_is_refused_in_one_sentence(
            String source, String at, String as, int exitCode, String sentence) {
        List<String> before = rows(TODO);
        Shell.Said said = shell.run("fork", source, "--at", at, "--as", as);
        assertThat(said.err()).contains(sentence).hasLineCount(1);
        assertThat(said.exitCode()).isEqualTo(exitCode);
        assertThat(rows(TODO)).isEqualTo(before);
        try (JournalReader reader = reader()) {
            assertThat(reader.projects()).containsExactly(TODO);
        }
    }

    @Test
    void a_name_that_is_taken_a_journal_in_use_and_one_that_was_changed_are_refused() throws SQLException {
        assertThat(shell.run("fork", "--at", "last").err()).contains("--as");
        assertThat(shell.run("fork", "--as", "todo-b").exitCode()).isZero();
        Shell.Said taken = shell.run("fork", "todo", "--as", "todo-b");
        assertThat(taken.err()).contains("project todo-b exists in ");
        assertThat(taken.exitCode()).isEqualTo(ExitCode.FAILED);
        Path journal = folder.resolve(".hubspoke/journal.db");
        try (JournalFile held = JournalFile.open(journal)) {
            assertThat(held.path()).exists();
            Shell.Said inUse = shell.run("fork", "todo", "--as", "todo-c");
            assertThat(inUse.err()).contains("is in use by process");
            assertThat(inUse.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
        }
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                Statement change = connection.createStatement()) {
            change.executeUpdate("UPDATE event_journal SET event_payload = x'7b7d' WHERE sequence_number = 5"
                    + " AND persistence_id = 'orchestrator|todo'");
        }
        Shell.Said damaged = shell.run("fork", "todo", "--at", "1", "--as", "todo-c");
        assertThat(damaged.err()).contains("nothing was forked: commit 5 ");
        assertThat(damaged.exitCode()).isEqualTo(ExitCode.VERIFICATION_FAILED);
    }

    @Test
    void a_plan_may_change_limits_and_what_is_done_but_a_task_to_come_needs_a_new_id() throws IOException {
        shell.run("fork", "--at", afterTask("first"), "--as", "todo-b");
        String changed = PLAN.replace("tasks:", "limits: { attempts: 7 }\ntasks:")
                .replace("title: The first", "title: Another title");
        write("plan-b.yaml", changed.replace("title: The second", "title: Quite another"));
        Shell.Said refused = shell.run("run", "plan-b.yaml", "--project", "todo-b", "--no-input");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(refused.err())
                .contains("task second was enqueued otherwise (title differs): restore it in the plan, or give the"
                        + " changed task a new id; this one is canceled then");

        write("plan-b.yaml", changed + "  - { id: fourth, agent-type: dev, needs: [third] }\n");
        Shell.Said ran = shell.run("run", "plan-b.yaml", "--project", "todo-b", "--no-input");
        assertThat(ran.exitCode()).as(ran.err()).isEqualTo(ExitCode.WAITING);
        assertThat(ran.err())
                .contains(
                        "note: task first was done before the fork, and stays so, though title differs",
                        "note: tasks that are here already keep their limits; those that come get the limits of the"
                                + " plan");
        assertThat(shell.run("task", "show", "todo-b", "fourth", "-o", "json").out())
                .contains("\"attempts\" : 7");
        assertThat(shell.run("run", "plan-b.yaml", "--project", "todo-b", "--no-input")
                        .exitCode())
                .isEqualTo(ExitCode.WAITING);
    }
}
