// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.ForgedStates.CLOSED;
import static io.hubspoke.orchestrator.domain.ForgedStates.OPEN;
import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** A state that no commit of the rules leads to is told by the sentence that says what is not as it must be. */
class InvariantsTest {
    private static final TaskRecord.Lease OF_IDLE =
            new TaskRecord.Lease(id("idle"), Purpose.WORK, Scenario.START.plusSeconds(30));
    private final ForgedStates forged = new ForgedStates();
    private final ProjectState right = forged.right;

    @BeforeEach
    void what_the_rules_made_is_as_it_must_be() {
        Invariants.hold(right);
    }

    @Test
    void a_task_has_what_belongs_to_its_state() {
        for (TaskStatus status : List.of(
                TaskStatus.PENDING,
                TaskStatus.BLOCKED,
                TaskStatus.ASSIGNED,
                TaskStatus.RUNNING,
                TaskStatus.VERIFYING,
                TaskStatus.RETRYING))
            withoutWhatBelongs(forged.withTask("queued", task -> task.withStatus(status)), status);
        for (TaskStatus status : List.of(
                TaskStatus.READY,
                TaskStatus.PENDING,
                TaskStatus.BLOCKED,
                TaskStatus.RETRYING,
                TaskStatus.COMPLETED,
                TaskStatus.FAILED,
                TaskStatus.CANCELED))
            withoutWhatBelongs(forged.withTask("leased", task -> task.withStatus(status)), status);
    }

    @Test
    void a_blocked_task_names_an_open_gate() {
        UnaryOperator<TaskRecord> blocked = task -> task.withStatus(TaskStatus.BLOCKED);
        withoutWhatBelongs(
                forged.withTask("queued", task -> blocked.apply(task).withGate(Optional.of(CLOSED))),
                TaskStatus.BLOCKED);
        withoutWhatBelongs(
                forged.withTask("queued", task -> blocked.apply(task).withGate(Optional.of(new GateId(9)))),
                TaskStatus.BLOCKED);
        Invariants.hold(forged.withTask("queued", task -> blocked.apply(task).withGate(Optional.of(OPEN))));
    }

    @Test
    void a_task_that_is_finished_or_waits_for_a_retry_has_the_timer_of_that() {
        UnaryOperator<TaskRecord> timed =
                task -> task.withAttempts(task.attempts().due(Optional.of(Scenario.START)));
        withoutWhatBelongs(forged.withTask("canceled", timed), TaskStatus.CANCELED);
        Invariants.hold(forged.withTask("queued", task -> timed.apply(task).withStatus(TaskStatus.RETRYING)));
    }

    @Test
    void a_pending_task_lacks_something_and_a_ready_one_waits_for_agents() {
        Invariants.hold(forged.withTask("next", task -> task));
        withoutWhatBelongs(
                forged.withTask("next", task -> task.withLease(OF_IDLE, 1).withStatus(TaskStatus.PENDING)),
                TaskStatus.PENDING);
        withoutWhatBelongs(
                forged.withTask("queued", task -> task.withSpec(TaskSpec.gate(task.id(), GateQuestion.of("Go on?")))),
                TaskStatus.READY);
    }

    @Test
    void a_lease_and_the_work_of_its_agent_agree() {
        broken(
                forged.withTask("queued", task -> task.withLease(OF_IDLE, 1).withStatus(TaskStatus.ASSIGNED)),
                "task queued is leased to agent idle, who does not work on it");
        broken(
                forged.withAgent("dev", agent -> agent.withAssignment(Optional.empty())),
                "task leased is leased to agent dev, who does not work on it");
        broken(
                forged.withAgent("idle", agent -> agent.withAssignment(Optional.of(TaskId.of("queued")))),
                "agent idle works on task queued without its lease");
        broken(
                forged.withAgent("idle", agent -> agent.withAssignment(Optional.of(TaskId.of("leased")))),
                "agent idle works on task leased without its lease");
        broken(
                forged.withAgent("idle", agent -> agent.withAssignment(Optional.of(TaskId.of("nowhere")))),
                "agent idle works on task nowhere without its lease");
    }

    @Test
    void only_an_open_gate_holds_an_agent() {
        broken(forged.held("idle", CLOSED), "agent idle is held by gate g-2, which is not open");
        broken(forged.held("idle", new GateId(9)), "agent idle is held by gate g-9, which is not open");
        Invariants.hold(forged.held("idle", OPEN));
    }

