// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Draft.reject;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.AttachAgent;
import io.hubspoke.protocol.Command.DetachAgent;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.Command.ResumeAgent;
import io.hubspoke.protocol.Command.StopAgent;
import io.hubspoke.protocol.Command.UnregisterAgent;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules for the registry: who is there, who is held, who is attached. */
final class AgentRules {
    private AgentRules() {}

    static Optional<Rejection> register(Draft draft, RegisterAgent command) {
        AgentId id = command.agent().id();
        Limits limits = draft.state().limits();
        if (draft.principal() instanceof Principal.Agent self && !self.id().equals(id)) {
            return reject(new Rejection.NotPermitted(draft.principal(), "registering another agent"));
        }
        if (draft.state().agents().contains(id)) return reject(new Rejection.DuplicateAgent(id));
        if (draft.state().agents().size() >= limits.agents())
            return reject(new Rejection.TooManyAgents(limits.agents()));
        Optional<Rejection> tooLarge = settings(command, limits);
        if (tooLarge.isPresent()) return tooLarge;
        draft.record(new Event.AgentRegistered(command.agent()));
        return Optional.empty();
    }

    private static Optional<Rejection> settings(RegisterAgent command, Limits limits) {
        Map<String, List<String>> values = command.agent().settings().values();
        if (values.size() > limits.metadataEntries()) {
            return reject(new Rejection.TooMany("settings", values.size(), limits.metadataEntries()));
        }
        return Sizes.longText("the agent's settings", values.toString(), limits);
    }

    static Optional<Rejection> unregister(Draft draft, UnregisterAgent command) {
        if (draft.principal() instanceof Principal.Agent self && !self.id().equals(command.agent())) {
            return reject(new Rejection.NotPermitted(draft.principal(), "unregistering another agent"));
        }
        Optional<AgentRecord> agent = draft.state().agents().find(command.agent());
        if (agent.isEmpty()) return reject(new Rejection.UnknownAgent(command.agent()));
        Optional<Rejection> tooLarge =
                Sizes.shortText("the reason", command.reason(), draft.state().limits());
        if (tooLarge.isPresent()) return tooLarge;
        letGo(draft, command.agent(), "agent " + command.agent() + " was unregistered");
        draft.record(new Event.AgentUnregistered(command.agent(), command.reason()));
        return Optional.empty();
    }

    static Optional<Rejection> pause(Draft draft, PauseAgent command) {
        Optional<AgentRecord> agent = draft.state().agents().find(command.agent());
        if (agent.isEmpty()) return reject(new Rejection.UnknownAgent(command.agent()));
        if (agent.get().stopped()) return reject(new Rejection.AgentEnded(command.agent()));
        Optional<Rejection> tooLarge =
                Sizes.shortText("the reason", command.reason(), draft.state().limits());
        if (tooLarge.isPresent()) return tooLarge;
        if (!agent.get().pausedByOperator()) {
            draft.record(new Event.AgentPaused(command.agent(), Optional.empty(), command.reason()));
        }
        return Optional.empty();
    }

    static Optional<Rejection> resume(Draft draft, ResumeAgent command) {
        Optional<AgentRecord> agent = draft.state().agents().find(command.agent());
        if (agent.isEmpty()) return reject(new Rejection.UnknownAgent(command.agent()));
        if (agent.get().stopped()) return reject(new Rejection.AgentEnded(command.agent()));
        if (!agent.get().holds().isEmpty()) {
            return reject(new Rejection.AgentHeld(
                    command.agent(), List.copyOf(agent.get().holds())));
        }
        if (agent.get().pausedByOperator()) draft.record(new Event.AgentResumed(command.agent(), Optional.empty()));
        return Optional.empty();
    }

    static Optional<Rejection> stop(Draft draft, StopAgent command) {
        Optional<AgentRecord> agent = draft.state().agents().find(command.agent());
        if (agent.isEmpty()) return reject(new Rejection.UnknownAgent(command.agent()));
        Optional<Rejection> tooLarge =
                Sizes.shortText("the reason", command.reason(), draft.state().limits());
        if (tooLarge.isPresent()) return tooLarge;
        if (agent.get().stopped()) return Optional.empty();
        letGo(draft, command.agent(), "agent " + command.agent() + " was stopped");
        draft.record(new Event.AgentStopped(command.agent(), command.reason()));
        return Optional.empty();
    }

    /** A new incarnation means that the one before is dead: what it worked on is taken back at once. */
    static Optional<Rejection> attach(Draft draft, AttachAgent command) {
        Optional<AgentRecord> agent = draft.state().agents().find(command.agent());
        if (agent.isEmpty()) return reject(new Rejection.UnknownAgent(command.agent()));
        if (agent.get().stopped()) return reject(new Rejection.AgentEnded(command.agent()));
        if (command.incarnation() < 1) return reject(new Rejection.BadValue("the incarnation", "use a number from 1"));
        if (agent.get().incarnation() == command.incarnation()) return Optional.empty();
        if (agent.get().lastIncarnation() != command.incarnation()) {
            String reason = "agent " + command.agent() + " was started anew";
            agent.get().assignment().ifPresent(task -> LeaseRules.lose(draft, task, reason));
            ConsultationRules.abandonAskedBy(draft, command.agent(), reason);
            ConsultationRules.failBegunBy(draft, command.agent(), reason);
        }
        draft.record(new Event.AgentAttached(command.agent(), command.incarnation()));
        return Optional.empty();
    }

    /** The lease stays until it expires: the same incarnation may come back. */
    static Optional<Rejection> detach(Draft draft, DetachAgent command) {
        Optional<AgentRecord> agent = draft.state().agents().find(command.agent());
        if (agent.isEmpty()
                || agent.get().incarnation() != command.incarnation()
                || !agent.get().attached()) return Optional.empty();
        draft.record(new Event.AgentDetached(command.agent(), command.incarnation(), command.reason()));
        return Optional.empty();
    }

    /** Everything that hangs on an agent that ends: lease, consultations, gates that nobody needs any more, mail. */
    private static void letGo(Draft draft, AgentId id, String reason) {
        AgentRecord agent = draft.state().agents().get(id);
        for (GateId held : List.copyOf(agent.holds())) {
            GateRecord gate = draft.state().gates().get(held);
            boolean stillNeeded = gate.task().isPresent() || gate.cause() == GateCause.BUDGET;
            if (!stillNeeded) draft.record(new Event.GateCanceled(gate.id(), reason));
            draft.record(new Event.AgentResumed(id, Optional.of(gate.id())));
        }
        agent.assignment().ifPresent(task -> LeaseRules.takeBack(draft, task, reason));
        ConsultationRules.abandonAskedBy(draft, id, reason);
        ConsultationRules.failAskedOf(draft, id, reason);
        Mailbox mailbox = draft.state().mailboxes().get(id);
        if (mailbox.last() > mailbox.settled()) {
            draft.record(new Event.LettersDeadLettered(id, mailbox.settled() + 1, mailbox.last(), reason));
        }
    }
}
