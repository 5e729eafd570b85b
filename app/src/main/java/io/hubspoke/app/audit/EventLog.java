// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.app.report.ChangeLines;
import io.hubspoke.app.report.Json;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Recorded;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Every event of the range, in words and as it stands in the journal. */
final class EventLog {
    /** The longest event shown whole, in characters of its JSON. */
    static final int EVENT_CHARACTERS_MAX = 4_000;

    /** All that is spent on events' JSON in one report; when it is used up, later events are shown in words alone. */
    static final long ALL_CHARACTERS_MAX = 16L * 1024 * 1024;

    private final long from;
    private final ChangeLines lines = new ChangeLines(ZoneOffset.UTC);
    private final List<Line> all = new ArrayList<>();
    private long characters;

    EventLog(long from) {
        this.from = from;
    }

    /**
     * One event.
     *
     * @param at milliseconds
     * @param subject what it is about, such as a task's id; may be empty
     * @param words empty for what says nothing new to a person
     * @param data its JSON, perhaps cut
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Line(
            String type, long at, String by, String command, long commit, String subject, String words, String data) {}

    /** One event further, from the project's first on: words name what earlier events have introduced. */
    void step(Recorded recorded, long commit) {
        Optional<ChangeLines.Change> change = lines.change(recorded);
        if (recorded.revision() < from) return;
        ObjectNode event = Json.event(recorded);
        String data = shown(event.path("data").toString());
        characters += data.length();
        all.add(new Line(
                event.path("type").asText(),
                recorded.at().toEpochMilli(),
                recorded.by().text(),
                recorded.command().value(),
                commit,
                change.map(ChangeLines.Change::subject).orElseGet(() -> named(recorded.event())),
                change.map(ChangeLines.Change::words).orElse(""),
                data));
    }

    private static String named(Event event) {
        Named named = Named.in(event);
        return Stream.of(named.tasks(), named.gates(), named.agents())
                .flatMap(Set::stream)
                .findFirst()
                .map(Object::toString)
                .orElse("");
    }

    private String shown(String json) {
        if (characters >= ALL_CHARACTERS_MAX) return "";
        return json.length() <= EVENT_CHARACTERS_MAX ? json : Texts.start(json, EVENT_CHARACTERS_MAX) + "…";
    }

    List<Line> all() {
        return all;
    }
}
