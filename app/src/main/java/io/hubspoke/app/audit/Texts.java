// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import io.hubspoke.app.report.Words;

/** What others wrote, cut so that no text makes a page large, and without characters that are not to be seen. */
final class Texts {
    private static final int BRIEF_CHARACTERS_MAX = 200;
    static final int FULL_CHARACTERS_MAX = 2_000;

    private Texts() {}

    /** One line. */
    static String brief(String text) {
        return Words.line(text, BRIEF_CHARACTERS_MAX);
    }

    /** Several lines. */
    static String full(String text) {
        String lines = Words.lines(text);
        return lines.length() <= FULL_CHARACTERS_MAX
                ? lines
                : "%s… (%,d characters in all)".formatted(start(lines, FULL_CHARACTERS_MAX), text.length());
    }

    /** Never half a character. */
    static String start(String text, int length) {
        return text.substring(0, Character.isHighSurrogate(text.charAt(length - 1)) ? length - 1 : length);
    }
}
