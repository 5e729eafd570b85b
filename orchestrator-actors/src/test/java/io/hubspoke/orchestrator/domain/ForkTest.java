// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Severity;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A history that was copied goes on without those who worked in the source, and with everything else. */
class ForkTest {
    private static final ProjectId SOURCE = new ProjectId("origin");
    private static final String HASH = "ab".repeat(32);
    private static final TaskId T = TaskId.of("t");
    private static final TaskLimits ONE_LOSS =
            new TaskLimits(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(9), Duration.ofSeconds(30), 1);
    private static final String REASON = "this project was forked from origin";

    private final Scenario project = Scenario.manual()
            .agent("dev", BACKEND_DEVELOPER)
            .agent("sec", SECURITY_EXPERT)
            .tasks(task("t", BACKEND_DEVELOPER).withLimits(ONE_LOSS));

    private Fork fork() {
        return new Fork(SOURCE, 1, project.state().revision(), HASH, project.now(), ALICE);
    }

    @Test
    void a_fork_names_the_head_of_its_source_and_nobody_is_there() {
        long revision = project.state().revision();
        project.when(Principal.HUB, fork())
                .then(
                        new Event.ForkedFrom(SOURCE, 1, revision, HASH, project.now(), ALICE),
                        new Event.AgentDetached(id("dev"), 1, REASON),
                        new Event.AgentDetached(id("sec"), 1, REASON));
        assertThat(project.state().agents().inOrder()).noneMatch(AgentRecord::attached);
    }

    @Test
    void what_was_under_way_is_ready_again_and_counts_as_no_loss() {
        project.given(as("dev"), new ClaimTask()).given(as("dev"), new StartTask(T, 1));
        project.when(Principal.HUB, fork());
        assertThat(project.only(Event.TaskReleased.class)).isEqualTo(new Event.TaskReleased(T, 1, id("dev"), REASON));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.READY);
        assertThat(project.task("t").attempts().losses()).isZero();
        assertThat(project.agent("dev").assignment()).isEmpty();

        project.given(Principal.HUB, new AttachAgent(id("dev"), 2))
                .when(as("dev"), new CompleteTask(T, 1, TaskResult.of("of the source")))
                .thenRefused(new Rejection.StaleLease(T, 1, 1));
        project.given(as("dev"), new ClaimTask());
        assertThat(project.epoch("t")).isEqualTo(2);
    }

    @Test
    void what_was_done_stays_done() {
        project.given(as("dev"), new ClaimTask()).given(as("dev"), new CompleteTask(T, 1, TaskResult.of("made")));
        project.when(Principal.HUB, fork());
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.COMPLETED);
        assertThat(project.task("t").work().result()).contains(TaskResult.of("made"));
    }

    @Test
    void nobody_waits_for_the_answers_of_the_source() {
        project.given(as("dev"), new ConsultSpecialist(SECURITY_EXPERT, "safe?", "", Duration.ofMinutes(1)));
        project.when(Principal.HUB, fork());
        assertThat(project.only(Event.ConsultationFailed.class))
                .isEqualTo(new Event.ConsultationFailed(new ConsultationId(1), REASON, 0));
        assertThat(project.state().consultations().size()).isZero();
    }

    @Test
    void a_gate_stays_open_for_as_long_as_it_had_left() {
        project.given(
                as("dev"),
                new EscalateToHuman(
                        GateQuestion.of("Merge?").withDeadline(Duration.ofHours(2), GateExpiry.REJECT),
                        Optional.empty()));
        Instant left = project.now().plus(Duration.ofMinutes(30));
        Fork halfAnHourLater = new Fork(SOURCE, 1, project.state().revision(), HASH, left, ALICE);
        project.after(Duration.ofDays(9)).when(Principal.HUB, halfAnHourLater);
        Instant deadline = project.now().plus(Duration.ofMinutes(90));
        assertThat(project.only(Event.GateReminded.class))
                .isEqualTo(new Event.GateReminded(new GateId(1), Severity.NORMAL, Optional.of(deadline)));
        project.tick().thenNothingHappens();
        assertThat(project.gate(1).open()).isTrue();
        assertThat(project.agent("dev").holds()).containsExactly(new GateId(1));
        assertThat(Deadlines.next(project.state())).contains(deadline);
    }

    @Test
    void only_the_hub_forks() {
        project.when(ALICE, fork()).thenRefused(new Rejection.NotPermitted(ALICE, "Fork"));
        project.when(as("dev"), fork()).thenRefused(new Rejection.NotPermitted(as("dev"), "Fork"));
    }

    @Test
    void a_fork_of_anything_but_the_end_of_this_history_is_refused() {
        Fork right = fork();
        long last = right.revision();
        refused(new Fork(Scenario.PROJECT, 1, last, HASH, right.at(), ALICE), "the name of the fork");
        refused(new Fork(SOURCE, 1, last - 1, HASH, right.at(), ALICE), "the revision of the head");
        refused(new Fork(SOURCE, 1, last + 1, HASH, right.at(), ALICE), "the revision of the head");
        refused(new Fork(SOURCE, 0, last, HASH, right.at(), ALICE), "the number of the head's commit");
        refused(new Fork(SOURCE, last + 1, last, HASH, right.at(), ALICE), "the number of the head's commit");
        refused(new Fork(SOURCE, 1, last, HASH.substring(1), right.at(), ALICE), "the hash of the head");
        refused(new Fork(SOURCE, 1, last, HASH, project.now().plusNanos(1), ALICE), "the instant of the head");
        refused(new Fork(SOURCE, 1, last, HASH, right.at(), as("dev")), "who forks");
        project.when(Principal.HUB, new Fork(SOURCE, last, last, HASH, right.at(), BOB))
                .thenAccepted();
    }

    private void refused(Fork fork, String what) {
        project.when(Principal.HUB, fork);
        assertThat(project.refusal())
                .isInstanceOfSatisfying(
                        Rejection.BadValue.class, bad -> assertThat(bad.what()).isEqualTo(what));
    }

    @Test
    void a_history_that_says_it_was_forked_elsewhere_cannot_apply() {
        long last = project.state().revision();
        for (Event forged : new Event[] {
            new Event.ForkedFrom(SOURCE, 1, last + 1, HASH, project.now(), ALICE),
            new Event.ForkedFrom(Scenario.PROJECT, 1, last, HASH, project.now(), ALICE)
        }) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> project.event(forged))
                    .withMessageContaining("it was forked");
        }
    }

    @Test
    void a_commit_that_forks_and_leaves_somebody_at_work_breaks_a_promise() {
        ProjectState before = project.state();
        Event said = new Event.ForkedFrom(SOURCE, 1, before.revision(), HASH, project.now(), ALICE);
        Recorded forked = new Recorded(before.revision() + 1, project.now(), CommandId.HUB, Principal.HUB, 0, said);
        assertThatIllegalStateException()
                .isThrownBy(() -> Invariants.hold(before, before.evolve(forked), List.of(forked)))
                .withMessage("agent dev works on in a fork");
    }

    @Test
    void a_fork_can_be_forked() {
        project.given(Principal.HUB, fork()).given(Principal.HUB, new AttachAgent(id("dev"), 5));
        project.when(
                        Principal.HUB,
                        new Fork(new ProjectId("second"), 2, project.state().revision(), HASH, project.now(), BOB))
                .then(
                        new Event.ForkedFrom(
                                new ProjectId("second"), 2, project.state().revision() - 2, HASH, project.now(), BOB),
                        new Event.AgentDetached(id("dev"), 5, "this project was forked from second"));
    }
}
