// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.hubspoke.protocol.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The stable names of the event types, as {@link Event} lists them, each with its reader and writer. */
public final class EventTypes {
    private static final Map<Class<?>, EventType> BY_CLASS = new HashMap<>();
    private static final Map<String, EventType> BY_NAME = new HashMap<>();

    static {
        for (JsonSubTypes.Type type :
                Event.class.getAnnotation(JsonSubTypes.class).value()) {
            EventType known = new EventType(
                    type.name(),
                    JournalJson.EVENTS.writerFor(type.value()),
                    JournalJson.EVENTS.readerFor(type.value()));
            BY_CLASS.put(type.value(), known);
            BY_NAME.put(type.name(), known);
        }
    }

    private EventTypes() {}

    record EventType(String name, ObjectWriter writer, ObjectReader reader) {}

    /** All of them, in alphabetical order. */
    public static SortedSet<String> names() {
        return new TreeSet<>(BY_NAME.keySet());
    }

    /** Such as {@code task-assigned}. */
    public static String nameOf(Event event) {
        return of(event).name();
    }

    static EventType of(Event event) {
        EventType type = BY_CLASS.get(event.getClass());
        if (type == null) {
            throw new IllegalStateException(
                    "event " + event.getClass().getSimpleName() + " has no name: list it in Event");
        }
        return type;
    }

    static Optional<EventType> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }
}