    @Test
    void a_stopped_agent_rests() {
        broken(
                right.with(forged.stopped("dev", Optional.of(TaskId.of("leased")), TreePSet.empty())),
                "agent dev is stopped and does not rest");
        broken(
                right.with(forged.stopped("idle", Optional.empty(), TreePSet.singleton(OPEN))),
                "agent idle is stopped and does not rest");
        Invariants.hold(right.with(forged.stopped("idle", Optional.empty(), TreePSet.empty())));
    }

    @Test
    void gates_are_numbered_without_gaps() {
        broken(right.with(forged.numbered(4)), "gate g-4 has not the next number");
        Invariants.hold(right.with(forged.numbered(3)));
    }

    @Test
    void a_gate_is_closed_with_an_outcome_by_who_may() {
        broken(
                forged.first(GateStatus.APPROVED, Optional.empty()),
                "gate g-1 is open with an outcome, or closed without one");
        broken(
                forged.first(GateStatus.OPEN, Optional.of(ForgedStates.outcome(GateStatus.OPEN, BOB))),
                "gate g-1 is open with an outcome, or closed without one");
        for (GateStatus status : List.of(GateStatus.APPROVED, GateStatus.EDITED, GateStatus.REJECTED))
            broken(forged.decided(status, Principal.HUB), "gate g-1 is %s by hub".formatted(status));
        broken(forged.decided(GateStatus.RESPONDED, as("dev")), "gate g-1 is RESPONDED by agent:dev");
        for (GateStatus status : List.of(GateStatus.EXPIRED, GateStatus.CANCELED)) {
            broken(forged.decided(status, BOB), "gate g-1 is %s by operator:bob".formatted(status));
            Invariants.hold(forged.decided(status, Principal.HUB));
        }
        Invariants.hold(forged.decided(GateStatus.REJECTED, BOB));
        broken(
                right.with(forged.project
                        .gate(2)
                        .closed(ForgedStates.outcome(GateStatus.APPROVED, ALICE), Scenario.START)),
                "gate g-2 was decided by operator:alice, who had asked");
    }

    @Test
    void every_mailbox_is_an_agents_and_has_all_its_letters() {
        broken(
                right.with(right.mailboxes().opened(id("nobody"))),
                "there is a mailbox of nobody, who is not registered");
        for (Mailbox mailbox : List.of(
                new Mailbox(2, 0, forged.project.mailbox("dev").waiting()),
                new Mailbox(2, 1, forged.project.mailbox("dev").waiting()),
                new Mailbox(1, 0, TreePMap.<Long, Letter>empty().plus(2L, ForgedStates.message(2))),
                new Mailbox(
                        3,
                        1,
                        TreePMap.<Long, Letter>empty()
                                .plus(2L, ForgedStates.message(2))
                                .plus(4L, ForgedStates.message(4))),
                new Mailbox(1, 1, forged.project.mailbox("dev").waiting())))
            broken(
                    forged.mailbox("dev", mailbox),
                    "letters of agent dev are missing between %d and %d"
                            .formatted(mailbox.settled() + 1, mailbox.last()));
        broken(
                forged.mailbox("dev", new Mailbox(1, 0, TreePMap.singleton(1L, ForgedStates.message(7)))),
                "letter 1 of agent dev has another number");
    }

    @Test
    void what_is_counted_is_what_there_is() {
        List<TaskRecord> twice = new ArrayList<>(right.tasks().inOrder());
        twice.add(forged.project.task("queued"));
        assertThatThrownBy(() -> Invariants.hold(right.with(Tasks.of(twice))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("the tasks by state are ");
    }

    @Test
    void no_two_tasks_arrive_with_one_event() {
        TaskRecord queued = forged.project.task("queued");
        TaskRecord twin =
                TaskRecord.pending(task("twin", BACKEND_DEVELOPER, "leased"), queued.limits(), queued.arrival());
        broken(
                right.with(twin),
                "two tasks have arrived with revision %d"
                        .formatted(queued.arrival().revision()));
    }

    @Test
    void the_next_deadline_is_that_of_a_lease_a_retry_or_a_gate() {
        Scenario asked = Scenario.manual()
                .given(
                        ALICE,
                        new EscalateToHuman(
                                GateQuestion.of("Which way?").withDeadline(Duration.ofHours(1), GateExpiry.REJECT),
                                Optional.empty()));
        assertThat(Deadlines.next(asked.state())).isPresent();
        Invariants.hold(asked.state());
    }

    private static void withoutWhatBelongs(ProjectState state, TaskStatus status) {
        assertThatThrownBy(() -> Invariants.hold(state))
                .as("%s", status)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageEndingWith("is %s without what belongs to that state", status);
    }

    private static void broken(ProjectState state, String sentence) {
        assertThatThrownBy(() -> Invariants.hold(state))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(sentence);
    }
}
