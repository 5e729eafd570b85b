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
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Severity;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Decisions that only a person takes. */
class GateTest {
    private static final GateId G1 = new GateId(1);
    private static final TaskId T = TaskId.of("t");
    private static final GateQuestion MERGE = GateQuestion.of("Merge?");

    private final Scenario project =
            Scenario.manual().agent("dev", BACKEND_DEVELOPER).agent("other", BACKEND_DEVELOPER);

    @Test
    void an_agent_that_asks_is_paused_until_the_gate_is_closed_and_gets_the_result() {
        project.when(as("dev"), asks(MERGE))
                .then(
                        new Event.GateOpened(
                                G1,
                                GateCause.ESCALATION,
                                as("dev"),
                                Optional.of(id("dev")),
                                Optional.empty(),
                                MERGE,
                                Optional.empty()),
                        new Event.AgentPaused(id("dev"), Optional.of(G1), "Merge?"));
        assertThat(project.accepted().reply().subject()).isEqualTo("g-1");
        project.when(ALICE, new ResumeAgent(id("dev"))).thenRefused(new Rejection.AgentHeld(id("dev"), List.of(G1)));
        project.when(as("dev"), new ClaimTask()).thenRefused(new Rejection.AgentHeld(id("dev"), List.of(G1)));
        project.when(ALICE, new ResolveGate(G1, Decision.APPROVE, "fine"))
                .then(
                        new Event.GateResolved(G1, Decision.APPROVE, "", "fine", "", 1),
                        new Event.AgentResumed(id("dev"), Optional.of(G1)));
        assertThat(project.lastLetter("dev"))
                .isEqualTo(new Letter.GateClosed(
                        new GateOutcome(G1, "Merge?", GateStatus.APPROVED, ALICE, "", "fine", "")));
    }

    @Test
    void an_agent_held_by_two_gates_and_an_operator_works_again_when_all_have_let_go() {
        project.given(as("dev"), asks(MERGE))
                .given(as("dev"), asks(GateQuestion.of("Deploy?")))
                .given(ALICE, new PauseAgent(id("dev"), "lunch"));
        project.given(ALICE, new ResolveGate(G1, Decision.APPROVE, ""));
        assertThat(project.agent("dev").holds()).containsExactly(new GateId(2));
        project.given(ALICE, new ResolveGate(new GateId(2), Decision.REJECT, ""));
        assertThat(project.agent("dev").paused()).isTrue();
        project.given(ALICE, new ResumeAgent(id("dev")));
        assertThat(project.agent("dev").paused()).isFalse();
    }

    @Test
    void the_asker_cannot_decide() {
        project.given(ALICE, asks(MERGE))
                .when(ALICE, new ResolveGate(G1, Decision.APPROVE, ""))
                .thenRefused(new Rejection.AskerCannotDecide(G1, ALICE));
        project.when(BOB, new ResolveGate(G1, Decision.APPROVE, "")).thenAccepted();
    }

    @Test
    void only_the_approvers_named_decide() {
        project.given(as("dev"), asks(MERGE.withApprovers(List.of("bob"))))
                .when(ALICE, new ResolveGate(G1, Decision.APPROVE, ""))
                .thenRefused(new Rejection.NotAnApprover(G1, List.of("bob")));
        project.when(BOB, new ResolveGate(G1, Decision.APPROVE, "")).thenAccepted();
    }

    @Test
    void a_gate_that_only_its_asker_could_decide_is_not_opened() {
        project.when(ALICE, asks(MERGE.withApprovers(List.of("alice"))))
                .thenRefused(new Rejection.BadValue(
                        "the gate's approvers", "who asks does not decide: name somebody beside alice"));
        project.when(ALICE, asks(MERGE.withApprovers(List.of("alice", "bob")))).thenAccepted();
    }

    @Test
    void a_gate_is_decided_once() {
        project.given(as("dev"), asks(MERGE))
                .given(ALICE, new ResolveGate(G1, Decision.REJECT, ""))
                .when(BOB, new ResolveGate(G1, Decision.APPROVE, ""))
                .thenRefused(new Rejection.GateClosed(G1, GateStatus.REJECTED));
        assertThat(project.gate(1).outcome()).map(GateOutcome::by).contains(ALICE);
    }

