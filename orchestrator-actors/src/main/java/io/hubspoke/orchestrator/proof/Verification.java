// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.domain.EventInvariants;
import io.hubspoke.orchestrator.domain.Invariants;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.ReadAhead;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.orchestrator.journal.SnapshotSerializer;
import io.hubspoke.orchestrator.journal.StateHash;
import io.hubspoke.orchestrator.proof.Evidence.Stored;
import io.hubspoke.orchestrator.proof.Verdict.Finding;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Judges the history of one project from its first commit to its last: every commit is the bytes that were hashed,
 * continues the one before, and holds events that could have happened; every invariant of the rules holds after it;
 * snapshots are what replay comes to; signed heads name what stands there. It stops at the first thing that is wrong.
 * Memory is that of one state and a few megabytes of commits.
 */
public final class Verification {
    /** Everything is looked at once more when this many events, and as many as the state has parts, have passed. */
    private static final int WHOLE_AFTER_EVENTS = 1_000;

    private final CommitCodec codec = new CommitCodec();
    private final Evidence evidence;
    private final ProjectId project;
    private final Trust trust;
    private final NavigableMap<Long, SignedHead> heads = new TreeMap<>();
    private final Map<Long, Replayed> replayed = new HashMap<>();

    private Head head = Head.START;
    private ProjectState state;
    private Optional<Recorded> last = Optional.empty();
    private long sinceWhole;
    private Optional<RuntimeException> doubt = Optional.empty();
    private Optional<CompletableFuture<String>> hash = Optional.empty();
    private int headsFound;
    private long signedUpTo;
    private int snapshotsFound;

    /** What stands for a snapshot: to keep all the states themselves would take the memory of all of them. */
    private record Replayed(Head head, CompletableFuture<String> digestThen) {
        /** It takes a second for a hundred thousand tasks, and the next commits need not wait for it. */
        static Replayed of(Head head, ProjectState state) {
            return new Replayed(
                    head, CompletableFuture.supplyAsync(() -> SnapshotSerializer.digest(new Snapshot(head, state))));
        }

        String digest() {
            return digestThen.join();
        }

        /** As a snapshot of the same head would be written, however this one was. */
        boolean is(Snapshot stored) {
            return stored.head().number() == head.number()
                    && stored.head().hash().equals(head.hash())
                    && stored.head().revision() == head.revision()
                    && of(head, stored.state()).digest().equals(digest());
        }
    }

    private Verification(Evidence evidence, ProjectId project, Trust trust) {
        this.evidence = evidence;
        this.project = project;
        this.trust = trust;
        state = ProjectState.empty(project);
    }

    /** Judges one project. */
    public static Verdict of(Evidence evidence, ProjectId project, Trust trust) {
        return of(evidence, project, trust, commit -> {});
    }

    /** Judges one project and hands out each commit as soon as it is found to be good. */
    public static Verdict of(Evidence evidence, ProjectId project, Trust trust, Consumer<Commit> good) {
        Verification verification = new Verification(evidence, project, trust);
        Optional<Finding> finding = verification.finding(good);
        return new Verdict(
                project,
                verification.head,
                verification.hash.orElseGet(() -> verification.hashing()).join(),
                verification.snapshotsFound,
                verification.headsFound,
                verification.signedUpTo,
                finding);
    }

    private Optional<Finding> finding(Consumer<Commit> good) {
        long number = 0;
        try {
            collectHeads();
            List<Long> snapshots = evidence.snapshots(project);
            number = 1;
            try (ReadAhead<Stored> ahead = new ReadAhead<>(
                    sink -> evidence.commits(project, sink), stored -> stored.bytes().length, this::decoded)) {
                for (Optional<Commit> next = ahead.next(); next.isPresent(); next = ahead.next()) {
                    Commit commit = next.get();
                    take(commit);
                    number = head.number() + 1;
                    if (snapshots.contains(commit.number())) replayed.put(commit.number(), Replayed.of(head, state));
                    good.accept(commit);
                }
            }
            number = head.number();
            whole();
            if (doubt.isPresent()) throw doubt.get();
            ends();
            // Beside the snapshots, whose digests take as long.
            hash = Optional.of(hashing());
            for (long snapshot : snapshots) compare(snapshot);
            return Optional.empty();
        } catch (WrongCommit wrong) {
            return Optional.of(
                    named(wrong.number == Stored.UNNUMBERED ? head.number() + 1 : wrong.number, wrong.sentence));
        } catch (JournalException | IllegalStateException wrong) {
            return Optional.of(new Finding(number, String.valueOf(wrong.getMessage())));
        }
    }

    private CompletableFuture<String> hashing() {
        ProjectState last = state;
        return CompletableFuture.supplyAsync(() -> StateHash.of(last));
    }

    private Commit decoded(Stored row) {
        try {
            Commit commit = codec.decode(row.bytes());
            if (row.number() >= 0 && commit.number() != row.number()) {
                throw new JournalException(
                        "commit %d is stored under the number %d".formatted(commit.number(), row.number()));
            }
            return commit;
        } catch (JournalException unreadable) {
            throw new WrongCommit(row.number(), String.valueOf(unreadable.getMessage()));
        } catch (RuntimeException unreadable) {
            throw new WrongCommit(row.number(), "a commit cannot be read: " + unreadable);
        }
    }

