// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Draft.reject;

import io.hubspoke.protocol.Command.Fork;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Rules for a history that was copied and goes on by itself. The hosts of the source are not the fork's: what they
 * work on there is nobody's work here, and what they asked each other nobody waits for. That is no loss and counts as
 * none. Gates stay open, for as long as they had left when the source was left.
 */
final class ForkRules {
    private static final String HASH = "[0-9a-f]{64}";

    private ForkRules() {}

    static Optional<Rejection> fork(Draft draft, Fork command) {
        Optional<Rejection> refused = notAHead(draft, command);
        if (refused.isPresent()) return refused;
        draft.record(new Event.ForkedFrom(
                command.source(),
                command.commit(),
                command.revision(),
                command.hash(),
                command.at(),
                command.operator()));
        String reason = "this project was forked from %s".formatted(command.source());
        List<AgentRecord> agents = draft.state().agents().inOrder();
        agents.forEach(agent -> leave(draft, agent, reason));
        agents.stream()
                .filter(AgentRecord::attached)
                .forEach(agent -> draft.record(new Event.AgentDetached(agent.id(), agent.incarnation(), reason)));
        Duration still = Duration.between(command.at(), draft.now());
        draft.state()
                .gates()
                .inOrder()
                .forEach(gate -> gate.timer()
                        .ifPresent(deadline -> draft.record(new Event.GateReminded(
                                gate.id(), gate.severity(), Optional.of(deadline.plus(still))))));
        return Optional.empty();
    }

    private static Optional<Rejection> notAHead(Draft draft, Fork command) {
        long last = draft.state().revision();
        if (command.source().equals(draft.state().id()))
            return reject(new Rejection.BadValue("the name of the fork", "use another one than the source has"));
        if (command.revision() != last)
            return reject(new Rejection.BadValue("the revision of the head", "use the last one, " + last));
        if (command.commit() < 1 || command.commit() > last)
            return reject(new Rejection.BadValue("the number of the head's commit", "use 1 to " + last));
        if (!command.hash().matches(HASH))
            return reject(new Rejection.BadValue("the hash of the head", "use 64 hexadecimal digits"));
        if (command.at().isAfter(draft.now()))
            return reject(new Rejection.BadValue("the instant of the head", "use one that has passed"));
        if (!(command.operator() instanceof Principal.Operator))
            return reject(new Rejection.BadValue("who forks", "use operator:NAME"));
        return Optional.empty();
    }

    private static void leave(Draft draft, AgentRecord agent, String reason) {
        agent.assignment().ifPresent(task -> LeaseRules.takeBack(draft, task, reason));
        ConsultationRules.abandonAskedBy(draft, agent.id(), reason);
    }
}
