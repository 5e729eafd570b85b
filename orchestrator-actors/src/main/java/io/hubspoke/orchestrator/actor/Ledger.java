// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Rules;
import io.hubspoke.orchestrator.domain.Verdict;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.Request;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.typed.PersistenceId;
import org.apache.pekko.persistence.typed.RecoveryCompleted;
import org.apache.pekko.persistence.typed.SnapshotFailed;
import org.apache.pekko.persistence.typed.SnapshotSelectionCriteria;
import org.apache.pekko.persistence.typed.javadsl.CommandHandler;
import org.apache.pekko.persistence.typed.javadsl.Effect;
import org.apache.pekko.persistence.typed.javadsl.EventHandler;
import org.apache.pekko.persistence.typed.javadsl.EventSourcedBehavior;
import org.apache.pekko.persistence.typed.javadsl.Recovery;
import org.apache.pekko.persistence.typed.javadsl.RetentionCriteria;
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides batches of commands and makes each batch durable as one {@link Commit}, one journal row. Its answer to the
 * orchestrator follows the write, for refusals too: they may rest on neighbours in the batch. It reads the journal
 * with all checks at its start, and stops when a write fails; the orchestrator then starts another.
 */
final class Ledger extends EventSourcedBehavior<Ledger.Decide, Commit, Snapshot> {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);
    private static final int SNAPSHOTS_KEPT = 2;

    /** One batch; the next one is sent when this one was answered. */
    record Decide(List<Request> requests) implements NoSerializationVerificationNeeded {}

    /**
     * How to start.
     *
     * @param snapshots whether a snapshot may shorten the way
     * @param known the number of the last commit that the orchestrator knows; those after it are reported as missed
     */
    record Start(ProjectId project, boolean snapshots, long known, int snapshotEveryCommits) {}

    private final ActorContext<Decide> context;
    private final Start start;
    private final ActorRef<OrchestratorMessage> orchestrator;
    private final InstantSource clock;
    private final CommitCodec codec = new CommitCodec();
    private final List<Recorded> missed = new ArrayList<>();
    private long snapshotNumber = -1;
    private @Nullable String damage;
    private @Nullable Commit decided;
    private @Nullable Snapshot afterDecided;

    static Behavior<Decide> create(Start start, ActorRef<OrchestratorMessage> orchestrator, InstantSource clock) {
        return Behaviors.setup(context -> {
            // Pekko tells of a failed write under this name; a configuration can keep it from the terminal.
            context.setLoggerName(Ledger.class.getName() + ".failures");
            return new Ledger(context, start, orchestrator, clock);
        });
    }

    private Ledger(
            ActorContext<Decide> context,
            Start start,
            ActorRef<OrchestratorMessage> orchestrator,
            InstantSource clock) {
        super(PersistenceId.ofUniqueId(JournalReader.PERSISTENCE_ID_PREFIX + start.project()));
        this.context = context;
        this.start = start;
        this.orchestrator = orchestrator;
        this.clock = clock;
    }

    @Override
    public Snapshot emptyState() {
        return new Snapshot(Head.START, ProjectState.empty(start.project()));
    }

    @Override
    public Recovery recovery() {
        return start.snapshots()
                ? Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.latest())
                : Recovery.withSnapshotSelectionCriteria(SnapshotSelectionCriteria.none());
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(start.snapshotEveryCommits(), SNAPSHOTS_KEPT);
    }

    @Override
    public CommandHandler<Decide, Commit, Snapshot> commandHandler() {
        return this::decide;
    }

    @Override
    public EventHandler<Snapshot, Commit> eventHandler() {
        return this::apply;
    }

    @Override
    public SignalHandler<Snapshot> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::recovered)
                .onSignal(
                        SnapshotFailed.class,
                        (state, failed) -> LOG.warn(
                                "project {}: a snapshot could not be written, which costs nothing but time",
                                start.project(),
                                failed.getFailure()))
                .build();
    }

    // ---- recovery

    @SuppressWarnings("ReferenceEquality") // what was decided just now has been applied in deciding it
    private Snapshot apply(Snapshot books, Commit commit) {
        Snapshot prepared = afterDecided;
        if (commit == decided && prepared != null) return prepared;
        if (snapshotNumber < 0) snapshotNumber = books.head().number();
        if (damage != null) return books;
        try {
            Snapshot after = new Snapshot(books.head().then(commit), commit.appliedTo(books.state()));
            if (commit.number() > start.known()) missed.addAll(commit.events());
            return after;
        } catch (JournalException broken) {
            damage = broken.getMessage();
            return books;
        }
    }

    private void recovered(Snapshot books) {
        boolean proven = snapshotNumber >= 0;
        if (!proven) snapshotNumber = books.head().number();
        long last = lastSequenceNumber(context);
        if (damage == null && books.head().number() != last) {
            damage = "the journal's last commit is %d, but it could be read up to commit %d only"
                    .formatted(last, books.head().number());
        }
        if (damage == null && books.head().revision() != books.state().revision()) {
            damage = "the state is of revision %d, but the journal of revision %d"
                    .formatted(books.state().revision(), books.head().revision());
        }
        orchestrator.tell(
                damage == null
                        ? new OrchestratorMessage.Recovered(
                                books.head(), books.state(), snapshotNumber, proven, List.copyOf(missed))
                        : new OrchestratorMessage.Damaged(damage, snapshotNumber));
        missed.clear();
    }

    // ---- decisions

    private Effect<Commit, Snapshot> decide(Snapshot books, Decide command) {
        Instant now = now(books);
        Batch batch = Batch.decided(books.state(), command.requests(), now);
        if (batch.events().isEmpty()) return answered(books, batch.replies(), List.of());
        try {
            Commit commit = codec.encode(books.head(), now, batch.events());
            decided = commit;
            afterDecided = new Snapshot(books.head().then(commit), batch.after());
            return Effect().persist(commit).thenRun((Snapshot after) -> answer(after, batch.replies(), batch.events()));
        } catch (JournalException unwritable) {
            return decideOneByOne(books, command, now);
        }
    }

    /**
     * Something in the batch cannot be written so that it could be read again: each command gets a commit of its own,
     * or a refusal.
     */
    private Effect<Commit, Snapshot> decideOneByOne(Snapshot books, Decide command, Instant now) {
        Snapshot at = books;
        List<Commit> commits = new ArrayList<>();
        List<Recorded> events = new ArrayList<>();
        List<Reply> replies = new ArrayList<>();
        for (Request request : command.requests()) {
            Batch one = Batch.decided(at.state(), List.of(request), now);
            try {
                if (!one.events().isEmpty()) {
                    Commit commit = codec.encode(at.head(), now, one.events());
                    at = new Snapshot(at.head().then(commit), one.after());
                    commits.add(commit);
                    events.addAll(one.events());
                }
                replies.addAll(one.replies());
            } catch (JournalException unwritable) {
                replies.add(new Reply.Rejected(
                        new Rejection.BadValue("the command", String.valueOf(unwritable.getMessage()))));
            }
        }
        return commits.isEmpty()
                ? answered(books, replies, events)
                : Effect().persist(commits).thenRun((Snapshot after) -> answer(after, replies, events));
    }

    private Effect<Commit, Snapshot> answered(Snapshot books, List<Reply> replies, List<Recorded> events) {
        answer(books, replies, events);
        return Effect().none();
    }

    private void answer(Snapshot after, List<Reply> replies, List<Recorded> events) {
        decided = null;
        afterDecided = null;
        orchestrator.tell(new OrchestratorMessage.Decided(replies, events, after.state(), after.head()));
    }

    /** In milliseconds, and never before the last commit, whatever becomes of the clock. */
    private Instant now(Snapshot books) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isBefore(books.head().at()) ? books.head().at() : now;
    }

    /** What a batch of commands comes to, decided in order, each against the state after those before it. */
    private record Batch(List<Reply> replies, List<Recorded> events, ProjectState after) {
        static Batch decided(ProjectState before, List<Request> requests, Instant now) {
            ProjectState state = before;
            List<Reply> replies = new ArrayList<>(requests.size());
            List<Recorded> events = new ArrayList<>(requests.size() + 8);
            for (Request request : requests) {
                switch (verdict(state, request, now)) {
                    case Verdict.Accepted accepted -> {
                        events.addAll(accepted.events());
                        state = accepted.after();
                        replies.add(accepted.reply());
                    }
                    case Verdict.Refused refused -> replies.add(new Reply.Rejected(refused.rejection()));
                }
            }
            return new Batch(replies, events, state);
        }

        /** Deciding changes nothing, so a fault in it costs the one command, not the project. */
        private static Verdict verdict(ProjectState state, Request request, Instant now) {
            try {
                return Rules.decide(state, request, now);
            } catch (RuntimeException fault) {
                LOG.error("command {} of {} could not be decided", request.id(), request.principal(), fault);
                return new Verdict.Refused(
                        new Rejection.BadValue("the command", "the hub failed to decide it; its log says why"));
            }
        }
    }
}
