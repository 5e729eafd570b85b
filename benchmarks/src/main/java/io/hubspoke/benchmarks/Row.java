// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * One line of the table.
 *
 * @param name unique within its group
 * @param value in {@code unit}; 0 when it could not be measured, and then the note says why
 * @param noise how far the value may be off by chance, as a share of it
 * @param details further figures by name, with their unit as the name's last word
 * @param note one sentence, or empty
 */
record Row(
        String group,
        String name,
        double value,
        String unit,
        Better better,
        double noise,
        Map<String, Double> details,
        String note) {
    /** Which way is up. */
    enum Better {
        HIGHER,
        LOWER
    }

    Row {
        details = Collections.unmodifiableMap(new LinkedHashMap<>(details));
    }

    static Row of(String group, String name, double value, String unit, Better better, double noise) {
        return new Row(group, name, value, unit, better, noise, Map.of(), "");
    }

    /** What could not be measured, and why. */
    static Row absent(String group, String name, String sentence) {
        return new Row(group, name, 0, "", Better.HIGHER, 0, Map.of(), sentence);
    }

    Row with(String detail, double figure) {
        Map<String, Double> more = new LinkedHashMap<>(details);
        more.put(detail, figure);
        return new Row(group, name, value, unit, better, noise, more, note);
    }

    Row withNote(String sentence) {
        return new Row(group, name, value, unit, better, noise, details, sentence);
    }

    @JsonIgnore
    boolean isMeasured() {
        return value > 0;
    }

    OptionalDouble detail(String detail) {
        Double figure = details.get(detail);
        return figure == null ? OptionalDouble.empty() : OptionalDouble.of(figure);
    }
}
