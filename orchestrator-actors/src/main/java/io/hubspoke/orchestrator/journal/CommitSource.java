// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import io.hubspoke.protocol.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Where histories are read from without an orchestrator: a journal, or an export of one. Reading changes nothing, and
 * memory stays bounded however long a history is.
 *
 * <p>For one thread.
 */
public interface CommitSource extends AutoCloseable {
    /** In the order of their names. */
    List<ProjectId> projects();

    /** The number of the project's last commit; 0 when it has none. */
    long lastNumber(ProjectId project);

    /**
     * Hands out the commits from this number on, in order, for as long as the predicate says true. Each continues the
     * one before it, the first one too.
     *
     * @throws JournalException naming the commit that is damaged or does not continue the one before
     */
    void commits(ProjectId project, long fromNumber, Predicate<Commit> whileTrue);

    /** The commits after which there may be a snapshot, in order; none when the source has none. */
    default List<Long> snapshots(ProjectId project) {
        return List.of();
    }

    /**
     * The snapshot after this commit; empty when there is none, when it is damaged or of another form, and when the
     * commit that it names is not the one that stands here.
     */
    default Optional<Snapshot> snapshot(ProjectId project, long number) {
        return Optional.empty();
    }

    @Override
    void close();
}
