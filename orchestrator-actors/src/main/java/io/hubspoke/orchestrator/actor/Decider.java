// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Rules;
import io.hubspoke.orchestrator.domain.Verdict;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.Snapshot;
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
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides batches of commands in order and serialises each as one commit, while the ledger still writes the one before.
 * It runs ahead of what is durable, so nobody but the ledger hears of what it decides; when a write fails, it is thrown
 * away with all that it has decided since.
 */
final class Decider extends AbstractBehavior<Decider.Decide> {
    private static final Logger LOG = LoggerFactory.getLogger(Decider.class);

    /** One batch. */
    record Decide(List<Request> requests) implements NoSerializationVerificationNeeded {}

    private final ActorRef<Ledger.Write> ledger;
    private final InstantSource clock;
    private final CommitCodec codec = new CommitCodec();
    private Snapshot ahead;

    /** Starts from what is durable. */
    static Behavior<Decide> create(Snapshot durable, ActorRef<Ledger.Write> ledger, InstantSource clock) {
        return Behaviors.setup(context -> new Decider(context, durable, ledger, clock));
    }

    private Decider(
            ActorContext<Decide> context, Snapshot durable, ActorRef<Ledger.Write> ledger, InstantSource clock) {
        super(context);
        ahead = durable;
        this.ledger = ledger;
        this.clock = clock;
    }

    @Override
    public Receive<Decide> createReceive() {
        return newReceiveBuilder().onAnyMessage(this::decide).build();
    }

    private Behavior<Decide> decide(Decide command) {
        Instant now = now();
        Ledger.Write write;
        try {
            write = together(command.requests(), now);
        } catch (JournalException unwritable) {
            write = oneByOne(command.requests(), now);
        }
        ahead = write.after();
        ledger.tell(write);
        return this;
    }

    private Ledger.Write together(List<Request> requests, Instant now) {
        Batch batch = Batch.decided(ahead.state(), requests, now);
        if (batch.events().isEmpty()) return new Ledger.Write(List.of(), ahead, batch.replies(), List.of());
        Commit commit = codec.encode(ahead.head(), now, batch.events());
        Snapshot after = new Snapshot(ahead.head().then(commit), batch.after());
        return new Ledger.Write(List.of(commit), after, batch.replies(), batch.events());
    }

    /** Something cannot be written so that it could be read again: each command gets its own commit, or a refusal. */
    private Ledger.Write oneByOne(List<Request> requests, Instant now) {
        Snapshot at = ahead;
        List<Commit> commits = new ArrayList<>();
        List<Recorded> events = new ArrayList<>();
        List<Reply> replies = new ArrayList<>();
        for (Request request : requests) {
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
        return new Ledger.Write(commits, at, replies, events);
    }

    /** In milliseconds, and never before the last commit, whatever becomes of the clock. */
    private Instant now() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return now.isBefore(ahead.head().at()) ? ahead.head().at() : now;
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
