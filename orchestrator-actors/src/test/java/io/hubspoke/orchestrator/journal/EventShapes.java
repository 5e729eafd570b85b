// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.introspect.AnnotatedMember;
import com.fasterxml.jackson.databind.introspect.BeanPropertyDefinition;
import io.hubspoke.protocol.Event;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What each version of each type of event looks like in a row: every field down to the last, with its type. Found as
 * Jackson will write it, so that a new name, annotation or type of a field shows wherever it was changed.
 *
 * @param fields by type and version, such as {@code task-ready 1}; one line a field
 */
record EventShapes(TreeMap<String, List<String>> fields) {
    private static final String INDENT = "  ";

    /** As the program has them now, each in the version in which it is written. */
    static EventShapes ofProgram(Upcasters upcasters) {
        TreeMap<String, List<String>> fields = new TreeMap<>();
        for (JsonSubTypes.Type type :
                Event.class.getAnnotation(JsonSubTypes.class).value()) {
            List<String> lines = new ArrayList<>();
            JavaType event = JournalJson.EVENTS.constructType(type.value());
            for (BeanPropertyDefinition property : bean(event).findProperties()) add(property, "", lines);
            fields.put(type.name() + " " + upcasters.current(type.name()), lines);
        }
        return new EventShapes(fields);
    }

    static EventShapes parsed(List<String> lines) {
        TreeMap<String, List<String>> fields = new TreeMap<>();
        String shape = "";
        for (String line : lines) {
            if (line.isBlank() || line.startsWith("#")) continue;
            if (line.startsWith(INDENT)) {
                fields.get(shape).add(line.substring(INDENT.length()));
            } else {
                shape = line;
                fields.put(shape, new ArrayList<>());
            }
        }
        return new EventShapes(fields);
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        fields.forEach((shape, all) -> {
            lines.add(shape);
            all.forEach(field -> lines.add(INDENT + field));
        });
        return lines;
    }

    /** What was noted before, and what is new beside it. */
    EventShapes with(EventShapes added) {
        TreeMap<String, List<String>> all = new TreeMap<>(fields);
        added.fields.forEach(all::putIfAbsent);
        return new EventShapes(all);
    }

    /**
     * Why the program, whose shapes these are, could not read what was written in the shapes noted, or would write
     * what nobody has noted; a sentence each.
     */
    List<String> problems(EventShapes noted, Upcasters upcasters) {
        List<String> problems = new ArrayList<>();
        fields.forEach((shape, lines) -> {
            List<String> before = noted.fields.get(shape);
            if (before == null) {
                problems.add("%s is not noted: note it with -Dhubspoke.write-shapes=true".formatted(shape));
            } else if (!before.equals(lines)) {
                problems.add(("%s was changed (%s): add the step from this version to Upcasters.CURRENT, then note the"
                                + " new one")
                        .formatted(shape, difference(before, lines)));
            }
        });
        for (String shape : noted.fields.keySet()) {
            String type = shape.substring(0, shape.indexOf(' '));
            boolean read = EventTypes.named(type).isPresent()
                    && Integer.parseInt(shape.substring(type.length() + 1)) <= upcasters.current(type);
            if (!read)
                problems.add("%s cannot be read any more: keep the type of event and its steps".formatted(shape));
        }
        return problems;
    }

    private static String difference(List<String> before, List<String> after) {
        String gone = before.stream().filter(line -> !after.contains(line)).collect(Collectors.joining(", "));
        String come = after.stream().filter(line -> !before.contains(line)).collect(Collectors.joining(", "));
        return "before: %s; now: %s".formatted(gone.isEmpty() ? "nothing" : gone, come.isEmpty() ? "nothing" : come);
    }

    private static void add(BeanPropertyDefinition property, String path, List<String> lines) {
        add(property.getAccessor().getType(), path + property.getName(), lines);
    }

    private static void add(JavaType type, String path, List<String> lines) {
        Optional<AnnotatedMember> value = Optional.ofNullable(bean(type).findJsonValueAccessor());
        if (type.isTypeOrSubTypeOf(Optional.class)) {
            add(type.containedType(0), path + "?", lines);
        } else if (type.isMapLikeType()) {
            add(type.getContentType(), path + "{}", lines);
        } else if (type.isCollectionLikeType()) {
            add(type.getContentType(), path + "[]", lines);
        } else if (value.isPresent()) {
            add(value.get().getType(), path, lines);
        } else if (type.isEnumType()) {
            String names = Arrays.stream(type.getRawClass().getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining(" or "));
            lines.add(path + " " + names);
        } else if (type.getRawClass().isRecord()) {
            bean(type).findProperties().forEach(property -> add(property, path + ".", lines));
        } else {
            lines.add(path + " " + NAMES.getOrDefault(type.getRawClass().getSimpleName(), "?" + type));
        }
    }

    private static final Map<String, String> NAMES = Map.of(
            "String",
            "text",
            "int",
            "int",
            "long",
            "long",
            "double",
            "double",
            "boolean",
            "boolean",
            "Instant",
            "instant",
            "Duration",
            "duration");

    private static BeanDescription bean(JavaType type) {
        return JournalJson.EVENTS.getSerializationConfig().introspect(type);
    }
}
