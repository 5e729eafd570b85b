// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** The one place that says which names are allowed; every id is checked here when it is made. */
public final class Names {
    /** The longest id, in characters: it fits a directory name, a branch name and a column of every journal. */
    public static final int ID_LENGTH_MAX = 64;

    private Names() {}

    /**
     * Refuses what is not 1 to 64 letters, digits, {@code . _ -} starting with a letter or digit.
     *
     * @throws IllegalArgumentException with a sentence that says what to write instead
     */
    public static String requireId(String what, String value) {
        if (!isId(value)) {
            String allowed = "letters, digits, '.', '_' or '-', starting with a letter or digit";
            throw new IllegalArgumentException(
                    "%s '%s' is not allowed: use 1 to %d %s".formatted(what, shown(value), ID_LENGTH_MAX, allowed));
        }
        return value;
    }

    /** By hand: several are made for every event that is read. */
    private static boolean isId(String value) {
        if (value.isEmpty() || value.length() > ID_LENGTH_MAX || !isLetterOrDigit(value.charAt(0))) return false;
        for (int i = 1; i < value.length(); i++) {
            char c = value.charAt(i);
            if (!isLetterOrDigit(c) && c != '.' && c != '_' && c != '-') return false;
        }
        return true;
    }

    static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    }

    static long requirePositive(String what, long number) {
        if (number < 1) {
            throw new IllegalArgumentException("%s %d is not allowed: numbers start at 1".formatted(what, number));
        }
        return number;
    }

    static long requireNumbered(String what, String prefix, String text) {
        if (text.startsWith(prefix)) {
            try {
                return requirePositive(what, Long.parseLong(text.substring(prefix.length())));
            } catch (NumberFormatException notANumber) {
                // falls through to the one sentence below
            }
        }
        throw new IllegalArgumentException(
                "%s '%s' is not allowed: write it like %s7".formatted(what, shown(text), prefix));
    }

    private static String shown(String value) {
        return value.length() <= 80 ? value : value.substring(0, 77) + "...";
    }
}
