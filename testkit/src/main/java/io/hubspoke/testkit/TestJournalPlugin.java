// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSerializer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/**
 * Pekko's way to the {@link TestJournal}. The journal of Pekko's own persistence testkit reads all rows back for each
 * that it writes, which a project of a week does not end.
 */
public final class TestJournalPlugin extends AsyncWriteJournal {
    private final CommitSerializer serializer = new CommitSerializer();

    private final TestJournal journal = context()
            .system()
            .settings()
            .setup()
            .get(TestJournal.class)
            .orElseThrow(() -> new IllegalStateException("this journal works in an OrchestratorTestKit only"));

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        List<Commit> commits = new ArrayList<>();
        List<Optional<Exception>> accepted = new ArrayList<>();
        for (AtomicWrite write : messages) {
            for (PersistentRepr event : CollectionConverters.asJava(write.payload()))
                commits.add((Commit) event.payload());
            accepted.add(Optional.empty());
        }
        return afterLatency(() -> {
            journal.write(commits);
            return accepted;
        });
    }

    private <T> Future<T> afterLatency(Callable<T> write) {
        CompletableFuture<T> done = new CompletableFuture<>();
        Runnable task = () -> {
            try {
                done.complete(write.call());
            } catch (Exception failed) {
                done.completeExceptionally(failed);
            }
        };
        Duration latency = journal.latency();
        if (latency.isZero()) task.run();
        else
            context().system().scheduler().scheduleOnce(latency, task, context().dispatcher());
        return FutureConverters.asScala(done);
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return FutureConverters.asScala(
                CompletableFuture.failedStage(new IllegalStateException("nothing is ever deleted")));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
        try {
            long last = Math.min(to, journal.size());
            for (long number = Math.max(1, from); number <= last; number++) {
                Object commit = serializer.fromBinary(journal.row(number), serializer.manifest(number));
                replay.accept(PersistentRepr.apply(commit, number, persistenceId, "", false, null, ""));
            }
            return FutureConverters.asScala(CompletableFuture.completedStage(null));
        } catch (RuntimeException unreadable) {
            return FutureConverters.asScala(CompletableFuture.failedStage(unreadable));
        }
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        return FutureConverters.asScala(CompletableFuture.completedStage((long) journal.size()));
    }
}
