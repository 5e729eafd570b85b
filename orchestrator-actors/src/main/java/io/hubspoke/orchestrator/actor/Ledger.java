// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.orchestrator.journal.SnapshotPace;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Reply;
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
import org.apache.pekko.persistence.typed.javadsl.SignalHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes each batch that the {@link Decider} hands over durable as one {@link Commit}, one journal row, and answers the
 * orchestrator after the write, for refusals too: they may rest on neighbours in the batch. It reads the journal with
 * all checks at its start, and stops when a write fails; the orchestrator then starts another.
 */
final class Ledger extends EventSourcedBehavior<Ledger.Write, Commit, Snapshot> {
    private static final Logger LOG = LoggerFactory.getLogger(Ledger.class);

    /**
     * One batch, decided; the commits are one, or none, or one for each command when they could not be one.
     *
     * @param after once the commits are durable
     * @param replies one for each command, in order
     */
    record Write(List<Commit> commits, Snapshot after, List<Reply> replies, List<Recorded> events)
            implements NoSerializationVerificationNeeded {}

    /**
     * How to start.
     *
     * @param snapshots whether a snapshot may shorten the way
     * @param known the number of the last commit that the orchestrator knows; those after it are reported as missed
     */
    record Start(ProjectId project, boolean snapshots, long known, OrchestratorSettings settings) {}

    private final ActorContext<Write> context;
    private final Start start;
    private final ActorRef<OrchestratorMessage> orchestrator;
    private final List<Recorded> missed = new ArrayList<>();
    private final SnapshotPace pace;
    private long snapshotNumber = -1;
    private @Nullable String damage;
    private @Nullable Write writing;

    static Behavior<Write> create(Start start, ActorRef<OrchestratorMessage> orchestrator) {
        return Behaviors.setup(context -> {
            // Pekko tells of a failed write under this name; a configuration can keep it from the terminal.
            context.setLoggerName(Ledger.class.getName() + ".failures");
            return new Ledger(context, start, orchestrator);
        });
    }

    private Ledger(ActorContext<Write> context, Start start, ActorRef<OrchestratorMessage> orchestrator) {
        super(PersistenceId.ofUniqueId(JournalReader.PERSISTENCE_ID_PREFIX + start.project()));
        this.context = context;
        this.start = start;
        this.orchestrator = orchestrator;
        pace = new SnapshotPace(
                start.settings().snapshotEveryCommits(), start.settings().snapshotEveryEvents());
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

    /** Which snapshots are kept is the journal's business. Pekko asks before the commit is applied. */
    @Override
    public boolean shouldSnapshot(Snapshot books, Commit commit, long number) {
        return pace.isDue(commit, books.state().tasks().size());
    }

    @Override
    public CommandHandler<Write, Commit, Snapshot> commandHandler() {
        return this::write;
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
        if (writing == null) pace.count(commit);
        if (writing != null && commit == writing.commits().getLast()) return writing.after();
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

    // ---- writing

    private Effect<Commit, Snapshot> write(Snapshot books, Write write) {
        if (write.commits().isEmpty()) {
            answer(write);
            return Effect().none();
        }
        if (write.commits().getFirst().number() != books.head().number() + 1) {
            throw new IllegalStateException("commit %d was decided, but commit %d is written last"
                    .formatted(write.commits().getFirst().number(), books.head().number()));
        }
        writing = write;
        return Effect().persist(write.commits()).thenRun((Snapshot after) -> {
            WrittenHeads.get(context.getSystem()).written(start.project(), after.head());
            answer(write);
        });
    }

    private void answer(Write write) {
        writing = null;
        orchestrator.tell(new OrchestratorMessage.Decided(
                write.replies(),
                write.events(),
                write.after().state(),
                write.after().head()));
    }
}
