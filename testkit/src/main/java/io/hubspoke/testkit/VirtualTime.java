// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import com.typesafe.config.Config;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/**
 * Clock and timers of a test kit's actor system: time stands still until somebody moves it, and moves from timer to
 * timer. Pekko's own manual time pauses for a tenth of a second at each step and fires all timers of a span before any
 * actor has answered the first.
 */
public final class VirtualTime extends AbstractScheduler implements InstantSource {
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.comparing(Timer::at).thenComparingLong(Timer::number));
    private Instant now = ProjectScenario.START;
    private long numbers;

    private record Timer(Instant at, long number, Runnable task, ExecutionContext executor, Repetition repetition)
            implements Cancellable {
        @Override
        public boolean cancel() {
            return repetition.cancel();
        }

        @Override
        public boolean isCancelled() {
            return repetition.isCancelled();
        }
    }

    /** What the firings of one timer have in common. */
    private static final class Repetition {
        final Optional<FiniteDuration> interval;
        private boolean over;

        Repetition(Optional<FiniteDuration> interval) {
            this.interval = interval;
        }

        synchronized boolean cancel() {
            boolean first = !over;
            over = true;
            return first;
        }

        synchronized boolean isCancelled() {
            return over;
        }
    }

    /** Called by Pekko. */
    public VirtualTime(Config config, LoggingAdapter log, ThreadFactory threads) {}

    @Override
    public synchronized Instant instant() {
        return now;
    }

    /** When the next timer fires; empty when there is none. */
    synchronized Optional<Instant> next() {
        dropCancelled();
        return timers.isEmpty()
                ? Optional.empty()
                : Optional.of(timers.element().at());
    }

    /** It is this late now, or as late as it was; whatever is due goes to its executor. */
    void moveTo(Instant instant) {
        dueBy(instant).forEach(timer -> timer.executor().execute(timer.task()));
    }

    private synchronized List<Timer> dueBy(Instant instant) {
        if (instant.isAfter(now)) now = instant;
        List<Timer> due = new ArrayList<>();
        for (dropCancelled(); !timers.isEmpty() && !timers.element().at().isAfter(now); dropCancelled()) {
            Timer timer = timers.remove();
            due.add(timer);
            timer.repetition()
                    .interval
                    .ifPresentOrElse(
                            interval -> add(interval, timer.task(), timer.executor(), timer.repetition()),
                            timer.repetition()::cancel);
        }
        return due;
    }

    private void dropCancelled() {
        while (!timers.isEmpty() && timers.element().isCancelled()) timers.remove();
    }

    @Override
    public synchronized Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
        return add(delay, task, executor, new Repetition(Optional.empty()));
    }

    @Override
    @SuppressWarnings("deprecation") // what Pekko calls
    public synchronized Cancellable schedule(
            FiniteDuration delay, FiniteDuration interval, Runnable task, ExecutionContext executor) {
        return add(delay, task, executor, new Repetition(Optional.of(interval)));
    }

    private Timer add(FiniteDuration delay, Runnable task, ExecutionContext executor, Repetition repetition) {
        Timer timer = new Timer(now.plusNanos(delay.toNanos()), numbers++, task, executor, repetition);
        timers.add(timer);
        return timer;
    }

    @Override
    public double maxFrequency() {
        return 1_000_000;
    }
}
