// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table through time. A row begins with the first revision of its cells.
 *
 * @param columns the names of the cells, in their order
 * @param byId in the order in which they came
 */
record Grid(List<String> columns, @JsonIgnore Map<String, Row> byId) {
    Grid(String... columns) {
        this(List.of(columns), new LinkedHashMap<>());
    }

    /**
     * @param facts what never changes
     * @param cells one for each column
     */
    record Row(String id, Map<String, ?> facts, List<Series> cells) {}

    boolean contains(String id) {
        return byId.containsKey(id);
    }

    @JsonProperty
    Collection<Row> rows() {
        return byId.values();
    }

    /** Values are one for each column; facts are asked for when the row is new. */
    void set(long revision, String id, Supplier<Map<String, ?>> facts, @Nullable Object... values) {
        if (values.length != columns.size()) throw new IllegalArgumentException("a value for each column: " + columns);
        Row row = byId.computeIfAbsent(id, name -> new Row(name, facts.get(), series(columns.size())));
        for (int i = 0; i < values.length; i++) row.cells().get(i).set(revision, values[i]);
    }

    private static List<Series> series(int count) {
        return Stream.generate(Series::new).limit(count).toList();
    }
}
