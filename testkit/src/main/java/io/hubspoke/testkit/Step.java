// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.Request;
import java.time.Instant;
import java.util.List;

/** One step of a scenario, and what it came to. */
sealed interface Step {
    Instant at();

    /** A command that was accepted; it may have changed nothing. */
    record Accepted(Instant at, Request request, List<Recorded> recorded, Reply.Accepted reply) implements Step {}

    record Refused(Instant at, Request request, Rejection rejection) implements Step {}

    /** An event that no command of the scenario has caused. */
    record Given(Recorded recorded) implements Step {
        @Override
        public Instant at() {
            return recorded.at();
        }
    }

    default List<Recorded> recordedHere() {
        return switch (this) {
            case Accepted accepted -> accepted.recorded();
            case Refused refused -> List.of();
            case Given given -> List.of(given.recorded());
        };
    }

    default List<Event> events() {
        return recordedHere().stream().map(Recorded::event).toList();
    }

    /** For a person: the command on one line, and what it came to on lines of their own below it. */
    default String told() {
        return switch (this) {
            case Accepted accepted -> asked(accepted.request()) + outcome(accepted.recorded());
            case Refused refused ->
                asked(refused.request())
                        + "%n      refused: %s".formatted(refused.rejection().sentence());
            case Given given -> "%s given%s".formatted(at(), outcome(List.of(given.recorded())));
        };
    }

    private String asked(Request request) {
        return "%s %s %s".formatted(at(), name(request.principal(), request.id()), Shown.of(request.command()));
    }

    private static String name(Principal who, CommandId id) {
        return who instanceof Principal.Hub ? "hub" : who + " (" + id + ")";
    }

    private static String outcome(List<Recorded> recorded) {
        if (recorded.isEmpty()) return "%n      nothing happens".formatted();
        StringBuilder lines = new StringBuilder();
        for (Recorded each : recorded) lines.append("%n  %4d %s".formatted(each.revision(), Shown.of(each.event())));
        return lines.toString();
    }

    /** A command of the hub for itself is not remembered. */
    static boolean isOfHub(Principal who, Command command) {
        return who instanceof Principal.Hub && command instanceof Command.HubCommand;
    }
}
