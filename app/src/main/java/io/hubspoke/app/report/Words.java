// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import io.hubspoke.protocol.Usage;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.regex.Pattern;

/** Facts in few words. What agents wrote is made harmless for a terminal. */
public final class Words {
    private static final Pattern BLANK = Pattern.compile("[\\s\\p{Cc}\\p{Cf}]+");

    private Words() {}

    /** One line without control characters, cut to a length. */
    public static String line(String text, int lengthMax) {
        String start = text.length() > lengthMax * 4 ? text.substring(0, lengthMax * 4) : text;
        String line = BLANK.matcher(start.strip()).replaceAll(" ").strip();
        return line.length() <= lengthMax
                ? line
                : line.substring(0, lengthMax - 1).stripTrailing() + "…";
    }

    /** Several lines without control characters but the ends of lines. */
    public static String lines(String text) {
        return text.strip().replaceAll("\\r\\n?", "\n").replace("\t", "  ").replaceAll("[\\p{Cc}\\p{Cf}&&[^\\n]]", "?");
    }

    /** How long ago, in one unit: 12s, 5m, 3h, 2d. */
    public static String age(Instant then, Instant now) {
        return span(Duration.between(then, now));
    }

    /** A time in one unit. */
    public static String span(Duration time) {
        long seconds = Math.max(0, time.toSeconds());
        if (seconds < 120) return seconds + "s";
        if (seconds < 2 * 3600) return seconds / 60 + "m";
        if (seconds < 48 * 3600) return seconds / 3600 + "h";
        return seconds / 86_400 + "d";
    }

    /** {@code 1 task}, {@code 2 tasks}. */
    public static String count(long number, String one) {
        return number == 1 ? "1 " + one : "%,d %ss".formatted(number, one);
    }

    /** Millionths as an amount with two digits or more. */
    public static String money(long micros) {
        BigDecimal amount = BigDecimal.valueOf(micros, 6).stripTrailingZeros();
        return (amount.scale() < 2 ? amount.setScale(2, RoundingMode.UNNECESSARY) : amount).toPlainString();
    }

    public static String usage(Usage usage) {
        return "%,d tokens, %s".formatted(usage.tokens(), money(usage.costMicros()));
    }

    public static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