    /** What is wrong with one commit; of a number below 0 when it is the next one, whatever its number. */
    static final class WrongCommit extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final long number;
        private final String sentence;

        WrongCommit(long number, String sentence) {
            super(sentence);
            this.number = number;
            this.sentence = sentence;
        }
    }

    /** Which commit it is, where the sentence leaves that open. */
    private static Finding named(long number, String sentence) {
        String open = "a commit ";
        return new Finding(
                number,
                sentence.startsWith(open)
                        ? "commit %d %s".formatted(number, sentence.substring(open.length()))
                        : sentence);
    }

    /** The first head that is not to be trusted is told when the commits are good: they may be, for all that. */
    private void collectHeads() {
        try {
            for (SignedHead stored : evidence.heads(project)) collect(stored);
        } catch (JournalException unreadable) {
            doubt = Optional.of(unreadable);
        }
        for (SignedHead kept : trust.headsOf(project)) collect(kept);
        if (!trust.keys().isEmpty() && heads.isEmpty()) {
            doubt(0, "no head of project %s is signed with a key that is trusted here".formatted(project));
        }
    }

    private void collect(SignedHead signed) {
        Optional<String> untrusted = trust.doubt(signed);
        if (untrusted.isPresent()) {
            doubt(signed.number(), untrusted.get());
            return;
        }
        SignedHead other = heads.put(signed.number(), signed);
        if (other != null && !(other.hash().equals(signed.hash()) && other.revision() == signed.revision()))
            doubt(signed.number(), "two signed heads name different commits %d".formatted(signed.number()));
        headsFound++;
    }

    private void doubt(long number, String sentence) {
        if (doubt.isEmpty()) doubt = Optional.of(new WrongCommit(number, sentence));
    }

    private void take(Commit commit) {
        forkedHere(commit);
        head = continued(commit);
        ProjectState before = state;
        for (Recorded recorded : commit.events()) {
            ProjectState after = state.evolve(recorded);
            EventInvariants.hold(state, recorded, after, EventInvariants.firstOfCommand(last, recorded));
            state = after;
            last = Optional.of(recorded);
        }
        Invariants.hold(before, state, commit.events());
        sinceWhole += commit.events().size();
        if (sinceWhole
                >= WHOLE_AFTER_EVENTS + state.tasks().size() + state.agents().size()) whole();
        SignedHead signed = heads.get(commit.number());
        if (signed == null) return;
        if (!signed.hash().equals(commit.hash()) || signed.revision() != commit.lastRevision())
            throw new JournalException(
                    "commit %d is not the one that was signed: it was replaced".formatted(commit.number()));
        signedUpTo = commit.number();
    }

    /** A fork names the very head that it was copied from, which stands before it here as well as there. */
    private void forkedHere(Commit commit) {
        for (Recorded recorded : commit.events()) {
            if (!(recorded.event() instanceof Event.ForkedFrom forked)) continue;
            Head source = new Head(forked.commit(), forked.hash(), forked.revision(), forked.at());
            if (!source.equals(head)
                    || recorded.revision() != commit.firstRevision()
                    || forked.source().equals(project))
                throw new JournalException(
                        "commit %d says that this history is that of project %s up to commit %d, which it is not"
                                .formatted(commit.number(), forked.source(), forked.commit()));
        }
    }

    private Head continued(Commit commit) {
        Head after = head.then(commit);
        if (commit.at().isBefore(head.at()))
            throw new JournalException("commit %d is older than commit %d".formatted(commit.number(), head.number()));
        return after;
    }

    private void whole() {
        Invariants.hold(state);
        sinceWhole = 0;
    }

    /** Whether anybody knows of more than stands here. */
    private void ends() {
        if (!heads.isEmpty() && heads.lastKey() > head.number()) {
            throw gone("a signed head names commit %d", heads.higherKey(head.number()));
        }
        if (head.number() == 0) throw new WrongCommit(0, "project %s has no commits".formatted(project));
    }

    private WrongCommit gone(String who, long number) {
        return new WrongCommit(
                head.number() + 1,
                "the journal ends with commit %d, but %s: the last commits are gone"
                        .formatted(head.number(), who.formatted(number)));
    }

    private void compare(long number) {
        Replayed replay = replayed.get(number);
        if (replay == null) throw gone("a snapshot was taken after commit %d", number);
        byte[] bytes = evidence.snapshotBytes(project, number);
        // A hub that goes on writing clears older ones away.
        if (bytes.length == 0 && !evidence.snapshots(project).contains(number)) return;
        boolean same;
        try {
            // Nearly always it is what would be written today, and need not be read.
            same = SnapshotSerializer.holds(bytes, replay.digest())
                    || replay.is((Snapshot) new SnapshotSerializer().fromBinary(bytes, SnapshotSerializer.MANIFEST));
        } catch (JournalException damaged) {
            throw new WrongCommit(
                    number, "the snapshot after commit %d is damaged; it can be deleted".formatted(number));
        }
        if (!same)
            throw new WrongCommit(
                    number,
                    "the snapshot after commit %d is not what its events come to; it can be deleted".formatted(number));
        snapshotsFound++;
    }
}
