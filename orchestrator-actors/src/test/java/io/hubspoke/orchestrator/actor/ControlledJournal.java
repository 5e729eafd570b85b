// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSerializer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/** A journal that keeps the bytes in memory and writes, waits or fails as the test says. One for each actor system. */
public final class ControlledJournal extends AsyncWriteJournal {
    static final String CONFIG = """
      pekko.persistence.journal.plugin = "controlled-journal"
      controlled-journal {
        class = "io.hubspoke.orchestrator.actor.ControlledJournal"
        plugin-dispatcher = "pekko.actor.default-dispatcher"
        circuit-breaker { max-failures = 1000, call-timeout = 60s, reset-timeout = 1s }
        replay-filter.mode = fail
      }
      """;

    /** The journals of all tests that run, by actor system: a plugin is made by Pekko and cannot be handed anything. */
    private static final Map<String, Control> CONTROLS = new ConcurrentHashMap<>();

    enum Mode {
        WRITE,
        HOLD,
        FAIL_WITHOUT_WRITING,
        WRITE_AND_FAIL
    }

    private record Held(Iterable<AtomicWrite> writes, CompletableFuture<Iterable<Optional<Exception>>> done) {}

    /** The test's hand on the journal of one system. */
    static final class Control {
        private Mode mode = Mode.WRITE;
        private final List<Held> held = new ArrayList<>();
        private final Map<String, NavigableMap<Long, byte[]>> rows = new TreeMap<>();
        private int writes;

        synchronized void set(Mode value) {
            mode = value;
        }

        synchronized int held() {
            return held.size();
        }

        synchronized int writes() {
            return writes;
        }

        synchronized void release() {
            mode = Mode.WRITE;
            held.forEach(one -> store(one.writes(), one.done()));
            held.clear();
        }

        synchronized void failHeld() {
            mode = Mode.WRITE;
            held.forEach(one -> one.done().completeExceptionally(new IllegalStateException("the disk is gone")));
            held.clear();
        }

        synchronized List<byte[]> rows(String persistenceId) {
            return List.copyOf(rows.getOrDefault(persistenceId, new TreeMap<>()).values());
        }

        private synchronized Future<Iterable<Optional<Exception>>> write(Iterable<AtomicWrite> writes) {
            CompletableFuture<Iterable<Optional<Exception>>> done = new CompletableFuture<>();
            switch (mode) {
                case WRITE -> store(writes, done);
                case HOLD -> held.add(new Held(writes, done));
                case FAIL_WITHOUT_WRITING -> done.completeExceptionally(new IllegalStateException("the disk is gone"));
                case WRITE_AND_FAIL -> {
                    store(writes, new CompletableFuture<>());
                    done.completeExceptionally(new IllegalStateException("the connection was lost"));
                }
            }
            return FutureConverters.asScala(done);
        }

        private void store(Iterable<AtomicWrite> atomicWrites, CompletableFuture<Iterable<Optional<Exception>>> done) {
            List<Optional<Exception>> results = new ArrayList<>();
            for (AtomicWrite write : atomicWrites) {
                for (PersistentRepr event : CollectionConverters.asJava(write.payload())) {
                    rows.computeIfAbsent(event.persistenceId(), id -> new TreeMap<>())
                            .put(
                                    event.sequenceNr(),
                                    ((Commit) event.payload()).row().bytes());
                }
                writes++;
                results.add(Optional.empty());
            }
            done.complete(results);
        }

        private synchronized NavigableMap<Long, byte[]> copy(String persistenceId) {
            return new TreeMap<>(rows.getOrDefault(persistenceId, new TreeMap<>()));
        }
    }

    static Control of(ActorSystem<?> system) {
        return of(system.name());
    }

    private static Control of(String system) {
        return CONTROLS.computeIfAbsent(system, name -> new Control());
    }

    private Control control() {
        return of(context().system().name());
    }

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        return control().write(messages);
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return FutureConverters.asScala(
                CompletableFuture.failedStage(new IllegalStateException("nothing is ever deleted")));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
        control()
                .copy(persistenceId)
                .subMap(from, true, to, true)
                .forEach((number, row) -> replay.accept(PersistentRepr.apply(
                        new CommitSerializer().fromBinary(row, "commit-1"),
                        number,
                        persistenceId,
                        "",
                        false,
                        null,
                        "")));
        return FutureConverters.asScala(CompletableFuture.completedStage(null));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        NavigableMap<Long, byte[]> rows = control().copy(persistenceId);
        return FutureConverters.asScala(CompletableFuture.completedStage(rows.isEmpty() ? 0L : rows.lastKey()));
    }
}
