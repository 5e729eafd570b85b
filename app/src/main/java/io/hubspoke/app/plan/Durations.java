// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Times as people write them: {@code 500ms}, {@code 30s}, {@code 1h30m}, {@code 2d}, and ISO-8601 such as {@code
 * PT30S}.
 */
public final class Durations {
    private static final Pattern UNITS =
            Pattern.compile("(?:(\\d{1,6})d)?(?:(\\d{1,9})h)?(?:(\\d{1,9})m(?!s))?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");

    private Durations() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException with a sentence that says what to write
     */
    public static Duration parse(String text) {
        String plain = text.strip();
        Matcher units = UNITS.matcher(plain);
        if (!plain.isEmpty() && units.matches()) {
            return Duration.ofDays(number(units, 1))
                    .plusHours(number(units, 2))
                    .plusMinutes(number(units, 3))
                    .plusSeconds(number(units, 4))
                    .plusMillis(number(units, 5));
        }
        try {
            return Duration.parse(plain.toUpperCase(Locale.ROOT));
        } catch (DateTimeParseException notIso) {
            throw new IllegalArgumentException(
                    "'" + shown(plain) + "' is not a time: write it like 500ms, 30s, 5m or 1h30m");
        }
    }

    /** The shortest way to write it, such as {@code 1h30m}; zero is {@code 0s}. */
    public static String write(Duration time) {
        StringBuilder text = new StringBuilder();
        append(text, time.toDays(), "d");
        append(text, time.toHoursPart(), "h");
        append(text, time.toMinutesPart(), "m");
        append(text, time.toSecondsPart(), "s");
        append(text, time.toMillisPart(), "ms");
        return text.isEmpty() ? "0s" : text.toString();
    }

    private static void append(StringBuilder text, long number, String unit) {
        if (number != 0) text.append(number).append(unit);
    }

    private static long number(Matcher units, int group) {
        return units.group(group) == null ? 0 : Long.parseLong(units.group(group));
    }

    private static String shown(String text) {
        return text.length() <= 40 ? text : text.substring(0, 37) + "...";
    }
}
