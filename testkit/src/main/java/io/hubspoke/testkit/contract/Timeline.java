// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that was seen during one check, in the order in which it was seen. Safe for use by many threads. */
final class Timeline {
    private static final int SHOWN_MAX = 25;
    private static final int LINE_LENGTH_MAX = 240;

    private final List<Moment> moments = new ArrayList<>();

    synchronized void add(Moment moment) {
        moments.add(moment);
        notifyAll();
    }

    /** How much was seen so far; a place to look from. */
    synchronized int now() {
        return moments.size();
    }

    <T extends Moment> Stream<T> of(Class<T> type) {
        return since(0).stream().filter(type::isInstance).map(type::cast);
    }

    /** A copy of what was seen from that place on. */
    synchronized List<Moment> since(int place) {
        return List.copyOf(moments.subList(place, moments.size()));
    }

    /** Waits for a moment, from that place on; it may have been seen already. */
    synchronized Optional<Moment> await(int from, Duration atMost, Predicate<Moment> wanted)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        int next = from;
        while (true) {
            for (; next < moments.size(); next++) {
                if (wanted.test(moments.get(next))) return Optional.of(moments.get(next));
            }
            long left = end - System.nanoTime();
            if (left <= 0) return Optional.empty();
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    /**
     * Waits until for a while nothing of that sort is seen.
     *
     * @return the last such moment, when there was no such while
     */
    Optional<Moment> awaitQuiet(int from, Duration quiet, Duration atMost, Predicate<Moment> noise)
            throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        int place = from;
        while (true) {
            Optional<Moment> heard = await(place, quiet, noise);
            if (heard.isEmpty()) return Optional.empty();
            if (System.nanoTime() > end) return heard;
            place = now();
        }
    }

    /** The end of it, a line each, for those who look for the cause of a breach. */
    synchronized String tail() {
        int from = Math.max(0, moments.size() - SHOWN_MAX);
        return moments.subList(from, moments.size()).stream()
                .map(Timeline::line)
                .collect(Collectors.joining("\n  ", from == 0 ? "  " : "  …\n  ", ""));
    }

    private static String line(Moment moment) {
        String text = moment.toString().replace("\n", "\\n");
        return text.length() <= LINE_LENGTH_MAX ? text : text.substring(0, LINE_LENGTH_MAX - 1) + "…";
    }
}
