// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Runs all actors of a test kit, one task at a time: in the thread of the test while it waits for them to come to rest,
 * and in a thread of its own otherwise. So a step of a test has no thread to wait for, and is over when nothing is left
 * to do.
 */
final class StepExecutor implements Executor {
    private static final long STEP_TASKS_MAX = 10_000_000;

    private final Deque<Runnable> tasks = new ArrayDeque<>();
    /** The thread that runs tasks now; none other does. */
    private @Nullable Thread running;
    /** Threads that wait for rest: they run the tasks themselves. */
    private int settling;
    /** Threads that want to run a task while another one does. */
    private int contenders;

    private long executed;
    private boolean ended;

    static StepExecutor start() {
        StepExecutor executor = new StepExecutor();
        Thread.ofPlatform().daemon().name("hubspoke-testkit").start(executor::runInBackground);
        return executor;
    }

    @Override
    public synchronized void execute(Runnable task) {
        tasks.add(task);
        wakeUp();
    }

    /** Runs what there is to do, and what follows from it, until nothing is left. */
    void settle() {
        if (isRunning())
            throw new IllegalStateException("an actor of the test kit waits for itself: step from the test");
        hold(() -> {
            for (long done = 0; runNext(); done++) {
                if (done == STEP_TASKS_MAX) throw new AssertionError("the actors never come to rest");
            }
        });
    }

    /** No other thread runs tasks meanwhile: what there is to do waits for {@link #settle}. */
    void hold(Runnable meanwhile) {
        enter();
        try {
            meanwhile.run();
        } finally {
            leave();
        }
    }

    /** Waits in real time until more was executed than this count, or there is more to do; false when time is over. */
    synchronized boolean awaitActivity(long count, Duration realTime) {
        long end = System.nanoTime() + realTime.toNanos();
        while (executed == count && tasks.isEmpty()) {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0) return false;
            waitForChange(left);
        }
        return true;
    }

    /** How many tasks were run so far. */
    synchronized long executed() {
        return executed;
    }

    synchronized void end() {
        ended = true;
        notifyAll();
    }

    private synchronized boolean isRunning() {
        return Thread.currentThread().equals(running);
    }

    private synchronized void enter() {
        settling++;
    }

    private synchronized void leave() {
        settling--;
        notifyAll();
    }

    private void runInBackground() {
        while (awaitTurn()) runNext();
    }

    /** The background thread's turn comes when there is something to do and no test does it; false at the end. */
    private synchronized boolean awaitTurn() {
        while (!ended && (settling > 0 || tasks.isEmpty())) waitForChange();
        return !ended;
    }

    private boolean runNext() {
        Runnable task = take();
        if (task == null) return false;
        try {
            task.run();
        } finally {
            done();
        }
        return true;
    }

    /** The next task once no other one runs; null when there is none. */
    private synchronized @Nullable Runnable take() {
        contenders++;
        while (running != null) waitForChange();
        contenders--;
        Runnable task = tasks.poll();
        if (task != null) running = Thread.currentThread();
        return task;
    }

    private synchronized void done() {
        running = null;
        executed++;
        wakeUp();
    }

    /** Nobody is waked for nothing: in a step there is mostly nobody who waits. */
    private void wakeUp() {
        if (settling == 0 || contenders > 0) notifyAll();
    }

    private void waitForChange() {
        waitForChange(0);
    }

    @SuppressWarnings("WaitNotInLoop") // those who call it look again
    private synchronized void waitForChange(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the actors were at work", interrupted);
        }
    }
}
