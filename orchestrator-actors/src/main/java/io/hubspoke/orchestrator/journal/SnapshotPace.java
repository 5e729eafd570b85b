// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the next snapshot is due: after so many commits, after so many events, or after a twentieth of these events when
 * the last snapshot is long enough ago. How long grows with the number of tasks, as the cost of a snapshot does:
 * writing one takes about two microseconds for each task, so that even the busiest hub keeps one processor busy with it
 * for a twentieth of the time, and all others have few events to replay when they start.
 */
public final class SnapshotPace {
    private static final int EARLY_PART = 20;
    private static final Duration PAUSE_PER_TASK = Duration.ofNanos(50_000);

    private final int everyCommits;
    private final int everyEvents;
    private int commits;
    private long events;
    private @Nullable Instant last;

    public SnapshotPace(int everyCommits, int everyEvents) {
        this.everyCommits = everyCommits;
        this.everyEvents = everyEvents;
    }

    /** What has been read again since the last snapshot. */
    public void count(Commit commit) {
        commits++;
        events += commit.events().size();
        if (last == null) last = commit.at();
    }

    /** Counts what is being written; whether a snapshot is due after it. If so, counting begins anew. */
    public boolean isDue(Commit commit, int tasks) {
        count(commit);
        Duration pause = Duration.between(last == null ? commit.at() : last, commit.at());
        boolean due = commits >= everyCommits
                || events >= everyEvents
                || (events >= everyEvents / EARLY_PART && pause.compareTo(PAUSE_PER_TASK.multipliedBy(tasks)) >= 0);
        if (due) {
            commits = 0;
            events = 0;
            last = commit.at();
        }
        return due;
    }
}
