// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * Values of every record below a sealed type, found by reflection, so that a type added later is tested without being
 * named.
 */
public final class Samples {
    private final boolean full;
    private final Optional<ActorRef<?>> address;

    private Samples(boolean full, Optional<ActorRef<?>> address) {
        this.full = full;
        this.address = address;
    }

    /** Each record below the type twice: with everything present, and with everything absent that may be. */
    public static List<Object> of(Class<?> type) {
        return of(type, Optional.empty());
    }

    public static List<Object> of(Class<?> type, ActorRef<?> address) {
        return of(type, Optional.of(address));
    }

    private static List<Object> of(Class<?> type, Optional<ActorRef<?>> address) {
        List<Object> samples = new ArrayList<>();
        for (Class<?> leaf : leaves(type)) {
            samples.add(new Samples(true, address).value(leaf));
            samples.add(new Samples(false, address).value(leaf));
        }
        return samples;
    }

    /** The records below a sealed type, or the record itself. */
    public static List<Class<?>> leaves(Class<?> type) {
        if (type.isRecord()) return List.of(type);
        if (!type.isSealed()) throw new IllegalArgumentException(type + " is neither sealed nor a record");
        return Arrays.stream(type.getPermittedSubclasses())
                .flatMap(sub -> leaves(sub).stream())
                .distinct()
                .toList();
    }

    private Object value(Type type) {
        if (type instanceof ParameterizedType generic) return generic(generic);
        Class<?> plain = (Class<?>) type;
        if (plain == String.class) return "sample-1";
        if (plain == long.class || plain == Long.class) return 20L;
        if (plain == int.class || plain == Integer.class) return 20;
        if (plain == boolean.class || plain == Boolean.class) return full;
        if (plain == double.class) return 1.5;
        if (plain == Instant.class) return Instant.parse("2026-05-04T03:02:01.123456789Z");
        if (plain == Duration.class) return Duration.ofSeconds(7, 5);
        if (plain.isEnum()) return plain.getEnumConstants()[full ? plain.getEnumConstants().length - 1 : 0];
        if (plain.isRecord()) return record(plain);
        return value(leaves(plain).get(full ? 0 : leaves(plain).size() - 1));
    }

    private Object generic(ParameterizedType type) {
        Class<?> raw = (Class<?>) type.getRawType();
        Type first = type.getActualTypeArguments()[0];
        if (raw == Optional.class) return full ? Optional.of(value(first)) : Optional.empty();
        if (raw == List.class) return full ? List.of(value(first)) : List.of();
        if (raw == Map.class) return full ? Map.of(value(first), value(type.getActualTypeArguments()[1])) : Map.of();
        if (raw == ActorRef.class) return address.orElseThrow();
        throw new IllegalArgumentException("no sample for " + type);
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        try {
            Constructor<?> constructor = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
            constructor.setAccessible(true);
            return constructor.newInstance(Arrays.stream(components)
                    .map(part -> value(part.getGenericType()))
                    .toArray());
        } catch (InvocationTargetException refused) {
            // Some records need at least one of their parts.
            if (!full && refused.getCause() instanceof IllegalArgumentException)
                return new Samples(true, address).record(type);
            throw new IllegalStateException("no sample for " + type, refused.getCause());
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
