// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSerializer;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.orchestrator.journal.SnapshotSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/**
 * The disk under one project: rows and snapshots as bytes, made and read by the production serializers. Writes take
 * time and go wrong as the history wants. Like SQLite it never stores two rows under one number, and stores the rows
 * of one write together or not at all.
 */
final class Disk {
    /** Who is told what has become of the writes. */
    interface Observer {
        /** These commits are stored, in these rows. */
        void stored(List<Commit> commits, List<byte[]> rows);

        /** The hub was told that these rows are stored. */
        void reported(List<Commit> commits);

        void saved(Snapshot snapshot);

        /** From now on the outcome of a write may be unknown to the hub. */
        void trouble();

        /** The process must die now. */
        void kill(Fault reason);
    }

    private static final class Pending {
        final List<Commit> commits;
        final CompletableFuture<Void> done = new CompletableFuture<>();
        boolean over;

        Pending(List<Commit> commits) {
            this.commits = commits;
        }
    }

    private static final CommitSerializer COMMITS = new CommitSerializer();
    private static final SnapshotSerializer SNAPSHOTS = new SnapshotSerializer();

    private final Loop loop;
    private final Duration patience;
    private final Chance chance;
    private final Faults faults;
    private final Observer observer;
    private final NavigableMap<Long, Stored<Commit>> rows = new TreeMap<>();
    private final NavigableMap<Long, Stored<Snapshot>> snapshots = new TreeMap<>();
    private final List<Pending> pending = new ArrayList<>();
    private long writes;
    private long reads;
    private long lives;
    private long torn;
    private boolean readFailed;
    private boolean down;

    /** @param patience how long a write may take before its caller takes it for failed */
    Disk(Loop loop, Duration patience, Chance chance, Faults faults, Observer observer) {
        this.loop = loop;
        this.patience = patience;
        this.chance = chance;
        this.faults = faults;
        this.observer = observer;
    }

    // ---- the journal

    CompletableFuture<Void> write(List<Commit> batch) {
        Pending write = new Pending(batch);
        long number = writes++;
        long micros = 100L + chance.below(2_000, number);
        pending.add(write);
        if (down) {
            after(micros, write, () -> fail(write, "the disk is gone"));
        } else if (faults.strikes(Fault.CRASH_BEFORE_WRITE)) {
            after(micros, write, () -> kill(write, Fault.CRASH_BEFORE_WRITE));
        } else if (faults.strikes(Fault.CRASH_AFTER_WRITE)) {
            after(micros, write, () -> {
                store(write);
                kill(write, Fault.CRASH_AFTER_WRITE);
            });
        } else if (faults.strikes(Fault.TORN_WRITE)) {
            after(micros, write, () -> tear(write));
        } else if (faults.strikes(Fault.LOST_WRITE)) {
            after(micros, write, () -> fail(write, "the write was lost"));
        } else if (faults.strikes(Fault.UNREPORTED_WRITE)) {
            after(micros, write, () -> {
                store(write);
                fail(write, "the connection was lost");
            });
        } else if (faults.strikes(Fault.LATE_WRITE)) {
            long later = faults.lot(Fault.LATE_WRITE, 3_000_000);
            long life = lives;
            loop.after((micros + later) * 1_000, () -> {
                if (life == lives) store(write);
            });
            after(micros, write, () -> fail(write, "the write has timed out"));
        } else {
            long slow = faults.strikes(Fault.SLOW_WRITE) ? faults.lot(Fault.SLOW_WRITE, 12_000_000) : 0;
            if (slow > 0) observer.trouble();
            boolean inTime = micros + slow < patience.toNanos() / 1_000;
            after(micros + slow, write, () -> succeed(write, inTime));
        }
        return write.done;
    }

