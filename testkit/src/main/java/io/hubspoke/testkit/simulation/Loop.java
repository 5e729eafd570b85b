// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.time.Duration;
import java.util.PriorityQueue;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.ChildActorPath;
import org.apache.pekko.dispatch.Mailbox;

/**
 * The one thread of a simulated world: everything that an actor system would hand to its threads and timers waits here
 * and is run one at a time. Which of those that are ready comes next is drawn from the seed; time moves only when
 * nobody is ready, and then to the next timer at once.
 */
final class Loop {
    private record Ready(long order, long number, Runnable task) implements Comparable<Ready> {
        @Override
        public int compareTo(Ready other) {
            int byOrder = Long.compare(order, other.order);
            return byOrder != 0 ? byOrder : Long.compare(number, other.number);
        }
    }

    private final class Timer implements Comparable<Timer>, Cancellable {
        final long at;
        final long number;
        final Runnable task;
        boolean over;

        Timer(long at, long number, Runnable task) {
            this.at = at;
            this.number = number;
            this.task = task;
        }

        @Override
        public int compareTo(Timer other) {
            int byTime = Long.compare(at, other.at);
            return byTime != 0 ? byTime : Long.compare(number, other.number);
        }

        @Override
        public boolean cancel() {
            boolean first = !over;
            over = true;
            if (first && ++cancelled > CANCELLED_MIN && cancelled > timers.size() / 2) {
                timers.removeIf(Timer::isCancelled);
                cancelled = 0;
            }
            return first;
        }

        @Override
        public boolean isCancelled() {
            return over;
        }
    }

    private static final String MADE_UP = "$";
    /** Fewer that were cancelled are not worth clearing away before their time. */
    private static final int CANCELLED_MIN = 100;

    private final PriorityQueue<Ready> ready = new PriorityQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private Chance chance = new Chance(0);
    private long numbers;
    private long runs;
    private long nanos;
    /** Timers that wait although nobody waits for them. */
    private int cancelled;

    /** Begins a new history at time zero; nothing of the one before is left. */
    void reset(Chance order) {
        ready.clear();
        timers.clear();
        chance = order;
        numbers = 0;
        runs = 0;
        nanos = 0;
        cancelled = 0;
    }

    /** Time since the history began. */
    long nanos() {
        return nanos;
    }

    long millis() {
        return nanos / 1_000_000;
    }

    /** How many tasks were run. */
    long runs() {
        return runs;
    }

    /**
     * The order depends on who the task is for and on how many were run before, not on the order in which tasks come
     * in: what comes in at once may come in the order of a hash table.
     */
    void ready(Runnable task) {
        long place =
                task instanceof Mailbox mailbox ? place(mailbox.actor().self().path()) : 0;
        ready.add(new Ready(chance.draw(place * 1_000_003 + runs), numbers++, task));
    }

    /** A name that Pekko has made up counts on from one history to the next: it must not decide anything. */
    static long place(ActorPath path) {
        long place = 17;
        for (ActorPath at = path; at instanceof ChildActorPath; at = at.parent())
            place = place * 31 + (at.name().startsWith(MADE_UP) ? 0 : at.name().hashCode());
        return place;
    }

    Cancellable after(Duration delay, Runnable task) {
        return after(delay.toNanos(), task);
    }

    Cancellable afterMillis(long millis, Runnable task) {
        return after(millis * 1_000_000, task);
    }

    Cancellable after(long delayNanos, Runnable task) {
        Timer timer = new Timer(nanos + Math.max(0, delayNanos), numbers++, task);
        timers.add(timer);
        return timer;
    }

    /** Runs what is ready until nothing is; time stands still. Ends early when {@code limit} tasks were run. */
    boolean settle(long limit) {
        long end = runs + limit;
        while (!ready.isEmpty() && runs < end) {
            runs++;
            ready.remove().task().run();
        }
        return ready.isEmpty();
    }

    /** Moves to the next timer and fires it; when there is none until this time, moves there and returns false. */
    boolean advance(long untilNanos) {
        while (!timers.isEmpty() && timers.peek().over) {
            timers.remove();
            cancelled--;
        }
        if (timers.isEmpty() || timers.peek().at > untilNanos) {
            nanos = Math.max(nanos, untilNanos);
            return false;
        }
        Timer timer = timers.remove();
        timer.over = true;
        nanos = Math.max(nanos, timer.at);
        timer.task.run();
        return true;
    }
}
