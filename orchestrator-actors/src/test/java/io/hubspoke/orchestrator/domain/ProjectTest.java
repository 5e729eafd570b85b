// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.Usage;
import io.hubspoke.protocol.View;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Phase, metadata, usage and budget. */
class ProjectTest {
    private static final Budget HUNDRED = new Budget(100, 0);
    private final Scenario project =
            Scenario.project(ProjectSettings.DEFAULT.withBudget(HUNDRED)).agent("dev", BACKEND_DEVELOPER);

    @Test
    void phase_and_metadata_are_set_replaced_and_removed() {
        update("build", Map.of("a", "1", "b", "2"))
                .given(ALICE, new UpdateProject(Optional.empty(), Map.of("a", "", "b", "3"), Optional.empty()));
        View.Project view = project.view(new Query.Project(), View.Project.class);
        assertThat(view.phase()).isEqualTo("build");
        assertThat(view.metadata()).containsExactly(Map.entry("b", "3"));
    }

    @Test
    void an_update_that_changes_nothing_records_nothing() {
        update("build", Map.of("a", "1"))
                .when(ALICE, new UpdateProject(Optional.of("build"), Map.of("a", "1", "c", ""), Optional.empty()))
                .thenNothingHappens();
    }

    @Test
    void usage_adds_up_by_agent_and_project() {
        use(10).given(as("dev"), new RecordUsage(new Usage(1, 2, 3), Optional.empty(), "more"));
        assertThat(project.view(new Query.Status(), View.Status.class).usage()).isEqualTo(new Usage(11, 2, 3));
        assertThat(project.agent("dev").usage()).isEqualTo(new Usage(11, 2, 3));
    }

    @Test
    void the_budget_exactly_used_is_not_passed() {
        use(100);
        assertThat(project.state().gates().open()).isEmpty();
        use(1);
        assertThat(project.gate(1).cause()).isEqualTo(GateCause.BUDGET);
    }

