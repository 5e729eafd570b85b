// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Event.*;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The agents, told once more from the events alone: who is there, who is held, who works. */
final class AgentModel {
    static final class Agent {
        final AgentSpec spec;
        final long registered;
        long incarnation;
        long lastIncarnation;
        boolean pausedByOperator;
        boolean stopped;
        final Set<GateId> holds = new TreeSet<>();

        @Nullable
        TaskId task;

        Agent(AgentSpec spec, long registered) {
            this.spec = spec;
            this.registered = registered;
        }

        boolean paused() {
            return pausedByOperator || !holds.isEmpty();
        }

        boolean free() {
            return incarnation != 0 && !paused() && !stopped && task == null;
        }
    }

    private final Findings findings;
    private final GateModel gates;
    private final Map<AgentId, Agent> agents = new TreeMap<>();

    AgentModel(Findings findings, GateModel gates) {
        this.findings = findings;
        this.gates = gates;
    }

    void record(Recorded recorded) {
        switch (recorded.event()) {
            case AgentRegistered e -> registered(e, recorded);
            case AgentUnregistered e -> unregistered(e.agent());
            case AgentAttached e -> attached(e);
            case AgentDetached e -> detached(e);
            case AgentPaused e -> paused(e);
            case AgentResumed e -> resumed(e, recorded);
            case AgentStopped e -> stopped(e.agent());
            case Event other -> {}
        }
    }

    Map<AgentId, Agent> all() {
        return agents;
    }

    Agent get(AgentId id) {
        Agent agent = agents.get(id);
        findings.require(agent != null, "an event names an agent that is registered", id);
        if (agent == null) throw new IllegalStateException("no agent " + id);
        return agent;
    }

    /** What must be true of the whole after any commit. */
    void hold() {
        agents.forEach((id, agent) -> {
            for (GateId gate : agent.holds)
                findings.require(gates.isOpen(gate), "nobody is held by a gate that is closed", id, gate);
        });
    }

    private void registered(AgentRegistered event, Recorded recorded) {
        findings.require(!agents.containsKey(event.agent().id()), "an agent is registered once", event);
        agents.put(event.agent().id(), new Agent(event.agent(), recorded.revision()));
    }

    private void unregistered(AgentId id) {
        findings.require(get(id).task == null, "an agent that goes leaves no lease behind", id);
        agents.remove(id);
    }

    private void attached(AgentAttached event) {
        Agent agent = get(event.agent());
        findings.require(!agent.stopped, "a stopped agent does not attach", event);
        if (agent.lastIncarnation != event.incarnation())
            findings.require(agent.task == null, "an agent that was started anew holds no lease of its past", event);
        agent.incarnation = event.incarnation();
        agent.lastIncarnation = event.incarnation();
    }

    private void detached(AgentDetached event) {
        Agent agent = get(event.agent());
        findings.require(agent.incarnation == event.incarnation(), "who is detached was attached", event);
        agent.incarnation = 0;
    }

    private void paused(AgentPaused event) {
        Agent agent = get(event.agent());
        if (event.gate().isEmpty()) {
            agent.pausedByOperator = true;
        } else {
            findings.require(gates.isOpen(event.gate().get()), "only an open gate holds an agent", event);
            agent.holds.add(event.gate().get());
        }
    }

    private void resumed(AgentResumed event, Recorded recorded) {
        Agent agent = get(event.agent());
        if (event.gate().isEmpty()) {
            findings.require(
                    agent.pausedByOperator && recorded.by() instanceof Principal.Operator,
                    "only an operator ends an operator's pause",
                    event);
            agent.pausedByOperator = false;
        } else {
            // An agent that is stopped or unregistered is let go of, though the gate may be needed still.
            gates.letGo(event.gate().get(), event.agent());
            findings.require(agent.holds.remove(event.gate().get()), "a hold ends once", event);
        }
    }

    private void stopped(AgentId id) {
        Agent agent = get(id);
        findings.require(agent.task == null && agent.holds.isEmpty(), "a stopped agent leaves nothing behind", id);
        agent.stopped = true;
        agent.pausedByOperator = false;
    }
}
