// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * A project's history, to be entered at any revision. Each state is folded from the nearest place known: the
 * beginning, a snapshot that its commit confirms, or a state seen before, of which a few are kept. So the first visit
 * costs a fold over the events before it, and a step from there next to nothing, forward and back.
 *
 * <p>A history that is being written may be visited too: what is durable at the call is there. For one thread, like
 * its source.
 */
public final class Timeline {
    /** States kept; they share all that did not change between them. */
    private static final int CHECKPOINTS_MAX = 32;

    /** Reading a snapshot costs about as much as folding so many events. */
    private static final long SNAPSHOT_WORTH = 5_000;

    private final CommitSource source;
    private final ProjectId project;
    private final boolean snapshots;
    private final Positions positions;
    private final TreeMap<Long, Checkpoint> checkpoints = new TreeMap<>();
    private long spacing = 500;

    /** The state after a whole commit. */
    private record Checkpoint(long commit, ProjectState state) {}

    /** Sees one event with the state before and after it; false ends the walk. */
    @FunctionalInterface
    public interface Visitor {
        boolean visit(ProjectState before, Recorded recorded, ProjectState after);
    }

    private Timeline(CommitSource source, ProjectId project, boolean snapshots) {
        this.source = source;
        this.project = project;
        this.snapshots = snapshots;
        this.positions = new Positions(source, project);
        checkpoints.put(0L, new Checkpoint(0, ProjectState.empty(project)));
    }

    /** With the source's snapshots as shortcuts. */
    public static Timeline of(CommitSource source, ProjectId project) {
        return new Timeline(source, project, true);
    }

    /** From the first event on: nothing is believed but the commits. */
    public static Timeline withoutSnapshots(CommitSource source, ProjectId project) {
        return new Timeline(source, project, false);
    }

    public ProjectId project() {
        return project;
    }

    /** The last commit that is durable now; empty when the project has none. */
    public Optional<Commit> lastCommit() {
        return positions.last();
    }

    /** The last revision that is durable now; 0 when the project has none. */
    public long last() {
        return lastCommit().map(Commit::lastRevision).orElse(0L);
    }

    /** The last revision whose commit was decided at this instant or before; 0 when that was before the first. */
    public long revisionAt(Instant instant) {
        return positions.revisionAt(instant);
    }

    /** The commit that holds this revision; empty when there is no such revision. */
    public Optional<Commit> commitOf(long revision) {
        return positions.holding(revision);
    }

    /**
     * The project exactly after this revision, which may stand in the middle of a commit; 0 is before the first event.
     *
     * @throws IllegalArgumentException when the history has no such revision
     * @throws JournalException when the history is damaged on the way
     */
    public Moment at(long revision) {
        if (revision < 0) throw noSuch(revision);
        if (revision == 0) return new Moment(ProjectState.empty(project), Optional.empty(), 0);
        Checkpoint base = base(revision - 1);
        Folded folded = new Folded(base.state());
        source.commits(project, base.commit() + 1, commit -> {
            folded.add(commit, revision);
            return commit.lastRevision() < revision;
        });
        return folded.moment().filter(moment -> moment.revision() == revision).orElseThrow(() -> noSuch(revision));
    }

    /** Visits each event from this revision on, oldest first, until the visitor has seen enough. */
    public void walk(long fromRevision, Visitor visitor) {
        long from = Math.max(1, fromRevision);
        Moment before = at(from - 1);
        ProjectState[] state = {before.state()};
        long first = before.event().isEmpty() || endsItsCommit(before) ? before.commit() + 1 : before.commit();
        source.commits(project, first, commit -> {
            for (Recorded recorded : commit.events()) {
                if (recorded.revision() < from) continue;
                ProjectState after = commit.appliedTo(state[0], recorded);
                boolean more = visitor.visit(state[0], recorded, after);
                state[0] = after;
                if (!more) return false;
            }
            keepNowAndThen(commit.number(), state[0]);
            return true;
        });
    }

    /** Hands over each event from this revision on, oldest first and without any state, for as long as it says true. */
    public void events(long fromRevision, Predicate<Recorded> whileTrue) {
        long from = Math.max(1, fromRevision);
        long first = from == 1 ? 1 : commitOf(from).map(Commit::number).orElseGet(() -> source.lastNumber(project) + 1);
        source.commits(project, first, commit -> {
            for (Recorded recorded : commit.events()) {
                if (recorded.revision() >= from && !whileTrue.test(recorded)) return false;
            }
            return true;
        });
    }

    private boolean endsItsCommit(Moment moment) {
        return positions.numbered(moment.commit()).lastRevision() == moment.revision();
    }

    /** The nearest state at or before this revision from which commits can be read on. */
    private Checkpoint base(long revision) {
        Map.Entry<Long, Checkpoint> kept = checkpoints.floorEntry(revision);
        if (!snapshots || revision - kept.getKey() < SNAPSHOT_WORTH) return kept.getValue();
        List<Long> numbers = source.snapshots(project);
        for (long number : numbers.reversed()) {
            long snapshotRevision = positions.numbered(number).lastRevision();
            if (snapshotRevision > revision) continue;
            if (snapshotRevision - kept.getKey() < SNAPSHOT_WORTH) break;
            Optional<Snapshot> snapshot = source.snapshot(project, number);
            if (snapshot.isEmpty()) continue;
            return keep(number, snapshot.get().state());
        }
        return kept.getValue();
    }

    private void keepNowAndThen(long commit, ProjectState state) {
        if (state.revision() - checkpoints.floorKey(state.revision()) >= spacing) keep(commit, state);
    }

    /** Of too many states, those are let go that stand close to another. */
    private Checkpoint keep(long commit, ProjectState state) {
        Checkpoint checkpoint = new Checkpoint(commit, state);
        checkpoints.put(state.revision(), checkpoint);
        if (checkpoints.size() > CHECKPOINTS_MAX) {
            spacing *= 2;
            long[] kept = {0};
            checkpoints.keySet().removeIf(revision -> {
                boolean tooClose = revision > 0 && revision - kept[0] < spacing;
                if (!tooClose) kept[0] = revision;
                return tooClose;
            });
        }
        return checkpoint;
    }

    private IllegalArgumentException noSuch(long revision) {
        long last = last();
        return new IllegalArgumentException(
                last == 0
                        ? "project %s has no events".formatted(project)
                        : "project %s has no revision %d: use 0 to %d".formatted(project, revision, last));
    }

    /** A fold that ends within a commit. */
    private final class Folded {
        private ProjectState state;
        private Optional<Moment> moment = Optional.empty();

        Folded(ProjectState state) {
            this.state = state;
        }

        void add(Commit commit, long upTo) {
            if (commit.lastRevision() < upTo) {
                state = commit.appliedTo(state);
                keepNowAndThen(commit.number(), state);
                return;
            }
            // What comes next is most likely a neighbour: the state before this commit is worth keeping.
            keep(commit.number() - 1, state);
            for (Recorded recorded : commit.events()) {
                if (recorded.revision() > upTo) return;
                state = commit.appliedTo(state, recorded);
                moment = Optional.of(new Moment(state, Optional.of(recorded), commit.number()));
            }
        }

        Optional<Moment> moment() {
            return moment;
        }
    }
}
