// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.QA_ENGINEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.Usage;
import io.hubspoke.protocol.View;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the hub answers about a project. */
class ViewsTest {
    private static final TaskId T = TaskId.of("t");
    private static final TaskId U = TaskId.of("u");

    @Test
    void what_is_not_there_is_said_to_be_absent_by_its_name() {
        Scenario project = Scenario.manual();
        assertThat(absent(Scenario.nothing(), new Query.Status())).isEqualTo("project todo-service does not exist");
        assertThat(absent(project, new Query.Agent(id("who")))).isEqualTo("agent who is not registered");
        assertThat(absent(project, new Query.Task(T))).isEqualTo("task t does not exist");
        assertThat(absent(project, new Query.Gate(new GateId(7)))).isEqualTo("gate g-7 does not exist");
        assertThat(absent(project, new Query.NextTask(QA_ENGINEER))).isEqualTo("no task is ready for a " + QA_ENGINEER);
    }

    @Test
    void the_letters_that_wait_are_those_not_acknowledged() {
        Scenario project = Scenario.manual()
                .agent("dev", BACKEND_DEVELOPER)
                .given(ALICE, new SendMessage(id("dev"), "note", "1"))
                .given(ALICE, new SendMessage(id("dev"), "note", "2"))
                .given(ALICE, new SendMessage(id("dev"), "note", "3"))
                .given(as("dev"), new Acknowledge(1));
        View.Agent dev = project.view(new Query.Agent(id("dev")), View.Agent.class);
        assertThat(dev.lettersWaiting()).isEqualTo(2);
        assertThat(dev.lastLetter()).isEqualTo(3);
        assertThat(status(project).lettersWaiting()).isEqualTo(2);
        assertThat(status(project).letters()).isEqualTo(3);
    }

    @Test
    void gates_are_all_told_or_only_the_open_ones() {
        Scenario project = Scenario.manual()
                .given(ALICE, new EscalateToHuman(GateQuestion.of("Merge?"), Optional.empty()))
                .given(ALICE, new EscalateToHuman(GateQuestion.of("Deploy?"), Optional.empty()))
                .given(BOB, new ResolveGate(new GateId(1), Decision.APPROVE, ""));
        assertThat(gates(project, true)).containsExactly(new GateId(2));
        assertThat(gates(project, false)).containsExactly(new GateId(1), new GateId(2));
    }

    @Test
    void all_tasks_are_told_as_each_one_is_in_the_order_of_arrival() {
        Scenario project = Scenario.manual().tasks(task("u", BACKEND_DEVELOPER), task("t", BACKEND_DEVELOPER, "u"));
        assertThat(project.view(new Query.Tasks(), View.Tasks.class).tasks())
                .containsExactly(view(project, U), view(project, T));
    }

    @Test
    void only_a_pending_task_waits_for_others() {
        Scenario project = Scenario.manual()
                .agent("dev", BACKEND_DEVELOPER)
                .tasks(task("t", BACKEND_DEVELOPER), task("u", BACKEND_DEVELOPER, "t"));
        assertThat(view(project, U).waitsFor()).containsExactly(T);
        project.given(ALICE, new CancelTask(U, "no"));
        assertThat(view(project, U).status()).isEqualTo(TaskStatus.CANCELED);
        assertThat(view(project, U).waitsFor()).isEmpty();
    }

    @Test
    void a_project_without_work_is_settled() {
        assertThat(settled(Scenario.automatic())).isTrue();
        assertThat(settled(Scenario.automatic().agent("dev", BACKEND_DEVELOPER)))
                .isTrue();
    }

    @Test
    void work_under_way_or_due_is_not_settled_but_work_held_at_a_gate_is() {
        Scenario project = working();
        assertThat(settled(project)).isFalse();
        project.given(as("dev"), new EscalateToHuman(GateQuestion.of("Merge?"), Optional.of(T)));
        assertThat(settled(project)).isTrue();
        project.given(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, ""))
                .given(as("dev"), new FailTask(T, 1, "red", true));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.RETRYING);
        assertThat(settled(project)).isFalse();
    }

    @Test
    void work_that_an_agent_will_be_given_is_not_settled() {
        Scenario project = working().tasks(task("u", BACKEND_DEVELOPER));
        project.given(as("dev"), new EscalateToHuman(GateQuestion.of("Merge?"), Optional.of(T)));
        assertThat(settled(project)).as("its only agent waits for a person").isTrue();
        project.away("late", BACKEND_DEVELOPER);
        assertThat(settled(project)).as("an idle one may come").isFalse();
    }

    @Test
    void work_that_waits_for_a_busy_agent_is_not_settled() {
        assertThat(settled(working().tasks(task("u", BACKEND_DEVELOPER)))).isFalse();
    }

    @Test
    void work_that_nobody_may_be_given_is_settled() {
        Scenario project = Scenario.automatic().tasks(task("t", BACKEND_DEVELOPER));
        assertThat(settled(project)).as("nobody is there").isTrue();
        project.agent("qa", QA_ENGINEER);
        assertThat(settled(project)).as("only another type").isTrue();
        project.away("dev", BACKEND_DEVELOPER);
        assertThat(settled(project)).as("one may come").isFalse();
        project.given(ALICE, new PauseAgent(id("dev"), "lunch"));
        assertThat(settled(project)).as("the only one is paused").isTrue();
    }

    @Test
    void work_that_only_its_own_worker_could_verify_is_settled() {
        Scenario project = Scenario.automatic()
                .agent("dev", BACKEND_DEVELOPER)
                .tasks(task("t", BACKEND_DEVELOPER)
                        .withChecks(List.of("make test"))
                        .withVerifier(BACKEND_DEVELOPER))
                .given(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY));
        assertThat(project.agent("dev").assignment()).isEmpty();
        assertThat(settled(project)).isTrue();
        project.away("second", BACKEND_DEVELOPER);
        assertThat(settled(project)).isFalse();
    }

    @Test
    void work_beyond_the_budget_is_settled_until_more_is_granted() {
        Scenario project = Scenario.project(ProjectSettings.DEFAULT.withBudget(new Budget(100, 0)))
                .agent("dev", BACKEND_DEVELOPER)
                .given(as("dev"), new RecordUsage(new Usage(101, 0, 0), Optional.empty(), ""))
                .away("late", BACKEND_DEVELOPER)
                .tasks(task("t", BACKEND_DEVELOPER));
        assertThat(settled(project)).isTrue();
        project.given(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, ""));
        assertThat(settled(project)).isFalse();
    }

    private static Scenario working() {
        Scenario project = Scenario.automatic().agent("dev", BACKEND_DEVELOPER).tasks(task("t", BACKEND_DEVELOPER));
        assertThat(project.after(Duration.ofSeconds(1)).task("t").status()).isEqualTo(TaskStatus.ASSIGNED);
        return project;
    }

    private static String absent(Scenario project, Query query) {
        return project.view(query, View.Absent.class).sentence();
    }

    private static View.Status status(Scenario project) {
        return project.view(new Query.Status(), View.Status.class);
    }

    private static boolean settled(Scenario project) {
        return status(project).settled();
    }

    private static View.Task view(Scenario project, TaskId task) {
        return project.view(new Query.Task(task), View.Task.class);
    }

    private static List<GateId> gates(Scenario project, boolean openOnly) {
        return project.view(new Query.Gates(openOnly), View.Gates.class).gates().stream()
                .map(View.Gate::id)
                .toList();
    }
}
