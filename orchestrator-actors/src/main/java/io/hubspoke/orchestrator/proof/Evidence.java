// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.protocol.ProjectId;
import java.util.List;
import java.util.function.Predicate;

/** What is to be judged: everything that is stored of some projects, as it is stored. For one thread at a time. */
public interface Evidence extends AutoCloseable {
    /**
     * Bytes that are stored under a number.
     *
     * @param number {@link #UNNUMBERED} when only the bytes tell it
     * @param bytes nobody writes to them
     */
    @SuppressWarnings("ArrayRecordComponent") // compared nowhere, and copying would double what an audit reads
    record Stored(long number, byte[] bytes) {
        public static final long UNNUMBERED = -1;
    }

    /** Of which anything is stored, in the order of their names. */
    List<ProjectId> projects();

    /**
     * Hands out the commits of a project in the order of their numbers, for as long as the predicate says true.
     *
     * @throws JournalException when something is stored otherwise than it is ever written
     */
    void commits(ProjectId project, Predicate<Stored> whileTrue);

    /** The commits after which there is a snapshot of a form that is used, in order. */
    List<Long> snapshots(ProjectId project);

    /** The bytes of one of {@link #snapshots}. */
    byte[] snapshotBytes(ProjectId project, long number);

    /** In the order of their numbers. */
    List<SignedHead> heads(ProjectId project);

    @Override
    void close();
}
