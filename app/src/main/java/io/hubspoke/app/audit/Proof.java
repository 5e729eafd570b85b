// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.protocol.ProjectId;
import java.time.Instant;
import java.util.Optional;

/**
 * What came of reading a whole history: each commit's hash, its place in the chain, and that its events apply.
 *
 * @param commits how many are sound, from the first on
 * @param revisions how many events these hold
 * @param hash of the last of them
 * @param at when the last of them was decided
 * @param damage what is wrong with the commit after them; empty when nothing is
 */
public record Verification(long commits, long revisions, String hash, Instant at, Optional<String> damage) {
    public boolean intact() {
        return damage.isEmpty();
    }

    static Verification of(CommitSource source, ProjectId project) {
        Head[] head = {Head.START};
        ProjectState[] state = {ProjectState.empty(project)};
        Optional<String> damage = Optional.empty();
        try {
            source.commits(project, 1, commit -> {
                state[0] = commit.appliedTo(state[0]);
                head[0] = head(commit);
                return true;
            });
        } catch (JournalException damaged) {
            damage = Optional.of(String.valueOf(damaged.getMessage()));
        }
        return new Verification(head[0].number(), head[0].revision(), head[0].hash(), head[0].at(), damage);
    }

    private static Head head(Commit commit) {
        return new Head(commit.number(), commit.hash(), commit.lastRevision(), commit.at());
    }
}
