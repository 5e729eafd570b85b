// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.Severity;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlanReaderTest {
    @TempDir
    Path folder;

    private Plan plan(String yaml) throws IOException {
        PlanReading reading = Plans.read(folder, yaml);
        assertThat(reading.problems()).isEmpty();
        return reading.plan().orElseThrow();
    }

    @Test
    void everything_a_plan_can_say_is_read() throws IOException {
        Files.createDirectory(folder.resolve("service"));
        Plan plan = plan("""
        project: todo-service
        repository: ./service
        dispatch: manual
        limits: { attempts: 5, backoff: 2s, backoff-coefficient: 1.5, backoff-max: 1h30m,
                  lease: PT1M, lease-losses: 7, gates: 3 }
        budget: { tokens: 1000, cost: 2.5 }
        metadata: { team: blue, year: 2026, ready: yes }
        agents:
          - { id: a, type: dev, command: ["sh", "x.sh"], time-limit: 90s, environment: { LEVEL: 3 }, secrets: [TOKEN] }
        tasks:
          - id: api
            type: feature
            agent-type: dev
            priority: -5
            title: Implement the API
            instructions: |
              First
              second
            inputs: { port: 8080, debug: true, name: on }
            needs: [db]
            checks: ["make test"]
            gate: { reason: "Start?", context: c, severity: high, options: [x, y], approvers: [alice],
                    deadline: 2d, on-expiry: raise-severity }
            limits: { attempts: 1 }
            on-dependency-failure: cancel
          - { id: db, agent-type: dev }
        """);
        assertThat(plan.project().value()).isEqualTo("todo-service");
        assertThat(plan.directory()).isEqualTo(folder.resolve("service"));
        assertThat(plan.metadata()).isEqualTo(Map.of("team", "blue", "year", "2026", "ready", "yes"));
        assertThat(plan.settings().dispatch()).isEqualTo(Dispatch.MANUAL);
        assertThat(plan.settings().limits().gates()).isEqualTo(3);
        assertThat(plan.settings().budget()).isEqualTo(new Budget(1000, 2_500_000));
        TaskLimits limits =
                new TaskLimits(5, Duration.ofSeconds(2), 1.5, Duration.ofMinutes(90), Duration.ofMinutes(1), 7);
        assertThat(plan.settings().taskLimits()).isEqualTo(limits);
        assertThat(plan.tasks().getFirst())
                .isEqualTo(new TaskSpec(
                        TaskId.of("api"),
                        "feature",
                        Optional.of(AgentType.of("dev")),
                        new Priority(-5),
                        "Implement the API",
                        "First\nsecond\n",
                        Map.of("port", "8080", "debug", "true", "name", "on"),
                        List.of(TaskId.of("db")),
                        List.of("make test"),
                        Optional.empty(),
                        Optional.of(new GateQuestion(
                                "Start?",
                                "c",
                                Severity.HIGH,
                                List.of("x", "y"),
                                List.of("alice"),
                                Optional.of(Duration.ofDays(2)),
                                GateExpiry.RAISE_SEVERITY)),
                        Optional.of(limits.withAttempts(1)),
                        OnDependencyFailure.CANCEL));
        assertThat(plan.tasks().getLast()).isEqualTo(TaskSpec.of(TaskId.of("db"), AgentType.of("dev"), "db"));
    }

    @Test
    void each_way_to_say_who_an_agent_is_names_its_kind() throws IOException {
        Plan plan = plan("""
        project: demo
        agents:
          - { id: words, type: dev, command: [sh, -c, "true"], time-limit: 2m, environment: { B: 2, A: x } }
          - { id: line, type: dev, command: "make && make test" }
          - { id: scan, type: sec, rules: secret-scan, settings: { paths: [src, docs], depth: 3 } }
          - { id: anybody, type: boss, human: true }
          - { id: alice, type: boss, human: alice }
          - { id: own, type: dev, kind: checks, time-limit: 30s }
        tasks: [{ id: t, agent-type: dev }]
        """);
        assertThat(plan.agents())
                .extracting(AgentSpec::kind)
                .containsExactly("command", "command", "secret-scan", "human", "human", "checks");
        assertThat(plan.agents())
                .extracting(AgentSpec::settings)
                .containsExactly(
                        Settings.NONE
                                .with("command", "sh", "-c", "true")
                                .with("time-limit", "PT2M")
                                .with("environment", "A=x", "B=2"),
                        Settings.NONE.with("command", "sh", "-c", "make && make test"),
                        Settings.NONE.with("paths", "src", "docs").with("depth", "3"),
                        Settings.NONE,
                        Settings.NONE.with("approvers", "alice"),
                        Settings.NONE.with("time-limit", "PT30S"));
    }

    @Test
    void checks_without_a_verifier_get_one() throws IOException {
        Plan plan = plan("""
        project: demo
        agents: [{ id: a, type: dev, command: [sh] }]
        tasks: [{ id: t, agent-type: dev, checks: ["true"] }]
        """);
        assertThat(plan.agents()).last().isEqualTo(new AgentSpec(AgentId.of("verifier"), AgentType.VERIFIER, "checks"));
    }

    @Test
    void checks_with_a_declared_verifier_get_no_second_one() throws IOException {
        Plan plan = plan("""
        project: demo
        agents: [{ id: a, type: dev, command: [sh] }, { id: q, type: verifier, kind: checks }]
        tasks: [{ id: t, agent-type: dev, checks: ["true"] }]
        """);
        assertThat(plan.agents()).hasSize(2);
        Plan other = plan("""
        project: demo
        agents: [{ id: a, type: dev, command: [sh] }, { id: q, type: qa, kind: checks }]
        tasks: [{ id: t, agent-type: dev, checks: ["true"], verifier: qa }]
        """);
        assertThat(other.agents()).hasSize(2);
    }

    @Test
    void a_task_that_is_only_a_gate_has_its_question_as_title() throws IOException {
        Plan plan = plan("""
        project: demo
        agents: [{ id: a, type: dev, command: [sh] }]
        tasks: [{ id: go, gate: { reason: "Ship it?" } }]
        """);
        assertThat(plan.tasks()).containsExactly(TaskSpec.gate(TaskId.of("go"), GateQuestion.of("Ship it?")));
    }

    @Test
    void a_program_that_only_another_machine_may_have_is_a_warning() throws IOException {
        PlanReading reading = Plans.read(folder, """
        project: demo
        agents: [{ id: a, type: dev, command: [no-such-program-anywhere] }]
        tasks: [{ id: t, agent-type: dev }]
        """);
        assertThat(Plans.told(reading, folder))
                .containsExactly("plan.yaml:2:39 warning: agents/0/command:"
                        + " there is no program 'no-such-program-anywhere' in PATH: install it or write its path");
        assertThat(reading.plan()).isPresent();
    }

    @Test
    void a_byte_order_mark_and_windows_line_ends_do_not_matter() throws IOException {
        assertThat(plan(String.join(
                                "\r\n",
                                "\uFEFFproject: demo",
                                "agents: [{ id: a, type: dev, command: [sh] }]",
                                "tasks: [{ id: t, agent-type: dev }]",
                                ""))
                        .project()
                        .value())
                .isEqualTo("demo");
    }

    @Test
    void what_many_tasks_share_can_be_said_once() throws IOException {
        Plan plan = plan("""
        project: demo
        agents: [{ id: a, type: dev, command: [sh] }]
        tasks:
          - { id: one, agent-type: dev, limits: &slow { lease: 5m } }
          - { id: two, agent-type: dev, limits: *slow }
        """);
        assertThat(plan.tasks())
                .extracting(TaskSpec::limits)
                .containsOnly(Optional.of(TaskLimits.DEFAULT.withLease(Duration.ofMinutes(5))));
    }

    @Test
    void a_chain_of_ten_thousand_tasks_is_read() throws IOException {
        StringBuilder yaml =
                new StringBuilder("project: demo\nagents: [{ id: a, type: dev, command: [sh] }]\ntasks:\n");
        for (int i = 9_999; i >= 0; i--) {
            yaml.append("  - { id: t")
                    .append(i)
                    .append(", agent-type: dev")
                    .append(i > 0 ? ", needs: [t" + (i - 1) + "]" : "")
                    .append(" }\n");
        }
        assertThat(plan(yaml.toString()).tasks()).hasSize(10_000);
    }
}
