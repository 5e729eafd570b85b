// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Whether deciding costs more in a large project than a balanced tree explains. A look-up among a million takes six
 * times as many steps as among ten, so nothing may take more than six times as long; a rule that looks at every task
 * would take up to a hundred thousand times as long.
 */
final class Growth {
    static final int LEAST = 10;
    static final int MOST = 1_000_000;
    static final double ALLOWED = Math.log(MOST) / Math.log(LEAST);

    private Growth() {}

    /** The same row, with a note when it grows too fast, by more than chance explains. */
    static Row judged(Row row) {
        List<String> steep = Stream.of("growth x", "evolve growth x")
                .filter(detail -> row.detail(detail).orElse(0) > ALLOWED * (1 + row.noise()))
                .toList();
        if (steep.isEmpty()) return row;
        return row.withNote(String.format(
                Locale.ROOT,
                "TOO STEEP: from %,d to %,d tasks the logarithm allows a factor of %.1f",
                LEAST,
                MOST,
                ALLOWED));
    }

    /** Those that grow too fast. */
    static List<Row> tooSteep(List<Row> rows) {
        return rows.stream().filter(row -> row.note().startsWith("TOO STEEP")).toList();
    }
}
