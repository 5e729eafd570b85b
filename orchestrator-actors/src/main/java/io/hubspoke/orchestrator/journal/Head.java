// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.time.Instant;

/**
 * Where a project's journal ends: what the next commit must continue.
 *
 * @param number of the last commit, 0 before the first
 * @param hash of the last commit
 * @param revision of the last event
 * @param at when the last commit was decided
 */
public record Head(long number, String hash, long revision, Instant at) {
    /** What the first commit names as its previous hash. */
    public static final String NO_HASH = "0".repeat(64);

    public static final Head START = new Head(0, NO_HASH, 0, Instant.EPOCH);

    /** The head after this commit, whatever was before it. */
    public static Head of(Commit commit) {
        return new Head(commit.number(), commit.hash(), commit.lastRevision(), commit.at());
    }

    /**
     * The head after this commit.
     *
     * @throws JournalException saying what is wrong when the commit does not continue this one
     */
    public Head then(Commit commit) {
        if (commit.number() != number + 1) {
            throw new JournalException(
                    commit.number() > number + 1
                            ? "commit %d is missing: commit %d follows commit %d"
                                    .formatted(number + 1, commit.number(), number)
                            : "commit %d stands after commit %d".formatted(commit.number(), number));
        }
        if (!commit.previousHash().equals(hash)) {
            throw new JournalException("commit %d does not continue commit %d: one of them was changed or replaced"
                    .formatted(commit.number(), number));
        }
        if (commit.firstRevision() != revision + 1) {
            throw new JournalException("commit %d starts with revision %d, but revision %d comes next"
                    .formatted(commit.number(), commit.firstRevision(), revision + 1));
        }
        return of(commit);
    }
}
