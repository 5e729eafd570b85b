// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a person's decision, or its absence, brings about. */
class DecisionsTest {
    private static final GateId G1 = new GateId(1);
    private static final GateId G2 = new GateId(2);
    private static final TaskId T = TaskId.of("t");
    private static final GateQuestion MERGE = GateQuestion.of("Merge?");

    private final Scenario project =
            Scenario.manual().agent("dev", BACKEND_DEVELOPER).agent("other", BACKEND_DEVELOPER);

    @Test
    void a_question_that_nobody_decided_in_time_is_put_anew() {
        EscalateToHuman urgent =
                new EscalateToHuman(MERGE.withDeadline(Duration.ofSeconds(10), GateExpiry.REJECT), Optional.of(T));
        working("t")
                .given(as("dev"), urgent)
                .after(Duration.ofSeconds(10))
                .tick()
                .when(as("dev"), urgent);
        assertThat(project.only(Event.GateOpened.class).gate()).isEqualTo(G2);
    }

    @Test
    void what_one_person_decided_is_no_answer_to_a_question_put_to_another() {
        working("t")
                .given(as("dev"), new EscalateToHuman(MERGE, Optional.of(T)))
                .given(BOB, new ResolveGate(G1, Decision.APPROVE, ""))
                .when(as("dev"), new EscalateToHuman(MERGE.withApprovers(List.of("carol")), Optional.of(T)));
        assertThat(project.only(Event.GateOpened.class).gate()).isEqualTo(G2);
    }

    @Test
    void a_failed_task_says_who_rejected_it_and_why() {
        project.tasks(TaskSpec.gate(T, MERGE), TaskSpec.gate(TaskId.of("u"), MERGE))
                .when(BOB, new ResolveGate(G1, Decision.REJECT, ""))
                .then(
                        new Event.GateResolved(G1, Decision.REJECT, "", "", "", 0),
                        new Event.TaskFailed(T, "rejected by bob"));
        project.when(BOB, new ResolveGate(G2, Decision.REJECT, "too early"));
        assertThat(project.only(Event.TaskFailed.class).reason()).isEqualTo("rejected by bob: too early");
    }

    @Test
    void a_task_whose_gate_expires_says_that_nobody_decided() {
        project.tasks(TaskSpec.gate(T, MERGE.withDeadline(Duration.ofHours(1), GateExpiry.REJECT)))
                .after(Duration.ofHours(1))
                .tick()
                .then(new Event.GateExpired(G1, 0), new Event.TaskFailed(T, "nobody decided in time"));
    }

    @Test
    void a_task_that_is_only_a_gate_keeps_the_edited_text_as_its_result() {
        project.tasks(TaskSpec.gate(T, MERGE))
                .given(BOB, new ResolveGate(G1, Decision.EDIT, "", "see text", "merge on Monday"));
        assertThat(project.task("t").work().result()).contains(TaskResult.of("merge on Monday"));
    }

    @Test
    void when_a_failure_stands_who_needs_the_task_is_canceled_if_it_says_so() {
        project.tasks(
                task("t", BACKEND_DEVELOPER),
                task("u", BACKEND_DEVELOPER, "t").withOnDependencyFailure(OnDependencyFailure.CANCEL),
                task("v", BACKEND_DEVELOPER, "t"));
        project.given(as("dev"), new ClaimTask())
                .given(as("dev"), new FailTask(T, 1, "red", false))
                .when(ALICE, new ResolveGate(G1, Decision.REJECT, ""))
                .then(
                        new Event.GateResolved(G1, Decision.REJECT, "", "", "", 0),
                        new Event.TaskCanceled(TaskId.of("u"), "it needs task t"));
    }

    @Test
    void a_note_for_the_next_attempt_is_the_text_or_else_the_comment() {
        working("t")
                .given(as("dev"), new FailTask(T, 1, "red", false))
                .when(ALICE, new ResolveGate(G1, Decision.EDIT, "", "look here", "use the other branch"));
        assertThat(project.only(Event.TaskRetried.class).note()).isEqualTo("use the other branch");
        project.given(as("dev"), new ClaimTask())
                .given(as("dev"), new FailTask(T, 2, "red", false))
                .when(ALICE, new ResolveGate(G2, Decision.APPROVE, "once more"));
        assertThat(project.only(Event.TaskRetried.class).note()).isEqualTo("once more");
    }

    @Test
    void a_task_that_is_lost_too_often_takes_its_open_question_back() {
        TaskLimits one = new TaskLimits(3, Duration.ofSeconds(1), 2, Duration.ofMinutes(5), Duration.ofSeconds(30), 1);
        project.tasks(task("t", BACKEND_DEVELOPER).withLimits(one))
                .given(as("dev"), new ClaimTask())
                .given(as("dev"), new EscalateToHuman(MERGE, Optional.of(T)))
                .after(Duration.ofSeconds(30))
                .tick();
        assertThat(project.only(Event.GateCanceled.class).gate()).isEqualTo(G1);
        assertThat(project.only(Event.GateOpened.class).cause()).isEqualTo(GateCause.LEASES_LOST);
        assertThat(project.agent("dev").paused()).isFalse();
    }

    @Test
    void an_operators_question_about_a_task_ends_with_its_completion() {
        project.tasks(task("t", BACKEND_DEVELOPER))
                .given(BOB, new EscalateToHuman(MERGE, Optional.of(T)))
                .given(as("dev"), new ClaimTask())
                .when(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY))
                .then(
                        new Event.TaskCompleted(T, 1, Optional.of(id("dev")), TaskResult.EMPTY, Optional.empty()),
                        new Event.GateCanceled(G1, "task t is completed"));
    }

    @Test
    void a_comment_and_a_text_are_measured_each_and_together() {
        Scenario narrow = Scenario.project(ProjectSettings.DEFAULT
                        .withDispatch(Dispatch.MANUAL)
                        .withLimits(LimitsOf.DEFAULT.with("payloadBytes", 20)))
                .given(ALICE, new EscalateToHuman(MERGE, Optional.empty()));
        String large = "x".repeat(21);
        narrow.when(BOB, new ResolveGate(G1, Decision.EDIT, "", large, "text"))
                .thenRefused(new Rejection.TooLarge("the comment", 21, 20));
        narrow.when(BOB, new ResolveGate(G1, Decision.EDIT, "", "", large))
                .thenRefused(new Rejection.TooLarge("the text", 21, 20));
        narrow.when(BOB, new ResolveGate(G1, Decision.EDIT, "", "x".repeat(11), "y".repeat(10)))
                .thenRefused(new Rejection.TooLarge("the comment with the text", 21, 20));
        narrow.when(BOB, new ResolveGate(G1, Decision.EDIT, "", "x".repeat(10), "y".repeat(10)))
                .thenAccepted();
    }

    private Scenario working(String task) {
        return project.tasks(task(task, BACKEND_DEVELOPER)).given(as("dev"), new ClaimTask());
    }
}
