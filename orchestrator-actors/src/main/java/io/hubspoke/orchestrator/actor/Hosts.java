// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.DetachAgent;
import io.hubspoke.protocol.wire.ToAgent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Where the agents are: the hosts that are attached and when each was last heard of. Nothing of it is journaled;
 * after a restart the hosts attach again.
 */
final class Hosts {
    /** An attached host. */
    record Host(AgentId agent, long incarnation, ActorRef<ToAgent> address) {}

    private static final class Seat {
        final Host host;
        Instant seen;

        Seat(Host host, Instant seen) {
            this.host = host;
            this.seen = seen;
        }
    }

    private record Awaited(long incarnation, Instant until) {}

    private final Duration silenceMax;
    private final Duration attachGrace;
    private final Map<AgentId, Seat> seats = new TreeMap<>();
    private final Map<AgentId, Host> replaced = new HashMap<>();
    private final Map<AgentId, Awaited> awaited = new TreeMap<>();

    Hosts(OrchestratorSettings settings) {
        silenceMax = settings.silenceMax();
        attachGrace = settings.attachGrace();
    }

    Optional<Host> of(AgentId agent) {
        Seat seat = seats.get(agent);
        return seat == null ? Optional.empty() : Optional.of(seat.host);
    }

    /** The attached host of exactly this incarnation; it has just given a sign of life. */
    Optional<Host> heard(AgentId agent, long incarnation, Instant now) {
        Seat seat = seats.get(agent);
        if (seat == null || seat.host.incarnation() != incarnation) return Optional.empty();
        seat.seen = now;
        return Optional.of(seat.host);
    }

    /** A host that was attached until another one took its place, so that it can be told so. */
    Optional<Host> replaced(AgentId agent, long incarnation) {
        return Optional.ofNullable(replaced.get(agent)).filter(host -> host.incarnation() == incarnation);
    }

    List<Host> all() {
        return seats.values().stream().map(seat -> seat.host).toList();
    }

    /** Returns the host whose place it takes. */
    Optional<Host> attach(Host host, Instant now) {
        awaited.remove(host.agent());
        Seat before = seats.put(host.agent(), new Seat(host, now));
        if (before == null) return Optional.empty();
        if (before.host.incarnation() != host.incarnation()) replaced.put(host.agent(), before.host);
        return Optional.of(before.host);
    }

    Optional<Host> remove(AgentId agent) {
        replaced.remove(agent);
        awaited.remove(agent);
        Seat seat = seats.remove(agent);
        return seat == null ? Optional.empty() : Optional.of(seat.host);
    }

    /** After the journal was read: agents that count as attached but have no host here get time to come back. */
    void expect(ProjectState state, Instant now) {
        awaited.clear();
        for (AgentRecord agent : state.agents().inOrder()) {
            if (agent.attached() && heard(agent.id(), agent.incarnation(), now).isEmpty()) {
                awaited.put(agent.id(), new Awaited(agent.incarnation(), now.plus(attachGrace)));
            }
        }
    }

    /** Those who were silent or away for too long; each is named once. */
    List<DetachAgent> overdue(Instant now) {
        List<DetachAgent> overdue = new ArrayList<>();
        awaited.forEach((agent, away) -> {
            if (!now.isBefore(away.until())) {
                overdue.add(
                        new DetachAgent(agent, away.incarnation(), "it did not attach again within " + attachGrace));
            }
        });
        overdue.forEach(detach -> awaited.remove(detach.agent()));
        for (Seat seat : seats.values()) {
            if (!now.isBefore(seat.seen.plus(silenceMax))) {
                overdue.add(new DetachAgent(
                        seat.host.agent(), seat.host.incarnation(), "no sign of life for " + silenceMax));
                seat.seen = now;
            }
        }
        return overdue;
    }

    /** When {@link #overdue} could name somebody next. */
    Optional<Instant> next() {
        Instant seen = Instant.MAX;
        for (Seat seat : seats.values()) seen = earlier(seen, seat.seen);
        Instant next = seats.isEmpty() ? Instant.MAX : seen.plus(silenceMax);
        for (Awaited away : awaited.values()) next = earlier(next, away.until());
        return next.equals(Instant.MAX) ? Optional.empty() : Optional.of(next);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
