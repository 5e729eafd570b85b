// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a kind of agent is told at its making: names with one or more texts each, ordered by name. Secrets never stand
 * here (settings are journaled): name an environment variable instead.
 */
public record Settings(@JsonValue Map<String, List<String>> values) {
    public static final Settings NONE = new Settings(Map.of());

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Settings {
        TreeMap<String, List<String>> copy = new TreeMap<>();
        values.forEach((name, texts) -> copy.put(name, List.copyOf(texts)));
        values = Collections.unmodifiableMap(copy);
    }

    public Settings with(String name, String... texts) {
        TreeMap<String, List<String>> copy = new TreeMap<>(values);
        copy.put(name, List.of(texts));
        return new Settings(copy);
    }

    /** All texts of one name; empty when it is not set. */
    public List<String> list(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** The first text of one name. */
    public Optional<String> text(String name) {
        return list(name).stream().findFirst();
    }

    /** An ISO-8601 duration such as {@code PT30S}. */
    public Duration duration(String name, Duration otherwise) {
        return text(name).map(Duration::parse).orElse(otherwise);
    }

    public long number(String name, long otherwise) {
        return text(name).map(Long::parseLong).orElse(otherwise);
    }
}
