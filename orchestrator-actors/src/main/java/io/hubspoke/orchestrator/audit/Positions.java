// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.protocol.ProjectId;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds revisions and instants in a history without reading all of it: both only grow from commit to commit, so
 * about twenty commits of a million are looked at.
 */
final class Positions {
    private final CommitSource source;
    private final ProjectId project;

    Positions(CommitSource source, ProjectId project) {
        this.source = source;
        this.project = project;
    }

    /** The last commit that is durable now; empty before the first. */
    Optional<Commit> last() {
        long number = source.lastNumber(project);
        return number == 0 ? Optional.empty() : Optional.of(numbered(number));
    }

    /** The last commit for which this holds, given that it holds for none after one for which it does not. */
    Optional<Commit> lastWhere(Predicate<Commit> holds) {
        Optional<Commit> found = Optional.empty();
        long low = 1;
        long high = source.lastNumber(project);
        while (low <= high) {
            long middle = low + (high - low) / 2;
            Commit commit = numbered(middle);
            if (holds.test(commit)) {
                found = Optional.of(commit);
                low = middle + 1;
            } else {
                high = middle - 1;
            }
        }
        return found;
    }

    Optional<Commit> holding(long revision) {
        return lastWhere(commit -> commit.firstRevision() <= revision)
                .filter(commit -> commit.lastRevision() >= revision);
    }

    long revisionAt(Instant instant) {
        return lastWhere(commit -> !commit.at().isAfter(instant))
                .map(Commit::lastRevision)
                .orElse(0L);
    }

    Commit numbered(long number) {
        Commit[] found = new Commit[1];
        source.commits(project, number, commit -> {
            found[0] = commit;
            return false;
        });
        if (found[0] == null)
            throw new JournalException("commit %d of project %s is missing".formatted(number, project));
        return found[0];
    }
}
