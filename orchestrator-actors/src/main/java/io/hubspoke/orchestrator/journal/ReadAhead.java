// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows in a thread, hashes and parses them in others, and hands the commits out in order: what takes longest is
 * done beside the folding. Memory is bounded by the bytes that are under way.
 *
 * <p>For one thread; the source is used by another until this is closed.
 *
 * @param <R> a row as the source has it
 */
public final class ReadAhead<R> implements AutoCloseable {
    private static final int PARCEL_BYTES = 256 * 1024;
    private static final int UNDER_WAY_BYTES = 4 * 1024 * 1024;
    private static final int PARCELS_MAX = 64;

    /** Some rows in order; what is wrong comes after the commits that are good. */
    private record Parcel(List<Commit> commits, @Nullable Throwable wrong, int bytes, boolean last) {}

    private final ToIntFunction<R> length;
    private final Function<R, Commit> decode;
    private final ExecutorService workers = Executors.newFixedThreadPool(
            Math.max(1, Runtime.getRuntime().availableProcessors() - 1), ReadAhead::thread);
    private final BlockingQueue<Future<Parcel>> parcels = new ArrayBlockingQueue<>(PARCELS_MAX);
    private final Semaphore room = new Semaphore(UNDER_WAY_BYTES);
    private final ArrayDeque<Commit> ready = new ArrayDeque<>();
    private final Thread reading;
    private List<R> rows = new ArrayList<>();
    private int bytes;
    private @Nullable Throwable wrong;
    private boolean over;
    private volatile boolean closed;

    /**
     * Begins to read.
     *
     * @param source hands out rows for as long as the predicate says true
     * @param length of a row in bytes
     * @param decode throws what is wrong with a row; several threads call it at once
     */
    public ReadAhead(Consumer<Predicate<R>> source, ToIntFunction<R> length, Function<R, Commit> decode) {
        this.length = length;
        this.decode = decode;
        reading = thread(() -> read(source));
        reading.start();
    }

    /** The next commit; empty after the last. What is wrong with it is thrown. */
    public Optional<Commit> next() {
        while (ready.isEmpty()) {
            if (wrong != null) throw unchecked(wrong);
            if (over) return Optional.empty();
            try {
                Parcel parcel = parcels.take().get();
                room.release(parcel.bytes());
                ready.addAll(parcel.commits());
                wrong = parcel.wrong();
                over = parcel.last();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new CancellationException("interrupted while a journal was read");
            } catch (ExecutionException bug) {
                throw unchecked(bug.getCause());
            }
        }
        return Optional.of(ready.remove());
    }

    /** The next commits, for as long as the predicate says true. */
    void forEach(Predicate<Commit> whileTrue) {
        Optional<Commit> commit = next();
        while (commit.isPresent() && whileTrue.test(commit.get())) commit = next();
    }

    @Override
    public void close() {
        closed = true;
        reading.interrupt();
        workers.shutdownNow();
        try {
            reading.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void read(Consumer<Predicate<R>> source) {
        Throwable trouble = null;
        try {
            source.accept(row -> {
                rows.add(row);
                bytes += length.applyAsInt(row);
                if (bytes >= PARCEL_BYTES) send(null, false);
                return !closed;
            });
        } catch (RuntimeException | Error unreadable) {
            trouble = unreadable;
        }
        if (!closed) send(trouble, true);
    }

    private void send(@Nullable Throwable after, boolean last) {
        List<R> sent = rows;
        int size = Math.min(bytes, UNDER_WAY_BYTES);
        rows = new ArrayList<>();
        bytes = 0;
        try {
            room.acquire(size);
            parcels.put(workers.submit(() -> decoded(sent, after, size, last)));
        } catch (InterruptedException | RejectedExecutionException enough) {
            closed = true;
        }
    }

    private Parcel decoded(List<R> sent, @Nullable Throwable after, int size, boolean last) {
        List<Commit> commits = new ArrayList<>(sent.size());
        for (R row : sent) {
            try {
                commits.add(decode.apply(row));
            } catch (RuntimeException unreadable) {
                return new Parcel(commits, unreadable, size, last);
            }
        }
        return new Parcel(commits, after, size, last);
    }

    private static RuntimeException unchecked(@Nullable Throwable thrown) {
        if (thrown instanceof Error error) throw error;
        return thrown instanceof RuntimeException known ? known : new IllegalStateException(thrown);
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "journal-read-ahead");
        thread.setDaemon(true);
        return thread;
    }
}
