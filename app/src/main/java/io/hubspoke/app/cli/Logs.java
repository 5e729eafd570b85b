// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import java.nio.file.Path;

/** Where this process logs to. Set before the first logger is made; what the user has set stays. */
final class Logs {
    private Logs() {}

    /** The terminal gets errors only, a line each; the file beside the journal gets everything of note. */
    static void besideJournal(Path journal, boolean debug) {
        set("hubspoke.log.file", journal.resolveSibling("hubspoke.log").toString());
        set("hubspoke.console.level", debug ? "WARN" : "ERROR");
    }

    /** A command that only looks leaves no file behind and starts no logging. */
    static void none() {
        set("slf4j.internal.verbosity", "ERROR");
        set("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
    }

    private static void set(String name, String value) {
        if (System.getProperty(name) == null) System.setProperty(name, value);
    }
}
