// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.util.Map;

/** What an exit code means. */
final class Exits {
    private static final Map<Integer, String> SIGNALS = Map.ofEntries(
            Map.entry(1, "HUP"),
            Map.entry(2, "INT"),
            Map.entry(3, "QUIT"),
            Map.entry(4, "ILL"),
            Map.entry(6, "ABRT"),
            Map.entry(7, "BUS"),
            Map.entry(8, "FPE"),
            Map.entry(9, "KILL"),
            Map.entry(11, "SEGV"),
            Map.entry(13, "PIPE"),
            Map.entry(14, "ALRM"),
            Map.entry(15, "TERM"),
            Map.entry(24, "XCPU"),
            Map.entry(25, "XFSZ"));

    private Exits() {}

    /** A clause such as {@code exited with code 3} or {@code was ended by signal 9 (KILL)}. */
    static String text(int code) {
        String signal = SIGNALS.get(code - 128);
        return signal == null
                ? "exited with code " + code
                : "was ended by signal %d (%s)".formatted(code - 128, signal);
    }
}
