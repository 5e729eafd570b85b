// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Rules;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Request;
import java.time.Instant;
import java.util.Optional;

/**
 * A new project whose history is that of another one up to some revision, row for row, and one commit more, which says
 * so and lets go of whoever worked there. The source is read and never written to.
 */
public final class Fork {
    private final JournalCopy copy;
    private final long revision;
    private Head head = Head.START;
    private ProjectState state;
    private Optional<Commit> cut = Optional.empty();

    /**
     * What a fork came to.
     *
     * @param source the head at which the source was left
     * @param head where the fork begins to be its own
     * @param state of the fork
     */
    public record Forked(Head source, Head head, ProjectState state) {}

    /**
     * What is wanted.
     *
     * @param revision the last one to be copied; it ends a commit, for a commit is one step
     * @param as the name of the new project
     */
    public record Wanted(ProjectId source, long revision, ProjectId as, Principal.Operator operator) {}

    private Fork(JournalCopy copy, Wanted wanted) {
        this.copy = copy;
        this.revision = wanted.revision();
        this.state = ProjectState.empty(wanted.as());
    }

    /**
     * All of it or nothing, from evidence that is verified first, to its end.
     *
     * @param now when it is decided
     * @throws Import.NotVerified when the source is not what was written
     * @throws JournalException in one sentence when the new name is taken, or when there is no such revision, or it
     *     stands within a commit
     */
    public static Forked of(Evidence evidence, Wanted wanted, JournalFile journal, Instant now) {
        try (JournalCopy copy = new JournalCopy(journal, wanted.as())) {
            Fork fork = new Fork(copy, wanted);
            Verification.of(evidence, wanted.source(), Trust.NOTHING, fork::take)
                    .finding()
                    .ifPresent(finding -> {
                        throw new Import.NotVerified(finding);
                    });
            fork.requireWhole(wanted);
            Head source = fork.head;
            fork.add(fork.decided(wanted, now));
            copy.keep();
            return new Forked(source, fork.head, fork.state);
        }
    }

    private void take(Commit commit) {
        if (commit.lastRevision() <= revision) add(commit);
        else if (commit.firstRevision() <= revision) cut = Optional.of(commit);
    }

    private void add(Commit commit) {
        copy.add(commit);
        state = commit.appliedTo(state);
        head = head.then(commit);
    }

    private void requireWhole(Wanted wanted) {
        cut.ifPresent(commit -> {
            throw new JournalException(within(commit, revision));
        });
        if (revision < 1 || head.revision() != revision) {
            throw new JournalException("project %s has no revision %d to fork at".formatted(wanted.source(), revision));
        }
    }

    /** Why a history cannot be left within this commit, and where it can. */
    private static String within(Commit commit, long revision) {
        String before = commit.number() == 1 ? "" : "%d or ".formatted(commit.firstRevision() - 1);
        return "revision %d stands within commit %d, which is one step: use %s%d"
                .formatted(revision, commit.number(), before, commit.lastRevision());
    }

    private Commit decided(Wanted wanted, Instant now) {
        Instant at = now.isBefore(head.at()) ? head.at() : now;
        Command.Fork command = new Command.Fork(
                wanted.source(), head.number(), head.revision(), head.hash(), head.at(), wanted.operator());
        return switch (Rules.decide(state, Request.ofHub(command), at)) {
            case io.hubspoke.orchestrator.domain.Verdict.Accepted accepted ->
                new CommitCodec().encode(head, at, accepted.events());
            case io.hubspoke.orchestrator.domain.Verdict.Refused refused ->
                throw new JournalException(refused.rejection().sentence());
        };
    }
}
