// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import java.util.Collection;
import java.util.Optional;

/** Guesses what was meant by a misspelled name. */
public final class Nearest {
    private static final int DISTANCE_MAX = 3;

    private Nearest() {}

    /** The candidate with the fewest letters to change, when there are few enough to be a slip. */
    public static Optional<String> of(String written, Collection<String> candidates) {
        String plain = plain(written);
        Optional<String> best = Optional.empty();
        int least = Math.min(DISTANCE_MAX, Math.max(1, plain.length() / 2)) + 1;
        for (String candidate : candidates) {
            int distance = distance(plain, plain(candidate), least);
            if (distance < least) {
                least = distance;
                best = Optional.of(candidate);
            }
        }
        return best;
    }

    /**
     * Case and the choice of separator are no difference at all: agentType, agent_type and agent-type are the same
     * slip.
     */
    private static String plain(String name) {
        String known = name.length() > 100 ? name.substring(0, 100) : name;
        return known.replaceAll("[-_. ]", "").toLowerCase(java.util.Locale.ROOT);
    }

    /** Levenshtein's edit distance, two rows at a time; some number from {@code enough} on when it is not less. */
    private static int distance(String a, String b, int enough) {
        if (Math.abs(a.length() - b.length()) >= enough) return enough;
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) above[j] = j;
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            int nearest = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, Math.min(above[j], row[j - 1]) + 1);
                nearest = Math.min(nearest, row[j]);
            }
            if (nearest >= enough) return enough;
            above = row;
        }
        return above[b.length()];
    }
}
