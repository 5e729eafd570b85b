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
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Work under a lease: how it is kept, lost, failed and tried again. */
class LeaseTest {
    private static final TaskId T = TaskId.of("t");
    private static final TaskLimits LIMITS =
            new TaskLimits(3, Duration.ofSeconds(2), 3, Duration.ofSeconds(5), Duration.ofSeconds(30), 2);

    private final Scenario project = Scenario.manual()
            .agent("dev", BACKEND_DEVELOPER)
            .agent("other", BACKEND_DEVELOPER)
            .tasks(task("t", BACKEND_DEVELOPER).withLimits(LIMITS))
            .given(as("dev"), new ClaimTask());

    @Test
    void a_lease_without_a_heartbeat_expires_and_the_task_is_ready_again() {
        project.after(Duration.ofSeconds(30))
                .when(Principal.HUB, new Tick(List.of()))
                .then(new Event.LeaseExpired(T, 1, id("dev"), "no heartbeat from agent dev"));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.READY);
        assertThat(project.agent("dev").assignment()).isEmpty();
    }

    @Test
    void a_moment_before_its_time_a_lease_holds() {
        project.after(Duration.ofSeconds(30).minusNanos(1)).tick().thenNothingHappens();
        assertThat(Deadlines.next(project.state())).contains(Scenario.START.plusSeconds(30));
    }

    @Test
    void a_heartbeat_renews_the_lease_when_it_falls_due() {
        Instant until = project.now().plusSeconds(55);
        project.after(Duration.ofSeconds(30))
                .tick(new LeaseRenewal(T, 1, until))
                .then(new Event.LeaseRenewed(T, 1, until));
        assertThat(Deadlines.next(project.state())).contains(until);
    }

    @Test
    void heartbeats_before_the_lease_falls_due_are_not_journaled() {
        project.after(Duration.ofSeconds(10))
                .tick(new LeaseRenewal(T, 1, project.now().plusSeconds(30)))
                .thenNothingHappens();
    }

    @Test
    void a_heartbeat_under_an_old_epoch_or_for_a_time_that_is_over_renews_nothing() {
        Instant until = project.now().plusSeconds(55);
        project.after(Duration.ofSeconds(30)).tick(new LeaseRenewal(T, 2, until));
        assertThat(project.only(Event.LeaseExpired.class).epoch()).isEqualTo(1);
        project.given(as("dev"), new ClaimTask())
                .after(Duration.ofSeconds(30))
                .tick(new LeaseRenewal(T, 2, project.now()));
        assertThat(project.only(Event.LeaseExpired.class).epoch()).isEqualTo(2);
    }

    @Test
    void under_an_old_epoch_nothing_can_be_said() {
        project.after(Duration.ofSeconds(30)).tick().given(as("other"), new ClaimTask());
        Rejection stale = new Rejection.StaleLease(T, 1, 2);
        project.when(as("dev"), new StartTask(T, 1))
                .thenRefused(stale)
                .when(as("dev"), new ReportProgress(T, 1, 50, ""))
                .thenRefused(stale)
                .when(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY))
                .thenRefused(stale)
                .when(as("dev"), new FailTask(T, 1, "no", true))
                .thenRefused(stale)
                .when(as("dev"), new ReleaseTask(T, 1, "no"))
                .thenRefused(stale);
        assertThat(project.task("t").lease()).map(TaskRecord.Lease::agent).contains(id("other"));
    }

    @Test
    void the_right_epoch_does_not_help_an_agent_that_does_not_hold_the_lease() {
        project.when(as("other"), new CompleteTask(T, 1, TaskResult.EMPTY))
                .thenRefused(new Rejection.StaleLease(T, 1, 1));
    }

    @Test
    void epochs_grow_with_every_lease_also_after_a_retry_from_the_start() {
        project.given(ALICE, new CancelTask(T, "no"))
                .given(ALICE, new RetryTask(T, ""))
                .given(as("other"), new ClaimTask());
        assertThat(project.epoch("t")).isEqualTo(2);
        assertThat(project.task("t").attempt()).isEqualTo(1);
    }

    @Test
    void a_task_that_is_lost_too_often_fails_and_a_person_is_asked() {
        project.after(Duration.ofSeconds(30))
                .tick()
                .given(as("other"), new ClaimTask())
                .after(Duration.ofSeconds(30))
                .tick();
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(project.gate(1).cause()).isEqualTo(GateCause.LEASES_LOST);
        project.given(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, "once more"));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.READY);
        assertThat(project.task("t").attempts().losses()).isZero();
    }

    @Test
    void a_new_incarnation_means_that_the_old_one_is_dead_so_its_lease_is_taken_back_at_once() {
        project.when(Principal.HUB, new AttachAgent(id("dev"), 2))
                .then(
                        new Event.LeaseExpired(T, 1, id("dev"), "agent dev was started anew"),
                        new Event.AgentAttached(id("dev"), 2));
    }

    @Test
    void the_same_incarnation_again_changes_nothing() {
        project.when(Principal.HUB, new AttachAgent(id("dev"), 1)).thenNothingHappens();
    }

    @Test
    void the_same_incarnation_that_comes_back_after_it_was_away_keeps_its_lease_and_its_questions() {
        project.given(as("dev"), new ConsultSpecialist(BACKEND_DEVELOPER, "?", "", Duration.ofMinutes(1)))
                .given(Principal.HUB, new DetachAgent(id("dev"), 1, "unreachable"));
        project.when(Principal.HUB, new AttachAgent(id("dev"), 1)).then(new Event.AgentAttached(id("dev"), 1));
        project.when(as("dev"), new StartTask(T, 1)).then(new Event.TaskStarted(T, 1));
        assertThat(project.state().consultations().size()).isEqualTo(1);
    }

    @Test
    void another_incarnation_that_comes_after_the_first_went_away_does_not_inherit_the_lease() {
        project.given(Principal.HUB, new DetachAgent(id("dev"), 1, "gone"))
                .when(Principal.HUB, new AttachAgent(id("dev"), 2));
        assertThat(project.only(Event.LeaseExpired.class).agent()).isEqualTo(id("dev"));
    }

    @Test
    void a_host_that_is_gone_keeps_its_lease_until_it_expires() {
        project.given(Principal.HUB, new DetachAgent(id("dev"), 1, "gone"));
        assertThat(project.task("t").lease()).isPresent();
        project.when(Principal.HUB, new DetachAgent(id("dev"), 7, "not the one attached"))
                .thenNothingHappens();
    }

    @Test
    void an_incarnation_is_a_number_from_one() {
        project.when(Principal.HUB, new AttachAgent(id("dev"), 0))
                .thenRefused(new Rejection.BadValue("the incarnation", "use a number from 1"));
        assertThat(project.agent("dev").attached()).isTrue();
    }

    @Test
    void work_given_back_is_no_failure_but_giving_it_back_again_and_again_is() {
        project.when(as("dev"), new ReleaseTask(T, 1, "not mine"))
                .then(new Event.TaskReleased(T, 1, id("dev"), "not mine"));
        assertThat(project.task("t").attempt()).isEqualTo(1);
        project.given(as("dev"), new ClaimTask()).given(as("dev"), new ReleaseTask(T, 2, "still not"));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.FAILED);
    }

    @Test
    void a_paused_agent_that_gives_its_work_back_is_not_blamed() {
        for (int i = 1; i <= 3; i++) {
            project.given(ALICE, new PauseAgent(id("dev"), "wait"))
                    .given(as("dev"), new ReleaseTask(T, i, "paused"))
                    .given(ALICE, new ResumeAgent(id("dev")))
                    .given(as("dev"), new ClaimTask());
        }
        assertThat(project.task("t").attempts().losses()).isZero();
    }

    @Test
    void failed_attempts_wait_longer_each_time_up_to_the_longest_back_off() {
        project.when(as("dev"), new FailTask(T, 1, "red", true))
                .then(
                        new Event.TaskAttemptFailed(T, 1, id("dev"), 1, "red", true),
                        new Event.TaskRetryScheduled(T, 2, project.now().plusSeconds(2)));
        project.after(Duration.ofMillis(1_999)).tick().thenNothingHappens();
        project.after(Duration.ofMillis(1)).tick().then(new Event.TaskRetryDue(T));
        project.given(as("dev"), new ClaimTask()).when(as("dev"), new FailTask(T, 2, "red again", true));
        assertThat(project.only(Event.TaskRetryScheduled.class).dueAt())
                .isEqualTo(project.now().plusSeconds(5));
    }

    @Test
    void the_next_agent_is_told_why_the_attempts_before_failed() {
        project.given(as("dev"), new FailTask(T, 1, "red", true))
                .after(Duration.ofSeconds(2))
                .tick()
                .given(as("other"), new ClaimTask());
        Letter.Assignment letter = (Letter.Assignment) project.lastLetter("other");
        assertThat(letter.attempt()).isEqualTo(2);
        assertThat(letter.notes()).containsExactly("red");
    }

    @Test
    void after_the_last_attempt_the_task_fails_and_a_person_is_asked_once() {
        useUpAttempts();
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(project.state().gates().open()).hasSize(1);
        assertThat(project.gate(1).cause()).isEqualTo(GateCause.ATTEMPTS_USED_UP);
        assertThat(project.gate(1).question().context()).isEqualTo("3 attempts failed, the last one: red");
    }

    @Test
    void approving_the_failure_tries_again_with_fresh_attempts_and_the_note() {
        useUpAttempts();
        project.when(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, "use the other port"));
        assertThat(project.only(Event.TaskRetried.class)).isEqualTo(new Event.TaskRetried(T, "use the other port"));
        project.given(as("dev"), new ClaimTask());
        Letter.Assignment letter = (Letter.Assignment) project.lastLetter("dev");
        assertThat(letter.attempt()).isEqualTo(1);
        assertThat(letter.notes()).containsExactly("red", "red", "red", "use the other port");
    }

    @Test
    void rejecting_the_failure_leaves_the_task_failed() {
        useUpAttempts();
        project.given(ALICE, new ResolveGate(new GateId(1), Decision.REJECT, "give up"));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.FAILED);
        assertThat(project.state().gates().open()).isEmpty();
        project.when(ALICE, new CancelTask(T, "tidy")).thenRefused(new Rejection.TaskFinished(T, TaskStatus.FAILED));
    }

    @Test
    void a_failure_that_cannot_be_mended_by_trying_again_asks_at_once() {
        project.when(as("dev"), new FailTask(T, 1, "the repository is gone", false));
        assertThat(project.only(Event.TaskFailed.class).reason()).isEqualTo("it failed: the repository is gone");
        assertThat(project.gate(1).open()).isTrue();
    }

    @Test
    void a_failed_task_that_waits_for_a_decision_may_be_canceled_or_retried_instead() {
        useUpAttempts();
        project.given(ALICE, new RetryTask(T, "now"));
        assertThat(project.gate(1).status().name()).isEqualTo("CANCELED");
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.READY);
    }

    @Test
    void a_task_that_runs_is_started_once() {
        project.when(as("dev"), new StartTask(T, 1)).then(new Event.TaskStarted(T, 1));
        project.when(as("dev"), new StartTask(T, 1)).thenNothingHappens();
    }

    @Test
    void progress_is_0_to_100_percent_and_may_be_told_again() {
        for (int percent : new int[] {0, 100, 100}) {
            project.when(as("dev"), new ReportProgress(T, 1, percent, "on it"))
                    .then(new Event.TaskProgressed(T, 1, percent, "on it"));
        }
        for (int percent : new int[] {-1, 101}) {
            project.when(as("dev"), new ReportProgress(T, 1, percent, ""))
                    .thenRefused(new Rejection.BadValue("the progress", "use 0 to 100 percent"));
        }
        assertThat(project.task("t").work().percent()).isEqualTo(100);
    }

    @Test
    void only_leases_whose_time_is_over_fall_due() {
        project.agent("late", BACKEND_DEVELOPER)
                .tasks(task("u", BACKEND_DEVELOPER))
                .after(Duration.ofSeconds(10))
                .given(as("late"), new ClaimTask())
                .after(Duration.ofSeconds(20));
        assertThat(project.state().tasks().due(project.now(), 10)).containsExactly(T);
        project.tick().then(new Event.LeaseExpired(T, 1, id("dev"), "no heartbeat from agent dev"));
        assertThat(project.state().tasks().due(project.now().plusSeconds(10), 10))
                .containsExactly(TaskId.of("u"));
    }

    @Test
    void an_absent_host_is_not_gone_once_more() {
        project.away("never", BACKEND_DEVELOPER)
                .when(Principal.HUB, new DetachAgent(id("never"), 0, "gone"))
                .thenNothingHappens();
    }

    @Test
    void what_is_finished_is_not_canceled_not_even_with_an_open_question() {
        project.given(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY))
                .given(BOB, new EscalateToHuman(GateQuestion.of("Well done?"), Optional.of(T)))
                .when(ALICE, new CancelTask(T, "late"))
                .thenRefused(new Rejection.TaskFinished(T, TaskStatus.COMPLETED));
    }

    @Test
    void a_failure_that_stands_is_not_canceled() {
        useUpAttempts();
        project.given(ALICE, new ResolveGate(new GateId(1), Decision.REJECT, ""))
                .when(ALICE, new CancelTask(T, "late"))
                .thenRefused(new Rejection.TaskFinished(T, TaskStatus.FAILED));
    }

    @Test
    void a_failure_that_waits_for_a_decision_is_canceled_with_its_question() {
        useUpAttempts();
        project.when(ALICE, new CancelTask(T, "no more"))
                .then(
                        new Event.TaskCanceled(T, "no more"),
                        new Event.GateCanceled(new GateId(1), "task t was canceled"));
    }

    @Test
    void notes_are_bounded_and_the_oldest_leave() {
        for (int i = 0; i < 30; i++) {
            project.given(ALICE, new CancelTask(T, "no")).given(ALICE, new RetryTask(T, "note " + i));
        }
        assertThat(project.task("t").attempts().notes())
                .hasSize(TaskRecord.NOTES_MAX)
                .startsWith("note 10")
                .endsWith("note 29");
    }

    private void useUpAttempts() {
        for (int i = 1; i <= 3; i++) {
            if (i > 1) project.given(as("dev"), new ClaimTask());
            project.given(as("dev"), new FailTask(T, i, "red", true))
                    .after(Duration.ofSeconds(5))
                    .tick();
        }
    }
}