    /** Hands every row of these numbers to the reader, in order; it fails when one cannot be read. */
    CompletableFuture<Void> replay(long from, long to, BiConsumer<Long, Commit> reader) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        boolean fails = down || faults.strikes(Fault.FAILED_READ);
        loop.after(readNanos(), () -> {
            try {
                NavigableMap<Long, Stored<Commit>> wanted =
                        from > to ? new TreeMap<>() : rows.subMap(from, true, to, true);
                long part = fails ? wanted.size() / 2 : wanted.size();
                for (Map.Entry<Long, Stored<Commit>> row : wanted.entrySet()) {
                    if (part-- == 0) break;
                    reader.accept(row.getKey(), row.getValue().content());
                }
                if (fails) throw unreadable();
                done.complete(null);
            } catch (RuntimeException unreadable) {
                done.completeExceptionally(unreadable);
            }
        });
        return done;
    }

    CompletableFuture<Long> highest() {
        CompletableFuture<Long> done = new CompletableFuture<>();
        loop.after(readNanos(), () -> {
            if (down) done.completeExceptionally(unreadable());
            else done.complete(rows.isEmpty() ? 0L : rows.lastKey());
        });
        return done;
    }

    private IllegalStateException unreadable() {
        readFailed = true;
        return trouble("the disk cannot be read");
    }

    private long readNanos() {
        return 200_000L + chance.below(3_000, -1 - reads++) * 1_000L;
    }

    private void after(long micros, Pending write, Runnable then) {
        loop.after(micros * 1_000, () -> {
            if (!write.over) then.run();
        });
    }

    /** @param inTime whether anybody still listens: the hub may have read the journal anew since, without this write */
    private void succeed(Pending write, boolean inTime) {
        if (!store(write)) {
            fail(write, "UNIQUE constraint failed: another row has this number");
            return;
        }
        end(write);
        if (inTime) observer.reported(write.commits);
        write.done.complete(null);
    }

    private void fail(Pending write, String why) {
        end(write);
        write.done.completeExceptionally(trouble(why));
    }

    private void kill(Pending write, Fault reason) {
        end(write);
        forget(write);
        observer.kill(reason);
    }

    private void tear(Pending write) {
        end(write);
        forget(write);
        long number = write.commits.getLast().number();
        if (rows.containsKey(number)) {
            observer.kill(Fault.TORN_WRITE);
            return;
        }
        // The rows before the last of one write are whole, and nobody knows of them.
        byte[] whole = COMMITS.toBinary(write.commits.getLast());
        rows.put(number, row(Arrays.copyOf(whole, (int) faults.lot(Fault.TORN_WRITE, whole.length))));
        torn = number;
        observer.kill(Fault.TORN_WRITE);
    }

    /** The journal's actor, which outlives the process here, waits for each write before it speaks of the next. */
    private void forget(Pending write) {
        loop.after(1_000, () -> write.done.completeExceptionally(new IllegalStateException("the process has died")));
    }

    private void end(Pending write) {
        write.over = true;
        pending.remove(write);
    }

    private boolean store(Pending write) {
        for (Commit commit : write.commits) if (rows.containsKey(commit.number())) return false;
        List<byte[]> bytes = new ArrayList<>(write.commits.size());
        for (Commit commit : write.commits) {
            bytes.add(COMMITS.toBinary(commit));
            rows.put(commit.number(), row(bytes.getLast()));
        }
        observer.stored(write.commits, bytes);
        return true;
    }

    private IllegalStateException trouble(String why) {
        observer.trouble();
        return new IllegalStateException(why);
    }

    /** The process has died: what it was writing is stored or not, and it is not told. */
    void processDied() {
        observer.trouble();
        readFailed = false;
        lives++;
        for (Pending write : List.copyOf(pending)) {
            end(write);
            forget(write);
            if (torn == 0 && chance.of(7).below(2, writes) == 0) store(write);
        }
    }

    void set(boolean isDown) {
        down = isDown;
    }

    boolean isTorn() {
        return torn != 0;
    }

    /** Whether something could not be read since the process before has died. */
    boolean hasReadFailed() {
        return readFailed;
    }

    /** As a data base does when it is opened: what was not written to its end was never written. */
    void takeBackTorn() {
        rows.remove(torn);
        torn = 0;
    }

    /** The whole journal, as it is read. */
    List<Commit> commits() {
        return rows.values().stream().map(Stored::content).toList();
    }

    // ---- the snapshots

    /** Nobody is told what has become of it. */
    void save(long number, Snapshot snapshot) {
        boolean fails = faults.strikes(Fault.UNSAVED_SNAPSHOT);
        byte[] bytes = SNAPSHOTS.toBinary(snapshot);
        observer.saved(snapshot);
        loop.after(readNanos(), () -> {
            if (!fails && !down) snapshots.put(number, snapshot(bytes));
        });
    }

    /** The newest snapshot up to this number, and its number; empty when there is none. */
    CompletableFuture<List<Map.Entry<Long, Snapshot>>> load(long upTo) {
        CompletableFuture<List<Map.Entry<Long, Snapshot>>> done = new CompletableFuture<>();
        loop.after(readNanos(), () -> {
            Map.Entry<Long, Stored<Snapshot>> newest = snapshots.floorEntry(upTo);
            if (newest != null && faults.strikes(Fault.LOST_SNAPSHOT)) {
                snapshots.remove(newest.getKey());
                newest = snapshots.floorEntry(upTo);
            }
            if (newest == null) {
                done.complete(List.of());
                return;
            }
            if (faults.strikes(Fault.DAMAGED_SNAPSHOT)) {
                byte[] changed = newest.getValue().bytes().clone();
                changed[(int) faults.lot(Fault.DAMAGED_SNAPSHOT, changed.length)] ^= 1;
                snapshots.put(newest.getKey(), snapshot(changed));
                newest = snapshots.floorEntry(upTo);
            }
            try {
                done.complete(
                        List.of(Map.entry(newest.getKey(), newest.getValue().content())));
            } catch (RuntimeException damaged) {
                done.completeExceptionally(damaged);
            }
        });
        return done;
    }

    /** All snapshots that can be read, oldest first. */
    List<Snapshot> snapshots() {
        List<Snapshot> readable = new ArrayList<>();
        for (Stored<Snapshot> stored : snapshots.values()) {
            try {
                readable.add(stored.content());
            } catch (RuntimeException damaged) {
                // A damaged one is left aside, as the hub does.
            }
        }
        return readable;
    }

    private static Stored<Commit> row(byte[] bytes) {
        return new Stored<>(bytes, row -> (Commit) COMMITS.fromBinary(row, COMMITS.manifest(row)));
    }

    private static Stored<Snapshot> snapshot(byte[] bytes) {
        return new Stored<>(bytes, unread -> (Snapshot) SNAPSHOTS.fromBinary(unread, SNAPSHOTS.manifest(unread)));
    }
}
