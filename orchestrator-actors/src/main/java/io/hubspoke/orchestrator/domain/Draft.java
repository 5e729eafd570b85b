// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The events of one decision while it is made. Each recorded event is applied at once, so a rule sees what those
 * before it have done. It never leaves {@link Rules#decide}, which therefore stays a pure function. A rule returns its
 * refusal, or nothing when it lets the command pass.
 */
final class Draft {
    private final Request request;
    private final Instant now;
    private final List<Recorded> events = new ArrayList<>(4);
    private ProjectState state;

    Draft(ProjectState state, Request request, Instant now) {
        this.state = state;
        this.request = request;
        this.now = now;
    }

    static Optional<Rejection> reject(Rejection rejection) {
        return Optional.of(rejection);
    }

    ProjectState state() {
        return state;
    }

    Instant now() {
        return now;
    }

    Principal principal() {
        return request.principal();
    }

    /** The agent that asks; only for commands that no one else can express. */
    AgentId asker() {
        if (request.principal() instanceof Principal.Agent agent) return agent.id();
        throw new IllegalStateException(request.principal() + " is no agent");
    }

    void record(Event event) {
        Recorded recorded = new Recorded(
                state.revision() + 1, now, request.id(), request.principal(), request.fingerprint(), event);
        state = state.evolve(recorded);
        events.add(recorded);
    }

    /** The number of the next letter to an agent that is there: what waits for one that ends is abandoned with it. */
    long letterTo(AgentId agent) {
        return state.mailboxes().next(agent);
    }

    List<Recorded> events() {
        return events;
    }
}
