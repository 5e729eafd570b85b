// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.Recorded;
import java.time.Instant;
import java.util.List;

/**
 * What one write holds: everything that a batch of commands caused. It is durable as a whole or not at all.
 *
 * @param number from 1, without gaps; equals Pekko's sequence number
 * @param at when it was decided; never earlier than the commit before
 * @param previousHash the hash of the commit before, 64 zeros for the first
 * @param hash SHA-256 over the previous hash and the row up to the hash, in 64 hexadecimal digits
 * @param events at least one, their revisions without gaps
 * @param row the bytes that are stored
 */
public record Commit(long number, Instant at, String previousHash, String hash, List<Recorded> events, Row row) {
    public Commit {
        events = List.copyOf(events);
        if (events.isEmpty()) throw new IllegalArgumentException("a commit without events must not be written");
    }

    public long firstRevision() {
        return events.getFirst().revision();
    }

    public long lastRevision() {
        return events.getLast().revision();
    }

    /**
     * The state after this commit.
     *
     * @throws JournalException when an event cannot apply
     */
    public ProjectState appliedTo(ProjectState before) {
        ProjectState state = before;
        for (Recorded recorded : events) state = appliedTo(state, recorded);
        return state;
    }

    /**
     * The state after one of its events.
     *
     * @throws JournalException when it cannot apply
     */
    public ProjectState appliedTo(ProjectState before, Recorded recorded) {
        try {
            return before.evolve(recorded);
        } catch (IllegalStateException cannotApply) {
            throw new JournalException(
                    "commit %d cannot apply: %s".formatted(number, cannotApply.getMessage()), cannotApply);
        }
    }
}
