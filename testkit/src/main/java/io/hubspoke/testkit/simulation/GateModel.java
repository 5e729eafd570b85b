// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Event.*;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The gates, told once more from the events alone: who asked, who decided, and what followed. */
final class GateModel {
    private static final class Gate {
        final GateOpened opened;
        Optional<Instant> deadline;
        boolean open = true;

        Gate(GateOpened opened) {
            this.opened = opened;
            deadline = opened.deadline();
        }
    }

    private final Findings findings;
    private final Map<GateId, Gate> gates = new TreeMap<>();
    /** Tasks whose own gate was approved by a person. */
    private final Set<TaskId> approved = new HashSet<>();

    GateModel(Findings findings) {
        this.findings = findings;
    }

    void record(Recorded recorded) {
        switch (recorded.event()) {
            case GateOpened e -> opened(e);
            case GateResolved e -> resolved(e, recorded);
            case GateExpired e -> expired(e, recorded);
            case GateCanceled e -> close(e.gate(), recorded);
            case GateReminded e -> reminded(e, recorded);
            case Event other -> {}
        }
    }

    boolean isOpen(@Nullable GateId id) {
        Gate gate = id == null ? null : gates.get(id);
        return gate != null && gate.open;
    }

    boolean approved(TaskId task) {
        return approved.contains(task);
    }

    GateCause cause(GateId id) {
        return gate(id).opened.cause();
    }

    List<GateId> open() {
        return gates.entrySet().stream()
                .filter(entry -> entry.getValue().open)
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Until when those that are open wait for a decision, if not for ever. */
    Map<GateId, Instant> deadlines() {
        Map<GateId, Instant> deadlines = new TreeMap<>();
        gates.forEach((id, gate) -> {
            if (gate.open) gate.deadline.ifPresent(deadline -> deadlines.put(id, deadline));
        });
        return deadlines;
    }

    /** One of these who may decide it. */
    Optional<String> decider(GateId id, List<String> operators) {
        GateOpened opened = gate(id).opened;
        List<String> approvers = opened.question().approvers();
        return operators.stream()
                .filter(name -> approvers.isEmpty() || approvers.contains(name))
                .filter(name -> !opened.asker().equals(Principal.operator(name)))
                .findFirst();
    }

    /** A hold ends when its gate is closed, or with the agent that it holds. */
    void letGo(GateId id, AgentId agent) {
        if (isOpen(id)) endingWith = Optional.of(agent);
    }

    /** The agent that was let go of by an open gate, until the end of its command. */
    private Optional<AgentId> endingWith = Optional.empty();

    /** An agent that has asked, until the end of its command. */
    private Optional<GateOpened> asked = Optional.empty();

    /** At the end of a command: who has asked is held, and who was let go of by an open gate has ended. */
    void commandEnded(Map<AgentId, AgentModel.Agent> agents) {
        asked.ifPresent(gate -> findings.require(
                gate.agent()
                        .map(agents::get)
                        .filter(agent -> agent.holds.contains(gate.gate()))
                        .isPresent(),
                "who asks a person is held until the answer",
                gate));
        asked = Optional.empty();
        endingWith.ifPresent(id -> {
            AgentModel.Agent agent = agents.get(id);
            findings.require(agent == null || agent.stopped, "who has asked stays paused until the gate is closed", id);
        });
        endingWith = Optional.empty();
    }

    private Gate gate(GateId id) {
        Gate gate = gates.get(id);
        findings.require(gate != null, "an event names a gate that exists", id);
        if (gate == null) throw new IllegalStateException("no gate " + id);
        return gate;
    }

    private void opened(GateOpened event) {
        findings.require(event.gate().number() == gates.size() + 1, "gates are numbered without gaps", event);
        List<String> approvers = event.question().approvers();
        findings.require(
                approvers.isEmpty()
                        || approvers.stream().anyMatch(name -> !event.asker().equals(Principal.operator(name))),
                "somebody may decide each gate",
                event);
        gates.put(event.gate(), new Gate(event));
        if (event.agent().isPresent()) asked = Optional.of(event);
    }

    private void resolved(GateResolved event, Recorded recorded) {
        Gate gate = gate(event.gate());
        close(event.gate(), recorded);
        findings.require(recorded.by() instanceof Principal.Operator, "only an operator decides a gate", recorded);
        findings.require(!recorded.by().equals(gate.opened.asker()), "the asker does not decide", recorded);
        List<String> approvers = gate.opened.question().approvers();
        findings.require(
                approvers.isEmpty() || approvers.contains(recorded.by().shortName()),
                "only approvers decide",
                recorded,
                approvers);
        boolean yes = event.decision() == Decision.APPROVE || event.decision() == Decision.EDIT;
        if (yes && gate.opened.cause() == GateCause.TASK_APPROVAL)
            gate.opened.task().ifPresent(approved::add);
    }

    private void expired(GateExpired event, Recorded recorded) {
        Gate gate = gate(event.gate());
        close(event.gate(), recorded);
        timeIsOver(gate, recorded);
        findings.require(
                gate.opened.question().onExpiry() == GateExpiry.REJECT,
                "a gate expires only when it says so",
                recorded);
    }

    private void reminded(GateReminded event, Recorded recorded) {
        Gate gate = gate(event.gate());
        findings.require(gate.open, "a closed gate reminds nobody", recorded);
        timeIsOver(gate, recorded);
        gate.deadline = event.deadline();
    }

    private void timeIsOver(Gate gate, Recorded recorded) {
        findings.require(
                gate.deadline.filter(at -> !at.isAfter(recorded.at())).isPresent(),
                "a gate waits for its deadline",
                recorded,
                gate.deadline);
        findings.require(recorded.by() instanceof Principal.Hub, "time is told by the hub", recorded);
    }

    private void close(GateId id, Recorded recorded) {
        Gate gate = gate(id);
        findings.require(gate.open, "a gate is closed once", recorded);
        gate.open = false;
    }
}
