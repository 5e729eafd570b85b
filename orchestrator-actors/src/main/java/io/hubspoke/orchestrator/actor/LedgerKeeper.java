// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.actor.OrchestratorMessage.Damaged;
import io.hubspoke.orchestrator.actor.OrchestratorMessage.Recovered;
import io.hubspoke.orchestrator.journal.JournalTrouble;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Request;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the ledger of one project and judges what it found. A snapshot is believed only when the commit behind it
 * continues it; otherwise the whole journal is read. The journal must reach as far as anything known: snapshots seen,
 * commits answered.
 */
final class LedgerKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(LedgerKeeper.class);

    private final ActorContext<OrchestratorMessage> context;
    private final ProjectId project;
    private final OrchestratorSettings settings;
    private final InstantSource clock;
    private @Nullable ActorRef<Ledger.Write> ledger;
    private @Nullable ActorRef<Decider.Decide> decider;
    private boolean snapshots = true;
    private long reach;
    private long known = Long.MAX_VALUE;
    private int starts;
    private int failures;

    /** What a recovery comes to. */
    sealed interface Outcome {
        record Usable(Recovered recovered) implements Outcome {}

        /** It is read once more, in full. */
        record ReadAgain() implements Outcome {}

        record Broken(String finding) implements Outcome {}
    }

    LedgerKeeper(
            ActorContext<OrchestratorMessage> context,
            ProjectId project,
            OrchestratorSettings settings,
            InstantSource clock) {
        this.context = context;
        this.project = project;
        this.settings = settings;
        this.clock = clock;
    }

    void start() {
        Ledger.Start how = new Ledger.Start(project, snapshots, known, settings);
        ActorRef<Ledger.Write> started = context.spawn(Ledger.create(how, context.getSelf()), "ledger-" + ++starts);
        context.watch(started);
        ledger = started;
    }

    void decide(List<Request> batch) {
        if (decider == null) throw new IllegalStateException("no ledger runs");
        decider.tell(new Decider.Decide(batch));
    }

    /** This commit was answered: the journal must never end before it, and can be written. */
    void answered(long number) {
        if (number > reach) failures = 0;
        known = number;
        reach = Math.max(reach, number);
    }

    Outcome judge(Recovered recovered) {
        if (recovered.snapshotNumber() > 0 && !recovered.proven()) return readInFull(recovered.snapshotNumber());
        long number = recovered.head().number();
        if (number < reach) {
            return broken("the journal ends with commit %d, but commit %d was written: the last commits are gone"
                    .formatted(number, reach));
        }
        snapshots = true;
        known = number;
        reach = number;
        if (ledger != null) {
            Snapshot durable = new Snapshot(recovered.head(), recovered.state());
            decider = context.spawn(Decider.create(durable, ledger, clock), "decider-" + starts);
            context.watch(decider);
        }
        return new Outcome.Usable(recovered);
    }

    Outcome judge(Damaged damaged) {
        if (damaged.snapshotNumber() > 0) {
            LOG.warn(
                    "project {}: a snapshot of commit {} does not fit the journal ({}); the whole journal is read",
                    project,
                    damaged.snapshotNumber(),
                    damaged.finding());
            return readInFull(damaged.snapshotNumber());
        }
        return broken(damaged.finding());
    }

    /** Whether the last failure was the first since something was written: the one to be told. */
    boolean failedFirst() {
        return failures == 1;
    }

    /** A pause before the next start; empty when starting again cannot help, and then the finding is told. */
    Optional<Duration> failed(Throwable cause) {
        dismiss();
        if (JournalTrouble.isDamage(cause)) return Optional.empty();
        Duration pause = settings.restartPause().multipliedBy(1L << Math.min(failures++, 16));
        return Optional.of(pause.compareTo(settings.restartPauseMax()) > 0 ? settings.restartPauseMax() : pause);
    }

    boolean isCurrent(ActorRef<Void> child) {
        return (ledger != null && ledger.path().equals(child.path()))
                || (decider != null && decider.path().equals(child.path()));
    }

    private Outcome readInFull(long snapshotNumber) {
        reach = Math.max(reach, snapshotNumber);
        snapshots = false;
        dismiss();
        start();
        return new Outcome.ReadAgain();
    }

    private Outcome broken(String finding) {
        dismiss();
        return new Outcome.Broken(finding);
    }

    private void dismiss() {
        dismiss(ledger);
        dismiss(decider);
        ledger = null;
        decider = null;
    }

    private void dismiss(@Nullable ActorRef<?> child) {
        if (child == null) return;
        context.unwatch(child);
        context.stop(child);
    }
}
