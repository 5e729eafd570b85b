// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.proof.Evidence.Stored;
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
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads rows in a thread, hashes and parses them in others, and hands the commits out in order: what takes longest is
 * done beside the folding. Memory is bounded by the bytes that are under way.
 */
final class Decoding implements AutoCloseable {
    private static final int PARCEL_BYTES = 256 * 1024;
    private static final int UNDER_WAY_BYTES = 8 * 1024 * 1024;
    private static final int PARCELS_MAX = 64;

    /** Some rows in order; what is wrong comes after the commits that are good. */
    private record Parcel(List<Commit> commits, @Nullable RuntimeException wrong, int bytes, boolean last) {}

    private final CommitCodec codec = new CommitCodec();
    private final ExecutorService workers =
            Executors.newFixedThreadPool(Math.max(1, Runtime.getRuntime().availableProcessors() - 1), Decoding::thread);
    private final BlockingQueue<Future<Parcel>> parcels = new ArrayBlockingQueue<>(PARCELS_MAX);
    private final Semaphore room = new Semaphore(UNDER_WAY_BYTES);
    private final ArrayDeque<Commit> ready = new ArrayDeque<>();
    private final Thread reading;
    private List<Stored> rows = new ArrayList<>();
    private int bytes;
    private @Nullable RuntimeException wrong;
    private boolean over;
    private volatile boolean closed;

    Decoding(Consumer<Predicate<Stored>> source) {
        reading = thread(() -> read(source));
        reading.start();
    }

    /** The next commit; empty after the last. What is wrong with it is thrown. */
    Optional<Commit> next() {
        while (ready.isEmpty()) {
            if (wrong != null) throw wrong;
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
                throw new IllegalArgumentException(bug.getCause());
            }
        }
        return Optional.of(ready.remove());
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

    private void read(Consumer<Predicate<Stored>> source) {
        RuntimeException trouble = null;
        try {
            source.accept(row -> {
                rows.add(row);
                bytes += row.bytes().length;
                if (bytes >= PARCEL_BYTES) send(null, false);
                return !closed;
            });
        } catch (RuntimeException unreadable) {
            trouble = unreadable;
        }
        if (!closed) send(trouble, true);
    }

    private void send(@Nullable RuntimeException after, boolean last) {
        List<Stored> sent = rows;
        int size = Math.min(bytes, UNDER_WAY_BYTES);
        rows = new ArrayList<>();
        bytes = 0;
        try {
            room.acquire(size);
            parcels.put(workers.submit(() -> decoded(sent, after, size, last)));
        } catch (InterruptedException enough) {
            closed = true;
        }
    }

    private Parcel decoded(List<Stored> sent, @Nullable RuntimeException after, int size, boolean last) {
        List<Commit> commits = new ArrayList<>(sent.size());
        for (Stored row : sent) {
            try {
                Commit commit = codec.decode(row.bytes());
                if (row.number() >= 0 && commit.number() != row.number()) {
                    throw new JournalException(
                            "commit %d is stored under the number %d".formatted(commit.number(), row.number()));
                }
                commits.add(commit);
            } catch (RuntimeException unreadable) {
                return new Parcel(
                        commits, new Verification.WrongCommit(row.number(), sentence(unreadable)), size, last);
            }
        }
        return new Parcel(commits, after, size, last);
    }

    private static String sentence(RuntimeException unreadable) {
        return unreadable instanceof JournalException known
                ? String.valueOf(known.getMessage())
                : "a commit cannot be read: " + unreadable;
    }

    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "verification");
        thread.setDaemon(true);
        return thread;
    }
}