    @Test
    void an_option_must_be_one_of_those_offered() {
        project.given(as("dev"), asks(MERGE.withOptions(List.of("squash", "rebase"))))
                .when(ALICE, new ResolveGate(G1, Decision.APPROVE, "octopus", "", ""))
                .thenRefused(new Rejection.UnknownOption(G1, "octopus", List.of("squash", "rebase")));
        project.given(ALICE, new ResolveGate(G1, Decision.APPROVE, "squash", "", ""));
        assertThat(project.gate(1).outcome()).map(GateOutcome::option).contains("squash");
    }

    @Test
    void an_edit_needs_the_edited_text_and_a_response_needs_some() {
        project.given(as("dev"), asks(MERGE))
                .when(ALICE, new ResolveGate(G1, Decision.EDIT, "", "see text", " "))
                .thenRefused(new Rejection.BadValue("gate g-1", "an edit needs the edited text"));
        project.when(ALICE, new ResolveGate(G1, Decision.RESPOND, " "))
                .thenRefused(new Rejection.BadValue("gate g-1", "a response needs some text"));
        project.given(ALICE, new ResolveGate(G1, Decision.RESPOND, "ask again tomorrow"));
        assertThat(project.gate(1).status()).isEqualTo(GateStatus.RESPONDED);
    }

    @Test
    void a_gate_that_asks_for_a_decision_is_not_answered_by_words() {
        project.tasks(TaskSpec.gate(T, MERGE))
                .when(ALICE, new ResolveGate(G1, Decision.RESPOND, "hm"))
                .thenRefused(new Rejection.BadValue("gate g-1", "it asks for a decision: approve, edit or reject it"));
    }

    @Test
    void an_expired_gate_rejects_or_stays_open_or_gets_more_severe_but_never_approves() {
        Duration hour = Duration.ofHours(1);
        project.given(as("dev"), asks(MERGE.withDeadline(hour, GateExpiry.REJECT)))
                .given(BOB, asks(MERGE.withDeadline(hour, GateExpiry.STAY_OPEN)))
                .given(BOB, asks(MERGE.withSeverity(Severity.HIGH).withDeadline(hour, GateExpiry.RAISE_SEVERITY)));
        project.after(hour)
                .tick()
                .then(
                        new Event.GateExpired(G1, 1),
                        new Event.AgentResumed(id("dev"), Optional.of(G1)),
                        new Event.GateReminded(new GateId(2), Severity.NORMAL, Optional.empty()),
                        new Event.GateReminded(
                                new GateId(3),
                                Severity.CRITICAL,
                                Optional.of(project.now().plus(hour))));
        assertThat(project.gate(1).status()).isEqualTo(GateStatus.EXPIRED);
        assertThat(project.gate(1).outcome().orElseThrow().approved()).isFalse();
        project.after(hour).tick().then(new Event.GateReminded(new GateId(3), Severity.CRITICAL, Optional.empty()));
        assertThat(Deadlines.next(project.state())).isEmpty();
        assertThat(project.state().gates().open()).hasSize(2);
    }

