// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import java.util.Optional;

/**
 * The revisions that a report shows, both ends included.
 *
 * @param from at least 1
 * @param to at most {@value #REVISIONS_MAX} revisions in all
 */
public record Range(long from, long to) {
    /** A report with more would be slow to open. Measured: 430 bytes of page for each revision of small tasks. */
    public static final int REVISIONS_MAX = 20_000;

    /**
     * What was asked for, as far as there is something; the end that was left out is as far away as allowed, and
     * without any the last revisions are shown.
     *
     * @throws IllegalArgumentException saying what to write instead
     */
    public static Range of(Optional<Long> from, Optional<Long> to, long last) {
        if (last == 0) throw new IllegalArgumentException("there is nothing to report: the project has no events");
        long end = to.orElseGet(() ->
                from.map(first -> Math.min(last, first + REVISIONS_MAX - 1)).orElse(last));
        long start = from.orElse(Math.max(1, end - REVISIONS_MAX + 1));
        if (start < 1 || end > last || start > end) {
            throw new IllegalArgumentException(
                    "there are no revisions %d to %d: use --from and --to within 1 to %d".formatted(start, end, last));
        }
        if (end - start + 1 > REVISIONS_MAX) {
            throw new IllegalArgumentException(
                    "%,d revisions are too many for one report: use --from and --to for %,d or less"
                            .formatted(end - start + 1, REVISIONS_MAX));
        }
        return new Range(start, end);
    }

    public long revisions() {
        return to - from + 1;
    }
}