    @Test
    void passing_the_budget_asks_once_holds_the_agent_and_halts_the_work() {
        project.agent("other", BACKEND_DEVELOPER);
        use(101).given(as("dev"), new RecordUsage(new Usage(5, 0, 0), Optional.empty(), ""))
                .tasks(task("t", BACKEND_DEVELOPER));
        assertThat(project.state().gates().open()).hasSize(1);
        assertThat(project.agent("dev").paused()).isTrue();
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.READY);
        project.when(as("other"), new ClaimTask()).thenNothingHappens();
        project.when(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, "go on"));
        assertThat(project.only(Event.BudgetRaised.class).budget()).isEqualTo(new Budget(200, 0));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.ASSIGNED);
    }

    @Test
    void a_budget_that_is_not_raised_keeps_the_work_halted_until_an_operator_sets_another() {
        use(101).given(ALICE, new ResolveGate(new GateId(1), Decision.REJECT, "too dear"))
                .tasks(task("t", BACKEND_DEVELOPER));
        assertThat(project.agent("dev").paused()).isFalse();
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.READY);
        project.given(ALICE, new UpdateProject(Optional.empty(), Map.of(), Optional.of(new Budget(150, 0))));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.ASSIGNED);
    }

    @Test
    void when_the_same_again_is_not_enough_the_question_is_put_once_more() {
        use(250).given(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, ""));
        assertThat(project.state().gates().open()).extracting(GateRecord::id).containsExactly(new GateId(2));
        assertThat(project.agent("dev").holds()).containsExactly(new GateId(2));
        project.given(ALICE, new ResolveGate(new GateId(2), Decision.APPROVE, ""));
        assertThat(project.state().gates().open()).isEmpty();
        assertThat(project.view(new Query.Status(), View.Status.class).budget()).isEqualTo(new Budget(300, 0));
    }

    @Test
    void who_is_held_by_the_budget_may_still_hand_in() {
        project.tasks(task("t", BACKEND_DEVELOPER));
        use(101).when(as("dev"), new CompleteTask(TaskId.of("t"), 1, TaskResult.EMPTY))
                .thenAccepted();
    }

    @Test
    void the_question_for_more_budget_outlives_the_agent_that_passed_it_and_then_holds_nobody() {
        GateId first = new GateId(1);
        use(250).when(ALICE, new StopAgent(id("dev"), "enough"))
                .then(
                        new Event.AgentResumed(id("dev"), Optional.of(first)),
                        new Event.AgentStopped(id("dev"), "enough"));
        project.when(ALICE, new ResolveGate(first, Decision.APPROVE, ""));
        assertThat(project.only(Event.GateResolved.class).letter()).isZero();
        assertThat(project.only(Event.GateOpened.class).agent()).isEmpty();
    }

    @Test
    void the_question_for_more_budget_is_put_again_when_its_agent_has_left() {
        use(250).given(ALICE, new UnregisterAgent(id("dev"), ""))
                .when(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, ""));
        assertThat(project.only(Event.GateOpened.class).agent()).isEmpty();
    }

    @Test
    void the_longest_time_itself_is_allowed() {
        project.when(
                        ALICE,
                        EnqueueTasks.one(
                                task("t", BACKEND_DEVELOPER).withLimits(TaskLimits.DEFAULT.withLease(Sizes.TIME_MAX))))
                .thenAccepted();
    }

    @Test
    void approval_grants_the_budget_that_an_operator_set_last() {
        Scenario unlimited = Scenario.automatic()
                .agent("dev", BACKEND_DEVELOPER)
                .given(ALICE, new UpdateProject(Optional.empty(), Map.of(), Optional.of(new Budget(40, 0))))
                .given(as("dev"), new RecordUsage(new Usage(41, 0, 0), Optional.empty(), ""));
        unlimited.when(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, ""));
        assertThat(unlimited.only(Event.BudgetRaised.class).budget()).isEqualTo(new Budget(80, 0));
    }

    @Test
    void money_is_counted_beside_tokens() {
        Scenario money = Scenario.project(ProjectSettings.DEFAULT.withBudget(new Budget(0, 2_500_000)))
                .agent("dev", BACKEND_DEVELOPER)
                .given(as("dev"), new RecordUsage(new Usage(1_000_000, 0, 2_500_001), Optional.empty(), ""));
        assertThat(money.gate(1).question().context())
                .isEqualTo("Used: 1,000,000 tokens and 2.500001. Budget: 0 tokens and 2.5.");
    }

    @Test
    void amounts_that_would_overflow_are_refused_and_do_not_stop_the_project() {
        Rejection tooMuch = new Rejection.BadValue("the usage", "use amounts of at most 1000000000000000000");
        project.when(as("dev"), new RecordUsage(new Usage(Long.MAX_VALUE, 1, 0), Optional.empty(), ""))
                .thenRefused(tooMuch);
        project.when(as("dev"), new RecordUsage(new Usage(0, 0, Sizes.AMOUNT_MAX + 1), Optional.empty(), ""))
                .thenRefused(tooMuch);
        project.given(as("dev"), new RecordUsage(new Usage(Sizes.AMOUNT_MAX, 0, 0), Optional.empty(), ""))
                .when(as("dev"), new RecordUsage(new Usage(0, 1, 0), Optional.empty(), ""))
                .thenRefused(new Rejection.BadValue("the usage in all", "use amounts of at most 1000000000000000000"));
        project.when(ALICE, new UpdateProject(Optional.empty(), Map.of(), Optional.of(new Budget(0, Long.MAX_VALUE))))
                .thenRefused(new Rejection.BadValue("the budget", "use amounts of at most 1000000000000000000"));
    }

    @Test
    void a_budget_raised_to_the_largest_amount_stays_there() {
        Budget most = new Budget(Sizes.AMOUNT_MAX, 1);
        Scenario rich = Scenario.project(ProjectSettings.DEFAULT.withBudget(most))
                .agent("dev", BACKEND_DEVELOPER)
                .given(as("dev"), new RecordUsage(new Usage(0, 0, 2), Optional.empty(), ""));
        rich.when(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, ""));
        assertThat(rich.only(Event.BudgetRaised.class).budget()).isEqualTo(new Budget(Sizes.AMOUNT_MAX, 2));
    }

    @Test
    void times_that_would_overflow_are_refused_and_do_not_stop_the_project() {
        Duration eternity = Duration.ofSeconds(Long.MAX_VALUE);
        String atMost = "use at most 3660 days";
        TaskLimits endless = TaskLimits.DEFAULT.withLease(eternity);
        project.when(
                        as("dev"),
                        new EnqueueTasks(List.of(task("t", BACKEND_DEVELOPER).withLimits(endless))))
                .thenRefused(new Rejection.BadValue("task t's lease", atMost));
        project.when(
                        as("dev"),
                        new EnqueueTasks(List.of(
                                task("t", BACKEND_DEVELOPER).withLimits(TaskLimits.DEFAULT.withBackoff(eternity)))))
                .thenRefused(new Rejection.BadValue("task t's longest back-off", atMost));
        project.when(
                        as("dev"),
                        new EscalateToHuman(
                                GateQuestion.of("?").withDeadline(eternity, GateExpiry.REJECT), Optional.empty()))
                .thenRefused(new Rejection.BadValue("the gate's deadline", atMost));
        Scenario.nothing()
                .when(ALICE, new CreateProject(ProjectSettings.DEFAULT.withTaskLimits(endless), Map.of()))
                .thenRefused(new Rejection.BadValue("the project's lease", atMost));
        Scenario.nothing()
                .when(
                        ALICE,
                        new CreateProject(
                                ProjectSettings.DEFAULT.withLimits(
                                        LimitsOf.DEFAULT.with("consultationDeadline", eternity)),
                                Map.of()))
                .thenRefused(new Rejection.BadValue("the limit of consultation deadlines", atMost));
    }

    @Test
    void an_operator_may_assign_although_the_budget_is_passed() {
        use(101).given(ALICE, new ResolveGate(new GateId(1), Decision.REJECT, ""))
                .tasks(task("t", BACKEND_DEVELOPER))
                .when(ALICE, new AssignTask(TaskId.of("t"), id("dev")))
                .thenAccepted();
    }

    @Test
    void a_project_with_manual_dispatch_is_settled_when_nothing_moves_by_itself() {
        Scenario manual = Scenario.project(ProjectSettings.DEFAULT.withDispatch(Dispatch.MANUAL))
                .tasks(task("t", BACKEND_DEVELOPER));
        assertThat(manual.view(new Query.Status(), View.Status.class).settled()).isTrue();
        assertThat(project.tasks(task("t", BACKEND_DEVELOPER))
                        .view(new Query.Status(), View.Status.class)
                        .settled())
                .isFalse();
    }

    private Scenario use(long tokens) {
        return project.given(as("dev"), new RecordUsage(new Usage(tokens, 0, 0), Optional.empty(), ""));
    }

    private Scenario update(String phase, Map<String, String> metadata) {
        return project.given(ALICE, new UpdateProject(Optional.of(phase), metadata, Optional.empty()));
    }
}
