// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.ForgedStates.CLOSED;
import static io.hubspoke.orchestrator.domain.ForgedStates.OPEN;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A commit whose events cannot have led from one state to the other is told by what is not as it must be. */
class CommitInvariantsTest {
    private final ForgedStates forged = new ForgedStates();
    private final ProjectState right = forged.right;

    @Test
    void a_task_keeps_what_cannot_change() {
        changed(
                forged.withTask("leased", task -> task.withLease(task.lease().orElseThrow(), 0)),
                "the epoch of task leased fell from 1 to 0",
                new Event.TaskStarted(TaskId.of("leased"), 1));
        ProjectState later = right.with(TaskRecord.pending(
                        task("queued", BACKEND_DEVELOPER),
                        forged.project.task("queued").limits(),
                        new TaskRecord.Arrival(99, Scenario.START))
                .withStatus(TaskStatus.READY));
        changed(later, "task queued has changed its arrival", new Event.TaskReady(TaskId.of("queued")));
        forged.project.given(as("dev"), new CompleteTask(TaskId.of("leased"), 1, TaskResult.EMPTY));
        ProjectState completed = forged.project.state();
        assertThatThrownBy(() -> Invariants.hold(
                        completed,
                        completed.with(forged.project.task("leased").withStatus(TaskStatus.READY)),
                        recorded(new Event.TaskReady(TaskId.of("leased")))))
                .hasMessage("task leased was completed and is READY");
    }

    @Test
    void what_waited_for_a_completed_task_goes_on_in_the_same_commit() {
        Event completed = new Event.TaskCompleted(
                TaskId.of("leased"), 1, Optional.of(id("dev")), TaskResult.EMPTY, Optional.empty());
        folded("task next is PENDING without what belongs to that state", completed);
        folds(completed, new Event.TaskReady(TaskId.of("next")));
    }

    @Test
    void work_that_ends_sets_its_agent_free_in_the_same_commit() {
        changed(
                forged.withTask("leased", task -> task.withoutLease().withStatus(TaskStatus.READY)),
                "agent dev works on task leased without its lease",
                new Event.TaskReleased(TaskId.of("leased"), 1, id("dev"), ""));
        changed(
                forged.withAgent("dev", agent -> agent.withAssignment(Optional.empty())),
                "task leased is leased to agent dev, who does not work on it",
                new Event.AgentStopped(id("dev"), ""));
    }

    @Test
    void an_agent_that_goes_takes_its_mailbox_along() {
        changed(
                right.with(right.mailboxes().closed(id("idle"))),
                "agent idle is registered or has a mailbox, but not both",
                new Event.AgentUnregistered(id("idle"), ""));
        changed(
                right.with(right.agents().without(id("idle"))),
                "agent idle is registered or has a mailbox, but not both",
                new Event.AgentUnregistered(id("idle"), ""));
        folds(new Event.AgentUnregistered(id("idle"), ""));
    }

    @Test
    void letters_that_a_commit_brings_or_settles_leave_no_gap() {
        changed(
                forged.mailbox(
                        "dev", new Mailbox(2, 0, forged.project.mailbox("dev").waiting())),
                "letters of agent dev are missing between 1 and 2",
                new Event.LettersAcknowledged(id("dev"), 1));
    }

    @Test
    void a_gate_that_is_closed_stays_as_it_is() {
        changed(
                right.with(
                        forged.project.gate(2).closed(ForgedStates.outcome(GateStatus.REJECTED, BOB), Scenario.START)),
                "gate g-2 was closed and has changed since",
                new Event.GateResolved(CLOSED, Decision.REJECT, "", "", "", 0));
        changed(
                forged.first(GateStatus.APPROVED, Optional.empty()),
                "gate g-1 is open with an outcome, or closed without one",
                new Event.GateResolved(OPEN, Decision.APPROVE, "", "", "", 0));
    }

    @Test
    void a_gate_sets_free_whom_it_held_when_it_is_closed_and_not_before() {
        Event resolved = new Event.GateCanceled(OPEN, "");
        folded("agent sec is held by gate g-1, which is not open", resolved);
        folds(resolved, new Event.AgentResumed(id("sec"), Optional.of(OPEN)));
        folded(
                "agent sec was let go by gate g-1, which is still open",
                new Event.AgentResumed(id("sec"), Optional.of(OPEN)));
        folds(new Event.AgentStopped(id("sec"), ""));
        folds(new Event.AgentUnregistered(id("sec"), ""));
    }

    @Test
    void a_gate_that_is_closed_holds_nobody_else_either() {
        ProjectState both = forged.held("idle", OPEN);
        ProjectState closed =
                forged.decided(GateStatus.APPROVED, BOB).with(both.agents().get(id("idle")));
        assertThatThrownBy(() -> Invariants.hold(
                        both, closed, recorded(new Event.GateResolved(OPEN, Decision.APPROVE, "", "", "", 0))))
                .hasMessage("agent idle is held by gate g-1, which is not open");
    }

    private void changed(ProjectState after, String sentence, Event... events) {
        assertThatThrownBy(() -> Invariants.hold(right, after, recorded(events)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
    }

    /** These events and no others came in one commit. */
    private ProjectState fold(Event... events) {
        ProjectState state = right;
        for (Event event : events)
            state = state.evolve(
                    new Recorded(state.revision() + 1, Scenario.START, CommandId.HUB, Principal.HUB, 0, event));
        return state;
    }

    private void folded(String sentence, Event... events) {
        changed(fold(events), sentence, events);
    }

    private void folds(Event... events) {
        assertThatCode(() -> Invariants.hold(right, fold(events), recorded(events)))
                .doesNotThrowAnyException();
        assertThat(fold(events)).isNotEqualTo(right);
    }

    private static List<Recorded> recorded(Event... events) {
        return Arrays.stream(events)
                .map(event -> new Recorded(0, Scenario.START, CommandId.HUB, Principal.HUB, 0, event))
                .toList();
    }
}
