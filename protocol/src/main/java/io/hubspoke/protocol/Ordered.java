// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/** Entries in the order of their names, so that what is written and compared is the same wherever it is. */
final class Ordered {
    private Ordered() {}

    /** A copy that nobody can change; most are empty, and those are all the same one. */
    static Map<String, String> byName(Map<String, String> entries) {
        return entries.isEmpty() ? Collections.emptyMap() : Collections.unmodifiableMap(new TreeMap<>(entries));
    }
}
