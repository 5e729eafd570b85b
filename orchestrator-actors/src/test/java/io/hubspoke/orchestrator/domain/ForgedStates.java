// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;

import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.TaskId;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.pcollections.TreePSet;

/** A state as the rules made it, and others like it that they would never make. */
final class ForgedStates {
    static final GateId OPEN = new GateId(1);
    static final GateId CLOSED = new GateId(2);

    /** Dev works on leased; next waits for leased; gate 1 holds sec; gate 2 was decided by Bob. */
    final Scenario project = Scenario.manual()
            .agent("dev", BACKEND_DEVELOPER)
            .agent("idle", BACKEND_DEVELOPER)
            .agent("sec", SECURITY_EXPERT)
            .tasks(
                    task("leased", BACKEND_DEVELOPER),
                    task("queued", BACKEND_DEVELOPER),
                    task("next", BACKEND_DEVELOPER, "leased"),
                    task("canceled", BACKEND_DEVELOPER))
            .given(as("dev"), new ClaimTask())
            .given(ALICE, new CancelTask(TaskId.of("canceled"), "no"))
            .given(as("sec"), new EscalateToHuman(GateQuestion.of("Which way?"), Optional.empty()))
            .given(ALICE, new EscalateToHuman(GateQuestion.of("Done?"), Optional.empty()))
            .given(BOB, new ResolveGate(CLOSED, Decision.APPROVE, ""));

    final ProjectState right = project.state();

    ProjectState withTask(String id, UnaryOperator<TaskRecord> change) {
        return right.with(change.apply(project.task(id)));
    }

    ProjectState withAgent(String id, UnaryOperator<AgentRecord> change) {
        return right.with(change.apply(project.agent(id)));
    }

    ProjectState held(String agent, GateId gate) {
        return withAgent(agent, record -> record.withHolds(TreePSet.singleton(gate)));
    }

    ProjectState mailbox(String agent, Mailbox mailbox) {
        Mailboxes mailboxes = right.mailboxes();
        return right.with(new Mailboxes(mailboxes.byAgent().plus(id(agent), mailbox), mailboxes.accepted()));
    }

    AgentRecord stopped(String id, Optional<TaskId> assignment, TreePSet<GateId> holds) {
        return project.agent(id).ended().withAssignment(assignment).withHolds(holds);
    }

    static Letter message(long number) {
        return new Letter(number, 1, ALICE, new Letter.Message("note", "", Optional.empty()));
    }

    static GateOutcome outcome(GateStatus status, Principal by) {
        return new GateOutcome(OPEN, "Which way?", status, by, "", "", "");
    }

    /** The gate as it would be after a decision, with its agent let go. */
    ProjectState decided(GateStatus status, Principal by) {
        return letGo(project.gate(1).closed(outcome(status, by), Scenario.START));
    }

    private ProjectState letGo(GateRecord gate) {
        return right.with(gate).with(project.agent("sec").withHolds(TreePSet.empty()));
    }

    GateRecord numbered(long number) {
        return copy(project.gate(1), new GateId(number), GateStatus.OPEN, Optional.empty());
    }

    /** The first gate, with its agent let go. */
    ProjectState first(GateStatus status, Optional<GateOutcome> outcome) {
        return letGo(copy(project.gate(1), OPEN, status, outcome));
    }

    private static GateRecord copy(GateRecord gate, GateId id, GateStatus status, Optional<GateOutcome> outcome) {
        return new GateRecord(
                id,
                gate.cause(),
                gate.asker(),
                gate.agent(),
                gate.task(),
                gate.question(),
                gate.severity(),
                gate.deadline(),
                status,
                gate.openedRevision(),
                gate.openedAt(),
                gate.closedAt(),
                outcome);
    }
}
