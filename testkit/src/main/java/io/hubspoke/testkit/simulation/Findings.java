// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The first promise that was broken in a history; what comes after it is not looked at. */
final class Findings {
    private @Nullable Violation first;

    /** A promise that was broken: the same sentence for the same promise, and the facts of this time. */
    record Violation(String promise, String facts) {
        @Override
        public String toString() {
            return promise + ": " + facts;
        }
    }

    void require(boolean kept, String promise, @Nullable Object... facts) {
        if (!kept && first == null) first = new Violation(promise, Arrays.toString(facts));
    }

    boolean broken() {
        return first != null;
    }

    Optional<Violation> first() {
        return Optional.ofNullable(first);
    }
}
