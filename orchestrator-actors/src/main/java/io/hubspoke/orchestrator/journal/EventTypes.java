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
import org.jspecify.annotations.Nullable;

/** The stable names of the event types, as {@link Event} lists them, each with its reader and writer. */
public final class EventTypes {
    private static final Map<Class<?>, EventType> BY_CLASS = new HashMap<>();
    private static final Map<String, EventType> BY_NAME = new HashMap<>();

    static {
        for (JsonSubTypes.Type type :
                Event.class.getAnnotation(JsonSubTypes.class).value()) {
            EventType known = new EventType(type.name(), type.value());
            BY_CLASS.put(type.value(), known);
            BY_NAME.put(type.name(), known);
        }
    }

    private EventTypes() {}

    /** One type. Its reader and writer are made when first needed: all of them would cost a start half a second. */
    static final class EventType {
        private final String name;
        private final Class<?> type;
        private volatile @Nullable ObjectWriter writer;
        private volatile @Nullable ObjectReader reader;

        private EventType(String name, Class<?> type) {
            this.name = name;
            this.type = type;
        }

        String name() {
            return name;
        }

        ObjectWriter writer() {
            ObjectWriter made = writer;
            if (made == null) writer = made = JournalJson.EVENTS.writerFor(type);
            return made;
        }

        ObjectReader reader() {
            ObjectReader made = reader;
            if (made == null) reader = made = JournalJson.EVENTS.readerFor(type);
            return made;
        }
    }

    /** All at once, for who is about to read a long history. */
    static void makeReaders() {
        BY_NAME.values().forEach(EventType::reader);
    }

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
