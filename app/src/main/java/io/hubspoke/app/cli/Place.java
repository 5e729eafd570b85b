// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.plan.Durations;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.orchestrator.audit.Timeline;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A place in a history as people write it: a revision, a time, or how long ago. A time means the last revision decided
 * by then.
 */
sealed interface Place {
    String FORMS = "write a revision such as 17, 'last', a time such as 2026-11-22T12:04:07Z, 2026-11-22T12:04 or 12:04"
            + " (yours), or how long ago, such as 10m";

    record Revision(long number) implements Place {}

    record Time(Instant instant) implements Place {}

    record Last() implements Place {}

    static Place of(String text, Clock clock) {
        String plain = text.strip();
        if (plain.matches("\\d{1,18}")) return new Revision(Long.parseLong(plain));
        if (plain.equalsIgnoreCase("last")) return new Last();
        return instant(plain, clock)
                .<Place>map(Time::new)
                .orElseThrow(() -> new Failure(
                        ExitCode.USAGE,
                        "'%s' is no place in a history: %s"
                                .formatted(plain.length() <= 40 ? plain : plain.substring(0, 37) + "...", FORMS)));
    }

    /** The last revision at this place; 0 before the first. */
    default long revision(Timeline timeline) {
        return switch (this) {
            case Revision revision -> revision.number();
            case Time time -> timeline.revisionAt(time.instant());
            case Last last -> timeline.last();
        };
    }

    /** The first revision that is not before this place. */
    default long from(Timeline timeline) {
        return switch (this) {
            case Revision revision -> revision.number();
            case Time time -> timeline.revisionAt(time.instant().minusNanos(1)) + 1;
            case Last last -> timeline.last();
        };
    }

    /**
     * A revision that exists; 0 is before the first.
     *
     * @throws Failure that says the last one
     */
    default long existing(Timeline timeline) {
        long revision = revision(timeline);
        long last = timeline.last();
        if (revision <= last) return revision;
        throw new Failure(
                ExitCode.FAILED,
                "project %s has no revision %d: its last one is %d".formatted(timeline.project(), revision, last));
    }

    private static Optional<Instant> instant(String text, Clock clock) {
        String time = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) ", "$1T");
        return first(() -> Instant.parse(time))
                .or(() -> first(() -> OffsetDateTime.parse(time).toInstant()))
                .or(() -> first(
                        () -> LocalDateTime.parse(time).atZone(clock.getZone()).toInstant()))
                .or(() -> first(() ->
                        LocalDate.parse(time).atStartOfDay(clock.getZone()).toInstant()))
                .or(() -> first(() -> LocalTime.parse(time)
                        .atDate(LocalDate.now(clock))
                        .atZone(clock.getZone())
                        .toInstant()))
                .or(() -> first(() -> clock.instant().minus(Durations.parse(text.replaceFirst("\\s+ago$", "")))));
    }

    private static Optional<Instant> first(Supplier<Instant> reading) {
        try {
            return Optional.of(reading.get());
        } catch (DateTimeException | IllegalArgumentException | ArithmeticException other) {
            return Optional.empty();
        }
    }
}
