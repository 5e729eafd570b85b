// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hubspoke.app.cli.Shell;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.orchestrator.journal.JournalFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small plans with real programs, worked off in this process on a real journal. */
class RunTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path folder;

    private Shell.Said run(String... more) {
        String[] line = new String[more.length + 2];
        line[0] = "run";
        line[1] = "plan.yaml";
        System.arraycopy(more, 0, line, 2, more.length);
        return Shell.in(folder).run(line);
    }

    private void plan(String yaml) throws IOException {
        Files.writeString(folder.resolve("plan.yaml"), yaml);
    }

    /** What remains of change lines without the time. */
    private static List<String> changes(Shell.Said said) {
        return said.lines().stream()
                .filter(line -> line.matches("\\d\\d:\\d\\d:\\d\\d .*"))
                .map(line -> line.substring(9))
                .toList();
    }

    @Test
    void a_plan_is_worked_off_in_the_order_of_needs_and_the_work_verified_by_another() throws IOException {
        plan("""
        project: demo
        agents: [{ id: dev-1, type: dev, stdin: closed, command: "echo $HUBSPOKE_TASK_ID >> order.txt; echo made it" }]
        tasks:
          - { id: second, agent-type: dev, needs: [first], priority: 9 }
          - { id: first, agent-type: dev, checks: ["grep -q first order.txt"] }
        """);
        Shell.Said said = run();
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(folder.resolve("order.txt")).hasContent("first\nsecond\n");
        assertThat(changes(said))
                .contains(
                        "first      assigned to dev-1 (epoch 1)",
                        "first      handed in by dev-1: made it",
                        "first      to be verified by verifier (epoch 2)",
                        "first      done by dev-1, verified by verifier: made it",
                        "second     done by dev-1: made it");
        assertThat(said.lines())
                .last()
                .asString()
                .matches("2/2 tasks done · \\d+ letters, all through the orchestrator · journal"
                        + " \\.hubspoke/journal\\.db");

        Shell.Said again = run();
        assertThat(again.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(again.err()).isEqualTo("note: nothing new to do for demo\n");
        assertThat(changes(again)).isEmpty();
        assertThat(again.lines()).last().isEqualTo(said.lines().getLast());
        assertThat(folder.resolve("order.txt")).hasContent("first\nsecond\n");
    }

    @Test
    void a_failed_attempt_is_tried_again_after_its_back_off() throws IOException {
        plan("""
        project: demo
        limits: { attempts: 3, backoff: 50ms }
        agents: [{ id: dev-1, type: dev, stdin: closed, command:
                "test $HUBSPOKE_ATTEMPT -ge 2 || { echo not yet; exit 7; }" }]
        tasks: [{ id: t, agent-type: dev }]
        """);
        Shell.Said said = run();
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(changes(said))
                .anyMatch(line -> line.startsWith("t          attempt 1 failed at dev-1: "))
                .contains("t          assigned to dev-1 (epoch 2, attempt 2)");
    }

    @Test
    void a_task_that_fails_for_good_ends_the_run_with_1_and_the_way_to_retry_it() throws IOException {
        plan("""
        project: demo
        limits: { attempts: 2, backoff: 10ms }
        agents: [{ id: dev-1, type: dev, stdin: closed, command: "test -e mended || { echo broken pipe; exit 1; }" }]
        tasks:
          - { id: t, agent-type: dev }
          - { id: later, agent-type: dev, needs: [t] }
          - { id: go, gate: { reason: "Ship it?" } }
        """);
        Shell.Said said = run();
        assertThat(said.exitCode()).as("a failure goes before a gate").isEqualTo(ExitCode.FAILED);
        assertThat(said.lines()).last().asString().startsWith("0/3 tasks done");
        assertThat(said.err())
                .contains(
                        "task t failed: ",
                        "broken pipe",
                        "hubspoke task retry demo t",
                        "hubspoke gate approve demo g-",
                        "go on with: hubspoke run plan.yaml");

        Files.createFile(folder.resolve("mended"));
        assertThat(Shell.in(folder)
                        .run("task", "retry", "t", "--note", "mended it")
                        .exitCode())
                .isZero();
        Shell.Said again = run();
        assertThat(again.exitCode()).isEqualTo(ExitCode.WAITING);
        assertThat(again.lines()).last().asString().startsWith("2/3 tasks done");
    }

    @Test
    void a_gate_stops_a_run_without_a_terminal_and_its_decision_lets_it_go_on() throws IOException {
        plan("""
        project: demo
        agents: [{ id: dev-1, type: dev, stdin: closed, command: "echo done" }]
        tasks:
          - { id: go, gate: { reason: "Ship it?", approvers: [alice] } }
          - { id: ship, agent-type: dev, needs: [go] }
        """);
        Shell.Said waiting = run("-o", "json");
        assertThat(waiting.exitCode()).isEqualTo(ExitCode.WAITING);
        JsonNode result = JSON.readTree(waiting.out());
        assertThat(result.path("id").asText()).isEqualTo("demo");
        assertThat(result.path("outcome").asText()).isEqualTo("waiting");
        assertThat(result.at("/gates/0/id").asText()).isEqualTo("g-1");
        assertThat(waiting.err())
                .contains(
                        "gate g-1 waits for alice: Ship it?",
                        "hubspoke gate approve demo g-1",
                        "hubspoke gate reject demo g-1");

        Shell.Said notAllowed = Shell.in(folder).run("gate", "approve", "g-1");
        assertThat(notAllowed.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
        assertThat(notAllowed.err()).isEqualTo("hubspoke: gate g-1 may be decided by alice only\n");
        Shell.Said approved = Shell.in(folder)
                .with("HUBSPOKE_OPERATOR", "alice")
                .run("gate", "approve", "demo", "g-1", "-m", "looks right");
        assertThat(approved).isEqualTo(new Shell.Said(ExitCode.DONE, "gate g-1 is approved by alice\n", ""));

        Shell.Said done = run("-o", "jsonl");
        assertThat(done.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(done.lines())
                .hasSizeGreaterThan(3)
                .allSatisfy(line -> assertThat(JSON.readTree(line).isObject()).isTrue());
        assertThat(JSON.readTree(done.lines().getLast()).path("outcome").asText())
                .isEqualTo("done");
        assertThat(JSON.readTree(done.lines().getFirst()).has("revision")).isTrue();
    }

    @Test
    void a_rejected_task_has_failed_with_the_words_of_the_person() throws IOException {
        plan("""
                project: demo
                agents: [{ id: dev-1, type: dev, stdin: closed, command: "echo done" }]
                tasks: [{ id: go, gate: { reason: "Ship it?" } }]
                """);
        assertThat(run().exitCode()).isEqualTo(ExitCode.WAITING);
        Shell.Said rejected = Shell.in(folder).run("gate", "reject", "g-1", "-m", "not yet");
        assertThat(rejected.exitCode()).isZero();
        Shell.Said said = run();
        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).contains("task go failed: rejected by tester: not yet");
        assertThat(Shell.in(folder).run("status").out()).contains("go  rejected by tester: not yet");
        assertThat(Shell.in(folder).run("gate", "list").lines()).hasSize(1);
        assertThat(Shell.in(folder).run("gate", "list", "--all").out()).contains("g-1", "rejected", "Ship it?");
    }

    @Test
    void programs_talk_to_the_hub_and_consult_each_other_through_it() throws IOException {
        Path script = Files.writeString(folder.resolve("ask.sh"), """
        #!/bin/sh
        read -r task
        echo '{"type":"progress","percent":50,"note":"half way"}'
        echo '{"type":"consult","id":1,"specialist":"oracle","question":"is it safe?","deadline":"PT20S"}'
        read -r answer
        case $answer in *'"answered"'*) echo '{"type":"result","summary":"it is"}' ;; *) echo "$answer"; exit 1 ;; esac
        """);
        assertThat(script.toFile().setExecutable(true)).isTrue();
        plan("""
        project: demo
        agents:
          - { id: dev-1, type: dev, command: ["./ask.sh"] }
          - { id: wise-1, type: oracle, stdin: closed, command: "echo quite safe" }
        tasks: [{ id: t, agent-type: dev }]
        """);
        Shell.Said said = run();
        assertThat(said.exitCode()).as(said.out() + said.err()).isEqualTo(ExitCode.DONE);
        assertThat(changes(said))
                .contains(
                        "t          50% half way",
                        "dev-1      asks oracle: is it safe?",
                        "wise-1     answers: quite safe",
                        "t          done by dev-1: it is");
    }

    @Test
    void a_plan_that_has_grown_adds_tasks_and_agents_and_one_that_was_changed_is_refused() throws IOException {
        String agents = "project: demo\nagents:\n  - { id: dev-1, type: dev, stdin: closed, command: 'echo one' }\n";
        plan(agents + "tasks:\n  - { id: t, agent-type: dev }\n");
        assertThat(run().exitCode()).isZero();
        plan(agents + "  - { id: qa-1, type: qa, stdin: closed, command: 'echo two' }\n"
                + "tasks:\n  - { id: t, agent-type: dev }\n  - { id: u, agent-type: qa, needs: [t] }\n");
        Shell.Said grown = run();
        assertThat(grown.exitCode()).isZero();
        assertThat(changes(grown)).contains("u          done by qa-1: two");

        plan(agents + "tasks:\n  - { id: t, agent-type: dev, title: Another }\n");
        assertThat(run())
                .isEqualTo(new Shell.Said(
                        ExitCode.USAGE,
                        "",
                        "hubspoke: task t was enqueued otherwise (title differs):"
                                + " restore it in the plan, or give the changed task a new id\n"));
        plan(agents.replace("echo one", "echo three") + "tasks:\n  - { id: t, agent-type: dev }\n");
        assertThat(run())
                .isEqualTo(new Shell.Said(
                        ExitCode.USAGE,
                        "",
                        "hubspoke: agent dev-1 was registered otherwise (command differs):"
                                + " restore it in the plan, or give the changed agent a new id\n"));
        plan("limits: { attempts: 9 }\n" + agents + "tasks:\n  - { id: t, agent-type: dev }\n");
        assertThat(run().err()).startsWith("hubspoke: project demo was created with other limits or another dispatch");
    }

    @Test
    void a_journal_that_is_held_is_refused_in_one_sentence() throws IOException {
        plan("""
        project: demo
        agents: [{ id: dev-1, type: dev, stdin: closed, command: "echo done" }]
        tasks: [{ id: t, agent-type: dev }]
        """);
        Path journal = folder.resolve(".hubspoke/journal.db");
        try (JournalFile held = JournalFile.open(journal)) {
            assertThat(held.path()).isEqualTo(journal.toRealPath());
            Shell.Said said = run();
            assertThat(said.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
            assertThat(said.err())
                    .startsWith("hubspoke: ")
                    .contains("in use by process " + ProcessHandle.current().pid())
                    .hasLineCount(1);
        }
    }

    @Test
    void a_wrong_plan_is_not_run_and_leaves_nothing_behind() throws IOException {
        plan("project: demo\n");
        Shell.Said said = run();
        assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err()).contains("plan.yaml:1:1 'agents' is missing");
        assertThat(folder.resolve(".hubspoke")).doesNotExist();
    }
}
