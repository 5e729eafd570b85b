// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.setup.Setup;

/**
 * The rows of one project in memory, as the bytes that a real journal would keep, and what goes wrong with them. It
 * reaches its {@link TestJournalPlugin} as a setup of the actor system.
 */
final class TestJournal extends Setup {
    private final CommitCodec codec = new CommitCodec();
    private final List<byte[]> rows = new ArrayList<>();
    private final List<Commit> read = new ArrayList<>();
    private Head head = Head.START;
    private Duration latency = Duration.ZERO;
    private int failuresBeforeWriting;
    private int failuresAfterWriting;

    TestJournal(List<Commit> history) {
        history.forEach(commit -> rows.add(commit.row().bytes()));
    }

    // ---- what goes wrong

    synchronized void failBeforeWriting(int writes) {
        failuresBeforeWriting += writes;
    }

    synchronized void failAfterWriting(int writes) {
        failuresAfterWriting += writes;
    }

    synchronized void take(Duration eachWrite) {
        latency = eachWrite;
    }

    synchronized Duration latency() {
        return latency;
    }

    // ---- rows

    /** All of them or, when it throws before it has stored them, none; number 1 is the first row. */
    synchronized void write(List<Commit> commits) {
        if (failuresBeforeWriting > 0) {
            failuresBeforeWriting--;
            throw new IllegalStateException("the disk is gone");
        }
        if (commits.getFirst().number() != rows.size() + 1) {
            throw new IllegalStateException("commit %d was written after commit %d"
                    .formatted(commits.getFirst().number(), rows.size()));
        }
        commits.forEach(commit -> rows.add(commit.row().bytes()));
        if (failuresAfterWriting > 0) {
            failuresAfterWriting--;
            throw new IllegalStateException("the answer of the disk was lost");
        }
    }

    synchronized int size() {
        return rows.size();
    }

    synchronized byte[] row(long number) {
        return rows.get(Math.toIntExact(number - 1));
    }

    /** Every commit as it is read by the production code, each one seen to continue the one before. */
    synchronized List<Commit> commits() {
        for (byte[] row : rows.subList(read.size(), rows.size())) {
            Commit commit = codec.decode(row);
            head = head.then(commit);
            read.add(commit);
        }
        return List.copyOf(read);
    }
}
