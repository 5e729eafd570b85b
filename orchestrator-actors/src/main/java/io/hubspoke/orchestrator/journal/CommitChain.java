// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import io.hubspoke.protocol.ProjectId;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Makes commits of rows: each is checked against the one before, and who reads on is read ahead for. */
public final class CommitChain {
    /** Most who enter a history in the middle want one commit, or a few. */
    private static final int FEW_ROWS = 32;

    private CommitChain() {}

    /** The rows of one project, in order. */
    @FunctionalInterface
    public interface Rows {
        /** Hands out those from this number on, for as long as the predicate says true. */
        void from(long number, Predicate<byte[]> whileTrue);
    }

    /** As {@link CommitSource#commits} promises. */
    public static void read(
            ProjectId project, Rows rows, CommitCodec codec, long fromNumber, Predicate<Commit> whileTrue) {
        if (fromNumber <= 1) {
            readAhead(rows, codec, 1, new Chained(Head.START, whileTrue));
            return;
        }
        Entered entered = new Entered(project, fromNumber, whileTrue);
        int[] read = {0};
        boolean[] more = {true};
        rows.from(fromNumber - 1, row -> {
            more[0] = entered.test(codec.decode(row));
            return ++read[0] < FEW_ROWS && more[0];
        });
        if (more[0] && read[0] == FEW_ROWS) readAhead(rows, codec, fromNumber - 1 + FEW_ROWS, entered);
    }

    /** The head after this commit, from its row alone; the start of a history when there is no such row. */
    static Head headAfter(Rows rows, CommitCodec codec, long number) {
        Head[] head = {Head.START};
        rows.from(number, row -> {
            Commit commit = codec.decode(row);
            if (commit.number() == number) head[0] = Head.of(commit);
            return false;
        });
        return head[0];
    }

    private static void readAhead(Rows rows, CommitCodec codec, long from, Predicate<Commit> next) {
        try (ReadAhead<byte[]> ahead =
                new ReadAhead<>(sink -> rows.from(from, sink), row -> row.length, codec::decode)) {
            ahead.forEach(next);
        }
    }

    /** Passes on what continues the head. */
    private static final class Chained implements Predicate<Commit> {
        private final Predicate<Commit> whileTrue;
        private Head head;

        Chained(Head head, Predicate<Commit> whileTrue) {
            this.head = head;
            this.whileTrue = whileTrue;
        }

        @Override
        public boolean test(Commit commit) {
            head = head.then(commit);
            return whileTrue.test(commit);
        }
    }

    /** The first commit is the one before those that were asked for. */
    private static final class Entered implements Predicate<Commit> {
        private final ProjectId project;
        private final long first;
        private final Predicate<Commit> whileTrue;
        private @Nullable Chained chained;

        Entered(ProjectId project, long first, Predicate<Commit> whileTrue) {
            this.project = project;
            this.first = first;
            this.whileTrue = whileTrue;
        }

        @Override
        public boolean test(Commit commit) {
            if (chained != null) return chained.test(commit);
            if (commit.number() != first - 1)
                throw new JournalException("commit %d of project %s is missing".formatted(first - 1, project));
            chained = new Chained(Head.of(commit), whileTrue);
            return true;
        }
    }
}
