// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event.DecisionRecalled;
import io.hubspoke.protocol.Event.GateCanceled;
import io.hubspoke.protocol.Event.GateExpired;
import io.hubspoke.protocol.Event.GateOpened;
import io.hubspoke.protocol.Event.GateResolved;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import java.util.Optional;

/** What the events of gates do to the state. */
final class GateEvolution {
    private GateEvolution() {}

    static ProjectState opened(ProjectState state, GateOpened event, Recorded recorded) {
        if (!event.gate().equals(state.gates().next())) {
            throw new IllegalStateException("gate %s is not the next one".formatted(event.gate()));
        }
        GateRecord gate = new GateRecord(
                event.gate(),
                event.cause(),
                event.asker(),
                event.agent(),
                event.task(),
                event.question(),
                event.question().severity(),
                event.deadline(),
                GateStatus.OPEN,
                recorded.revision(),
                recorded.at(),
                Optional.empty(),
                Optional.empty());
        return state.with(gate);
    }

    static ProjectState resolved(ProjectState state, GateResolved event, Recorded recorded) {
        GateRecord gate = state.gates().get(event.gate());
        GateOutcome outcome = new GateOutcome(
                gate.id(),
                gate.question().reason(),
                event.decision().status(),
                recorded.by(),
                event.option(),
                event.comment(),
                event.text());
        ProjectState closed = closed(state, gate, outcome, event.letter(), recorded);
        if (gate.cause() == GateCause.LOOP && gate.agent().isPresent()) {
            closed = closed.with(closed.loops().reset(gate.agent().get(), false));
        }
        if (gate.cause() == GateCause.TASK_APPROVAL
                && outcome.approved()
                && gate.task().isPresent()) {
            closed = closed.with(closed.tasks().get(gate.task().get()).withGateApproved(true));
        }
        return closed;
    }

    static ProjectState expired(ProjectState state, GateExpired event, Recorded recorded) {
        GateRecord gate = state.gates().get(event.gate());
        return closed(state, gate, ended(gate, GateStatus.EXPIRED, "nobody decided in time"), event.letter(), recorded);
    }

    static ProjectState canceled(ProjectState state, GateCanceled event, Recorded recorded) {
        GateRecord gate = state.gates().get(event.gate());
        return closed(state, gate, ended(gate, GateStatus.CANCELED, event.reason()), 0, recorded);
    }

    static ProjectState recalled(ProjectState state, DecisionRecalled event, long revision) {
        GateOutcome outcome = state.gates()
                .get(event.gate())
                .outcome()
                .orElseThrow(() -> new IllegalStateException("gate " + event.gate() + " is open"));
        return Evolution.posted(
                state, event.agent(), event.letter(), revision, Principal.HUB, new Letter.GateClosed(outcome));
    }

    private static GateOutcome ended(GateRecord gate, GateStatus status, String comment) {
        return new GateOutcome(gate.id(), gate.question().reason(), status, Principal.HUB, "", comment, "");
    }

    private static ProjectState closed(
            ProjectState state, GateRecord gate, GateOutcome outcome, long letter, Recorded recorded) {
        if (!gate.open()) throw new IllegalStateException("gate " + gate.id() + " is closed");
        ProjectState closed = state.with(gate.closed(outcome, recorded.at()));
        if (letter == 0) return closed;
        AgentId agent =
                gate.agent().orElseThrow(() -> new IllegalStateException("gate " + gate.id() + " holds no agent"));
        return Evolution.posted(
                closed, agent, letter, recorded.revision(), recorded.by(), new Letter.GateClosed(outcome));
    }
}
