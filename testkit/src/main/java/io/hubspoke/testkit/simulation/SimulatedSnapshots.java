// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.orchestrator.journal.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.persistence.SelectedSnapshot;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.snapshot.japi.SnapshotStore;
import scala.concurrent.Future;
import scala.jdk.javaapi.FutureConverters;

/** The snapshot plugin of a simulated actor system: the {@link Disk} of the history that is being told. */
public final class SimulatedSnapshots extends SnapshotStore {
    private final Stage stage = Stage.current();

    @Override
    public Future<Optional<SelectedSnapshot>> doLoadAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        if (criteria.maxSequenceNr() == 0)
            return FutureConverters.asScala(CompletableFuture.completedStage(Optional.empty()));
        return FutureConverters.asScala(stage.disk()
                .load(criteria.maxSequenceNr())
                .thenApply(found -> found.stream().findFirst().map(entry -> selected(persistenceId, entry))));
    }

    private static SelectedSnapshot selected(String persistenceId, Map.Entry<Long, Snapshot> entry) {
        return SelectedSnapshot.create(new SnapshotMetadata(persistenceId, entry.getKey(), 0), entry.getValue());
    }

    /** As the hub's own store does, it says at once that it is done. */
    @Override
    public Future<Void> doSaveAsync(SnapshotMetadata metadata, Object snapshot) {
        stage.disk().save(metadata.sequenceNr(), (Snapshot) snapshot);
        return FutureConverters.asScala(CompletableFuture.completedStage(null));
    }

    @Override
    public Future<Void> doDeleteAsync(SnapshotMetadata metadata) {
        return FutureConverters.asScala(CompletableFuture.completedStage(null));
    }

    /** The hub asks for none: its journal clears them away by itself. */
    @Override
    public Future<Void> doDeleteAsync(String persistenceId, SnapshotSelectionCriteria criteria) {
        return FutureConverters.asScala(CompletableFuture.completedStage(null));
    }
}
