// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whether deciding costs more in a large project than balanced trees explain. A change among a million takes six times
 * as many steps as among ten, and more than six times as long, since a large tree does not fit into the processor's
 * caches: how much more is measured in the same run, on bare trees of the library. A rule that
 * looks at every task would take up to a hundred thousand times as long.
 */
final class Growth {
    static final int LEAST = 10;
    static final int MOST = 1_000_000;
    private static final double STEPS = Math.log(MOST) / Math.log(LEAST);

    private final double allowed;

    /** @param tree how many times as long a change of the largest tree takes as of the smallest, 0 when unknown */
    Growth(double tree) {
        allowed = Math.max(STEPS, tree);
    }

    /** The same row, with a note when it grows too fast, by more than chance explains. */
    Row judged(Row row) {
        List<String> steep = Stream.of("growth x", "evolve growth x")
                .filter(detail -> row.detail(detail).orElse(0) > allowed * (1 + row.noise()))
                .toList();
        if (steep.isEmpty()) return row;
        return row.withNote(String.format(
                Locale.ROOT, "TOO STEEP: from %,d to %,d tasks a tree allows a factor of %.1f", LEAST, MOST, allowed));
    }

    /** Those that grow too fast. */
    static List<Row> tooSteep(List<Row> rows) {
        return rows.stream().filter(row -> row.note().startsWith("TOO STEEP")).toList();
    }
}