    @Test
    void a_task_with_a_gate_waits_for_a_person_before_its_work() {
        project.tasks(
                task("a", BACKEND_DEVELOPER), task("t", BACKEND_DEVELOPER, "a").withGate(MERGE));
        assertThat(project.state().gates().open()).isEmpty();
        done("a", "dev");
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.BLOCKED);
        project.when(BOB, new ResolveGate(G1, Decision.APPROVE, "go"));
        assertThat(project.events()).contains(new Event.TaskReady(T));
        project.given(as("dev"), new ClaimTask());
        assertThat(((Letter.Assignment) project.lastLetter("dev")).decisions())
                .extracting(GateOutcome::comment)
                .containsExactly("go");
    }

    @Test
    void a_task_whose_gate_is_rejected_fails_and_takes_with_it_who_says_so() {
        project.tasks(
                task("t", BACKEND_DEVELOPER).withGate(MERGE),
                task("u", BACKEND_DEVELOPER, "t").withOnDependencyFailure(OnDependencyFailure.CANCEL));
        project.when(BOB, new ResolveGate(G1, Decision.REJECT, "no"))
                .then(
                        new Event.GateResolved(G1, Decision.REJECT, "", "no", "", 0),
                        new Event.TaskFailed(T, "rejected by bob: no"),
                        new Event.TaskCanceled(TaskId.of("u"), "it needs task t"));
    }

    @Test
    void a_task_that_is_only_a_gate_is_completed_by_approval_and_fails_by_rejection() {
        project.tasks(TaskSpec.gate(T, MERGE), TaskSpec.gate(TaskId.of("u"), MERGE), task("v", BACKEND_DEVELOPER, "t"));
        project.given(BOB, new ResolveGate(G1, Decision.APPROVE, "yes"))
                .given(BOB, new ResolveGate(new GateId(2), Decision.REJECT, "no"));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(project.task("t").work().result().orElseThrow().summary()).isEqualTo("yes");
        assertThat(project.task("u").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(project.task("v").status()).isEqualTo(TaskStatus.READY);
    }

    @Test
    void a_gate_nobody_needs_any_more_is_canceled_with_its_task() {
        project.tasks(TaskSpec.gate(T, MERGE)).given(ALICE, new CancelTask(T, "no"));
        assertThat(project.gate(1).status()).isEqualTo(GateStatus.CANCELED);
        project.when(BOB, new ResolveGate(G1, Decision.APPROVE, ""))
                .thenRefused(new Rejection.GateClosed(G1, GateStatus.CANCELED));
    }

    @Test
    void an_agent_asks_only_about_the_task_it_holds() {
        project.tasks(task("t", BACKEND_DEVELOPER))
                .when(as("dev"), asks(T))
                .thenRefused(new Rejection.StaleLease(T, 0, 0));
        project.when(as("dev"), asks(TaskId.of("nowhere")))
                .thenRefused(new Rejection.UnknownTask(TaskId.of("nowhere")));
        project.given(as("dev"), new ClaimTask()).when(as("dev"), asks(T)).thenAccepted();
    }

    @Test
    void a_task_whose_agent_is_lost_waits_for_its_open_gate_and_goes_on_when_it_is_closed() {
        project.tasks(task("t", BACKEND_DEVELOPER))
                .given(as("dev"), new ClaimTask())
                .given(as("dev"), asks(T));
        project.after(Duration.ofSeconds(30)).tick();
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.BLOCKED);
        project.given(ALICE, new ResolveGate(G1, Decision.REJECT, ""));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.READY);
    }

    @Test
    void the_same_question_of_the_same_task_is_decided_once_and_then_recalled() {
        decidedBefore();
        project.given(as("other"), new ClaimTask())
                .when(as("other"), asks(T))
                .then(new Event.DecisionRecalled(G1, id("other"), 2));
        assertThat(project.accepted().reply().subject()).isEqualTo("g-1");
        assertThat(project.agent("other").paused()).isFalse();
        assertThat(((Letter.GateClosed) project.lastLetter("other")).outcome().comment())
                .isEqualTo("fine");
    }

    @Test
    void after_an_operators_retry_the_question_is_put_anew() {
        decidedBefore();
        project.given(ALICE, new CancelTask(T, ""))
                .given(ALICE, new RetryTask(T, ""))
                .given(as("other"), new ClaimTask())
                .when(as("other"), asks(T));
        assertThat(project.only(Event.GateOpened.class).gate()).isEqualTo(new GateId(2));
    }

    @Test
    void another_question_of_the_same_task_is_put() {
        decidedBefore();
        project.given(as("other"), new ClaimTask())
                .when(as("other"), new EscalateToHuman(GateQuestion.of("Deploy?"), Optional.of(T)));
        assertThat(project.only(Event.GateOpened.class).gate()).isEqualTo(new GateId(2));
    }

    @Test
    void a_later_attempt_joins_a_gate_that_is_open_and_both_are_free_when_it_is_closed() {
        project.tasks(task("t", BACKEND_DEVELOPER))
                .given(as("dev"), new ClaimTask())
                .given(as("dev"), asks(T))
                .given(as("dev"), new FailTask(T, 1, "red", true))
                .after(Duration.ofSeconds(1))
                .tick()
                .given(as("other"), new ClaimTask());
        project.when(as("other"), asks(T)).then(new Event.AgentPaused(id("other"), Optional.of(G1), "Merge?"));
        project.given(ALICE, new ResolveGate(G1, Decision.APPROVE, "fine"));
        assertThat(project.agent("other").paused()).isFalse();
        assertThat(project.agent("dev").paused()).isFalse();
        assertThat(project.lastLetter("other")).isInstanceOf(Letter.GateClosed.class);
    }

    @Test
    void an_agent_that_has_asked_cannot_hand_in_before_the_answer() {
        project.tasks(task("t", BACKEND_DEVELOPER))
                .given(as("dev"), new ClaimTask())
                .given(as("dev"), asks(T))
                .when(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY))
                .thenRefused(new Rejection.AgentHeld(id("dev"), List.of(G1)));
        project.given(ALICE, new ResolveGate(G1, Decision.APPROVE, ""))
                .when(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY))
                .thenAccepted();
    }

    @Test
    void a_task_that_was_approved_is_not_asked_about_again_when_it_is_tried_again() {
        project.tasks(task("t", BACKEND_DEVELOPER).withGate(MERGE))
                .given(ALICE, new ResolveGate(G1, Decision.APPROVE, ""))
                .given(as("dev"), new ClaimTask())
                .given(as("dev"), new FailTask(T, 1, "red", false))
                .given(ALICE, new ResolveGate(new GateId(2), Decision.APPROVE, "once more"));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.READY);
        assertThat(project.state().gates().openCount()).isZero();
    }

    @Test
    void a_gate_without_a_task_ends_with_its_agent_and_one_of_a_task_stays() {
        project.tasks(task("t", BACKEND_DEVELOPER))
                .given(as("dev"), new ClaimTask())
                .given(as("dev"), asks(T))
                .given(as("other"), asks(MERGE))
                .given(ALICE, new StopAgent(id("other"), ""))
                .given(ALICE, new StopAgent(id("dev"), ""));
        assertThat(project.gate(1).status()).isEqualTo(GateStatus.OPEN);
        assertThat(project.gate(2).status()).isEqualTo(GateStatus.CANCELED);
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.BLOCKED);
    }

    @Test
    void an_agent_that_takes_the_name_of_one_that_left_does_not_get_its_gate_results() {
        project.tasks(task("t", BACKEND_DEVELOPER))
                .given(as("dev"), new ClaimTask())
                .given(as("dev"), asks(T))
                .given(ALICE, new UnregisterAgent(id("dev"), ""))
                .agent("dev", BACKEND_DEVELOPER);
        project.when(ALICE, new ResolveGate(G1, Decision.APPROVE, ""));
        assertThat(project.only(Event.GateResolved.class).letter()).isZero();
        assertThat(project.letters("dev")).isEmpty();
    }

    @Test
    void a_question_of_the_hub_itself_may_be_decided_by_any_operator() {
        project.tasks(TaskSpec.gate(T, MERGE));
        assertThat(project.gate(1).asker()).isEqualTo(Principal.HUB);
        project.when(ALICE, new ResolveGate(G1, Decision.APPROVE, "")).thenAccepted();
    }

    @Test
    void one_tick_moves_a_bounded_number_and_the_next_one_comes_at_once() {
        Scenario crowded = Scenario.project(ProjectSettings.DEFAULT.withLimits(LimitsOf.DEFAULT.with("gates", 2_000)));
        Duration hour = Duration.ofHours(1);
        for (int i = 0; i <= TimeRules.DUE_MAX; i++) {
            crowded.given(ALICE, asks(MERGE.withDeadline(hour, GateExpiry.REJECT)));
        }
        crowded.after(hour).tick();
        assertThat(crowded.events()).hasSize(TimeRules.DUE_MAX);
        assertThat(Deadlines.next(crowded.state())).contains(crowded.now());
        crowded.tick().then(new Event.GateExpired(new GateId(TimeRules.DUE_MAX + 1), 0));
        assertThat(Deadlines.next(crowded.state())).isEmpty();
    }

    private void decidedBefore() {
        project.tasks(task("t", BACKEND_DEVELOPER))
                .given(as("dev"), new ClaimTask())
                .given(as("dev"), asks(T))
                .given(ALICE, new ResolveGate(G1, Decision.APPROVE, "fine"))
                .given(as("dev"), new ReleaseTask(T, 1, "tired"));
    }

    private void done(String task, String agent) {
        project.given(as(agent), new ClaimTask())
                .given(as(agent), new CompleteTask(TaskId.of(task), project.epoch(task), TaskResult.EMPTY));
    }

    private static EscalateToHuman asks(GateQuestion question) {
        return new EscalateToHuman(question, Optional.empty());
    }

    private static EscalateToHuman asks(TaskId task) {
        return new EscalateToHuman(MERGE, Optional.of(task));
    }
}
