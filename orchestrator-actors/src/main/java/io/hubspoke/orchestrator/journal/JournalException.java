// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.util.regex.Pattern;

/**
 * The journal cannot be used as it is. The message is one sentence for a person that says what to do where that is
 * not plain.
 */
public final class JournalException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");
    private static final int LENGTH_MAX = 800;

    public JournalException(String sentence) {
        super(oneLine(sentence));
    }

    public JournalException(String sentence, Throwable cause) {
        super(oneLine(sentence), cause);
    }

    /** What failed, and the first line of why. */
    static JournalException because(String what, Exception cause) {
        String why = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return new JournalException(what + ": " + why, cause);
    }

    /** What is told may quote the journal: no line break or terminal command of it comes through. */
    private static String oneLine(String text) {
        String line = CONTROL.matcher(text).replaceAll(" ");
        return line.length() <= LENGTH_MAX ? line : line.substring(0, LENGTH_MAX) + " […]";
    }
}
