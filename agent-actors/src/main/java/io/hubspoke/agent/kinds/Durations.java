// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.time.Duration;
import java.util.Locale;

/** Durations as people read them: {@code 1.5s}, {@code 30m}. */
final class Durations {
    private Durations() {}

    static String text(Duration time) {
        return time.toString().substring(2).toLowerCase(Locale.ROOT);
    }
}
