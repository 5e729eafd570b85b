// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.pcollections.TreePMap;

/**
 * Which commands have been answered, so that one that is sent again has no second effect: per principal the last
 * ones, as many as the project's limit says. Agents number their commands, so one that has left the window is known
 * to be old.
 */
public record Commands(TreePMap<Principal, Window> byPrincipal) {
    static final Commands NONE = new Commands(TreePMap.empty(Principal::compareTo));

    /**
     * An accepted command.
     *
     * @param revision its last event
     * @param subject what its reply named
     */
    public record Answered(CommandId id, long fingerprint, long revision, String subject) {}

    /**
     * The last commands of one principal.
     *
     * @param inOrder by command number for agents, by first revision for operators
     * @param places the key in {@code inOrder}, for operators only
     * @param forgotten the highest command number that was remembered and is not any more, for agents only. A lower
     *     number than the first in the window is not enough: that command may have been refused, lost or without
     *     effect
     */
    public record Window(Remembered inOrder, TreePMap<CommandId, Long> places, long forgotten) {
        static final Window EMPTY = new Window(Remembered.NONE, TreePMap.empty(CommandId::compareTo), 0);

        long highest() {
            return inOrder.size() == 0 ? 0 : inOrder.last();
        }
    }

    /** The highest command number seen of an agent; 0 when there was none. */
    public long highest(Principal agent) {
        Window window = byPrincipal.get(agent);
        return window == null ? 0 : window.highest();
    }

    Optional<Answered> find(Principal principal, CommandId id) {
        Window window = byPrincipal.get(principal);
        if (window == null) return Optional.empty();
        OptionalLong place = place(window, principal, id);
        return place.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(window.inOrder().get(place.getAsLong()));
    }

    /** True for a number that has left the window: its answer is not remembered any more. */
    boolean forgotten(Principal principal, CommandId id) {
        Window window = byPrincipal.get(principal);
        return window != null
                && principal instanceof Principal.Agent
                && id.number().orElse(Long.MAX_VALUE) <= window.forgotten();
    }

    Commands with(Recorded recorded, int limit) {
        if (recorded.by() instanceof Principal.Hub) return this;
        Window window = byPrincipal.getOrDefault(recorded.by(), Window.EMPTY);
        OptionalLong place = place(window, recorded.by(), recorded.command());
        Answered known = place.isEmpty() ? null : window.inOrder().get(place.getAsLong());
        Window after = known == null
                ? added(window, recorded, place.orElse(recorded.revision()), limit)
                : extended(window, place.getAsLong(), known, recorded.revision());
        return new Commands(byPrincipal.plus(recorded.by(), after));
    }

    private static Window extended(Window window, long place, Answered known, long revision) {
        Answered extended = new Answered(known.id(), known.fingerprint(), revision, known.subject());
        return new Window(window.inOrder().with(place, extended), window.places(), window.forgotten());
    }

    Commands without(Principal principal) {
        return new Commands(byPrincipal.minus(principal));
    }

    private static Window added(Window window, Recorded recorded, long place, int limit) {
        boolean numbered = recorded.by() instanceof Principal.Agent;
        Remembered inOrder = window.inOrder()
                .with(
                        place,
                        new Answered(
                                recorded.command(),
                                recorded.fingerprint(),
                                recorded.revision(),
                                subject(recorded.event())));
        TreePMap<CommandId, Long> places =
                numbered ? window.places() : window.places().plus(recorded.command(), place);
        if (inOrder.size() <= limit) return new Window(inOrder, places, window.forgotten());
        long oldest = inOrder.first();
        if (numbered) return new Window(inOrder.withoutFirst(), places, oldest);
        CommandId forgotten = Objects.requireNonNull(inOrder.get(oldest)).id();
        return new Window(inOrder.withoutFirst(), places.minus(forgotten), 0);
    }

    /** Where the command stands, or would stand when it is an agent's; empty when nobody knows. */
    private static OptionalLong place(Window window, Principal principal, CommandId id) {
        if (principal instanceof Principal.Agent) return id.number();
        Long place = window.places().get(id);
        return place == null ? OptionalLong.empty() : OptionalLong.of(place);
    }

    /** What the reply to a command names: the thing made or found by its first event. */
    static String subject(Event first) {
        return switch (first) {
            case Event.GateOpened opened -> opened.gate().toString();
            case Event.AgentPaused paused -> paused.gate().map(Object::toString).orElse("");
            case Event.DecisionRecalled recalled -> recalled.gate().toString();
            case Event.ConsultationOpened opened -> opened.consultation().toString();
            case Event.TaskAssigned assigned -> assigned.task().toString();
            default -> "";
        };
    }
}
