// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.Limits;
import java.lang.reflect.RecordComponent;

/** The default limits with single ones replaced by name. */
record LimitsOf(Limits value) {
    static final LimitsOf DEFAULT = new LimitsOf(Limits.DEFAULT);

    Limits with(String name, Object limit) {
        return and(name, limit).value();
    }

    LimitsOf and(String name, Object limit) {
        try {
            RecordComponent[] components = Limits.class.getRecordComponents();
            Class<?>[] types = new Class<?>[components.length];
            Object[] values = new Object[components.length];
            boolean found = false;
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                boolean named = components[i].getName().equals(name);
                found |= named;
                values[i] = named ? limit : components[i].getAccessor().invoke(value);
            }
            if (!found) throw new IllegalArgumentException("there is no limit " + name);
            return new LimitsOf(Limits.class.getDeclaredConstructor(types).newInstance(values));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
