// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.orchestrator.journal.Commit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.persistence.AtomicWrite;
import org.apache.pekko.persistence.PersistentRepr;
import org.apache.pekko.persistence.journal.japi.AsyncWriteJournal;
import scala.concurrent.Future;
import scala.jdk.javaapi.CollectionConverters;
import scala.jdk.javaapi.FutureConverters;

/** The journal plugin of a simulated actor system: the {@link Disk} of the history that is being told. */
public final class SimulatedJournal extends AsyncWriteJournal {
    private final Stage stage = Stage.current();

    @Override
    public Future<Iterable<Optional<Exception>>> doAsyncWriteMessages(Iterable<AtomicWrite> messages) {
        List<CompletableFuture<Void>> writes = new ArrayList<>();
        List<Optional<Exception>> accepted = new ArrayList<>();
        for (AtomicWrite write : messages) {
            List<Commit> commits = new ArrayList<>();
            for (PersistentRepr event : CollectionConverters.asJava(write.payload()))
                commits.add((Commit) event.payload());
            writes.add(stage.disk().write(commits));
            accepted.add(Optional.empty());
        }
        return FutureConverters.asScala(CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new))
                .<Iterable<Optional<Exception>>>thenApply(done -> accepted));
    }

    @Override
    public Future<Void> doAsyncDeleteMessagesTo(String persistenceId, long toSequenceNr) {
        return FutureConverters.asScala(
                CompletableFuture.failedStage(new IllegalStateException("nothing is ever deleted")));
    }

    @Override
    public Future<Void> doAsyncReplayMessages(
            String persistenceId, long from, long to, long max, Consumer<PersistentRepr> replay) {
        return FutureConverters.asScala(stage.disk()
                .replay(
                        from,
                        to,
                        (number, commit) ->
                                replay.accept(PersistentRepr.apply(commit, number, persistenceId, "", false, null, "")))
                .thenRun(stage::journalRead));
    }

    @Override
    public Future<Long> doAsyncReadHighestSequenceNr(String persistenceId, long from) {
        return FutureConverters.asScala(stage.disk().highest());
    }
}
