// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The Java expression that makes a value of the protocol: records, enums, texts, numbers, times and collections. */
final class JavaText {
    private JavaText() {}

    static String of(Object value) {
        return switch (value) {
            case String text -> quoted(text);
            case Long number -> number + "L";
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            case Enum<?> one -> one.getDeclaringClass().getSimpleName() + "." + one.name();
            case Duration time -> "Duration.parse(" + quoted(time.toString()) + ")";
            case Instant time -> "Instant.parse(" + quoted(time.toString()) + ")";
            case Optional<?> maybe ->
                maybe.map(it -> "Optional.of(" + of(it) + ")").orElse("Optional.empty()");
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> of(entry.getKey()) + ", " + of(entry.getValue()))
                        .collect(Collectors.joining(", ", "Map.of(", ")"));
            case Collection<?> list ->
                list.stream().map(JavaText::of).collect(Collectors.joining(", ", "List.of(", ")"));
            case Record record -> construction(record);
            default -> throw new IllegalArgumentException("no Java is known for " + value.getClass());
        };
    }

    private static String construction(Record record) {
        StringBuilder text = new StringBuilder("new " + name(record.getClass()) + "(");
        String separator = "";
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            text.append(separator).append(of(value(component, record)));
            separator = ", ";
        }
        return text.append(')').toString();
    }

    private static Object value(RecordComponent component, Record record) {
        try {
            return component.getAccessor().invoke(record);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** With the interface around it: {@code Command.SendMessage}. */
    private static String name(Class<?> type) {
        Class<?> outer = type.getEnclosingClass();
        return outer == null ? type.getSimpleName() : name(outer) + "." + type.getSimpleName();
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
