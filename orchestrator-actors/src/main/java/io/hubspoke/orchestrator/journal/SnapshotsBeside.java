// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.typesafe.config.Config;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.persistence.SnapshotMetadata;
import org.apache.pekko.persistence.jdbc.snapshot.JdbcSnapshotStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import scala.concurrent.ExecutionContext;
import scala.concurrent.Future;
import scala.runtime.BoxedUnit;

/**
 * Pekko's snapshot store over JDBC that writes beside the hub's work: Pekko answers nobody until a snapshot is stored,
 * and one of a hundred thousand tasks takes a second. So it says at once that it is. What cannot be written is told in
 * the log and costs nothing but time at the next start. While one is being written, the next of that project is left
 * out.
 */
public final class SnapshotsBeside extends JdbcSnapshotStore {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotsBeside.class);
    private static final Future<BoxedUnit> DONE = Future.successful(BoxedUnit.UNIT);

    /** Not the plugin's own thread, which answers. */
    private final ExecutionContext beside = ExecutionContext.fromExecutor(
            task -> Thread.ofVirtual().name("hubspoke-snapshot").start(task));

    private final Map<String, Future<BoxedUnit>> last = new HashMap<>();

    /** Called by Pekko, with what stands in the configuration under the store's name. */
    public SnapshotsBeside(Config config) {
        super(config);
    }

    @Override
    public Future<BoxedUnit> saveAsync(SnapshotMetadata metadata, Object snapshot) {
        if (!last.getOrDefault(metadata.persistenceId(), DONE).isCompleted()) return DONE;
        Future<BoxedUnit> writing = Future.delegate(() -> super.saveAsync(metadata, snapshot), beside);
        last.put(metadata.persistenceId(), writing);
        writing.failed()
                .foreach(
                        failure -> {
                            LOG.warn(
                                    "{}: a snapshot could not be written, which costs nothing but time",
                                    metadata.persistenceId(),
                                    failure);
                            return BoxedUnit.UNIT;
                        },
                        beside);
        return DONE;
    }
}
