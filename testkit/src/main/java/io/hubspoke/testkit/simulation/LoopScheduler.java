// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import com.typesafe.config.Config;
import java.util.concurrent.ThreadFactory;
import org.apache.pekko.actor.AbstractScheduler;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.event.LoggingAdapter;
import scala.concurrent.ExecutionContext;
import scala.concurrent.duration.FiniteDuration;

/** The timers of a simulated actor system: those of the {@link Loop} of the thread that made the system. */
public final class LoopScheduler extends AbstractScheduler {
    private final Loop loop = Stage.current().loop();

    /** Called by Pekko. */
    public LoopScheduler(Config config, LoggingAdapter log, ThreadFactory threads) {}

    @Override
    public Cancellable scheduleOnce(FiniteDuration delay, Runnable task, ExecutionContext executor) {
        return loop.after(delay.toNanos(), () -> executor.execute(task));
    }

    @Override
    @SuppressWarnings("deprecation") // what all that repeats comes down to
    public Cancellable schedule(
            FiniteDuration delay, FiniteDuration interval, Runnable task, ExecutionContext executor) {
        return new Repeated(interval.toNanos(), task, executor).first(delay.toNanos());
    }

    @Override
    public double maxFrequency() {
        return 1_000;
    }

    private final class Repeated implements Cancellable {
        private final long interval;
        private final Runnable task;
        private final ExecutionContext executor;
        private Cancellable next = Cancellable.alreadyCancelled();
        private boolean canceled;

        Repeated(long interval, Runnable task, ExecutionContext executor) {
            this.interval = interval;
            this.task = task;
            this.executor = executor;
        }

        Repeated first(long delay) {
            next = loop.after(delay, this::fire);
            return this;
        }

        private void fire() {
            next = loop.after(interval, this::fire);
            executor.execute(task);
        }

        @Override
        public boolean cancel() {
            boolean was = !canceled;
            canceled = true;
            next.cancel();
            return was;
        }

        @Override
        public boolean isCancelled() {
            return canceled;
        }
    }
}
