// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.protocol.ProjectId;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Waits for commits that another process writes. It asks for the last number only, soon after news and ever more
 * seldom without: at rest some two times a second.
 */
final class Following {
    private static final long PAUSE_MILLIS = 25;
    private static final long PAUSE_MILLIS_MAX = 400;

    private Following() {}

    /** Hands over each commit after this number, for as long as somebody reads; only an interrupt ends it otherwise. */
    static void commits(
            CommitSource source, ProjectId project, long after, Consumer<Commit> each, BooleanSupplier wanted)
            throws InterruptedException {
        long[] last = {after};
        long pause = PAUSE_MILLIS;
        while (wanted.getAsBoolean()) {
            if (source.lastNumber(project) > last[0]) {
                source.commits(project, last[0] + 1, commit -> {
                    last[0] = commit.number();
                    each.accept(commit);
                    return true;
                });
                pause = PAUSE_MILLIS;
            } else {
                Thread.sleep(pause);
                pause = Math.min(PAUSE_MILLIS_MAX, pause * 2);
            }
        }
    }
}
