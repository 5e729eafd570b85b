// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.protocol.Principal;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A record as names and values, so that no part of it can be forgotten when two are compared. Parts of parts are named
 * by their path, as in the JSON of the same record; what is absent is left out; lists stay whole.
 */
final class Facts {
    /** Asking a class for its parts is slow; asking it once is not. */
    private static final ClassValue<RecordComponent[]> PARTS = new ClassValue<>() {
        @Override
        protected RecordComponent[] computeValue(Class<?> type) {
            return type.getRecordComponents();
        }
    };

    private Facts() {}

    /** All parts but these, in the order of their declaration. */
    static Map<String, Object> of(Record whole, Set<String> without) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (RecordComponent part : PARTS.get(whole.getClass())) {
            if (!without.contains(part.getName())) add(facts, part.getName(), value(whole, part), without);
        }
        return facts;
    }

    private static void add(Map<String, Object> facts, String path, Object value, Set<String> without) {
        switch (value) {
            case Optional<?> optional -> optional.ifPresent(present -> add(facts, path, present, without));
            case Map<?, ?> map -> map.forEach((name, entry) -> add(facts, path + "." + name, entry, without));
            case Principal principal -> facts.put(path, principal);
            case Record name when PARTS.get(name.getClass()).length == 1 -> facts.put(path, name);
            case Record parts -> of(parts, without).forEach((name, part) -> facts.put(path + "." + name, part));
            default -> facts.put(path, value);
        }
    }

    private static Object value(Record whole, RecordComponent part) {
        try {
            return part.getAccessor().invoke(whole);
        } catch (IllegalAccessException | InvocationTargetException impossible) {
            throw new IllegalStateException(whole.getClass() + " hides its " + part.getName(), impossible);
        }
    }
}
