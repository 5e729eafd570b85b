// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.Mailbox;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.DeadLetter;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.wire.ToAgent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Brings letters to the hosts that are attached. What is owed to an agent follows from the state alone: the letters
 * that are not settled. The courier only remembers how far it has sent, so that forgetting it costs a letter that
 * comes twice, never one that does not come. A paused agent gets none but the decisions of gates at the head of its
 * mailbox.
 */
final class Courier {
    /** Characters of letters in one delivery, about: one delivery must fit a frame between nodes. */
    private static final int DELIVERY_CHARACTERS_MAX = 48 * 1024;

    private final Duration interval;
    private final int triesMax;
    private final int window;
    private final Map<AgentId, Round> rounds = new TreeMap<>();
    private @Nullable Instant next;

    /** How far one host has been served. */
    private static final class Round {
        final ActorRef<ToAgent> host;

        @Nullable
        Mailbox mailbox;

        boolean paused;
        long settled;
        long sentUpTo;
        /** How often the first letter that is not settled has been sent. */
        int tries;
        /** When to send again what is not settled by then. */
        @Nullable
        Instant due;

        Round(ActorRef<ToAgent> host) {
            this.host = host;
        }
    }

    Courier(OrchestratorSettings settings) {
        interval = settings.redeliveryInterval();
        triesMax = settings.redeliveryTriesMax();
        window = settings.deliveryWindow();
    }

    /** Whatever is not settled is owed to this host from now on, whatever was sent before. */
    void attached(AgentId agent, ActorRef<ToAgent> host) {
        rounds.put(agent, new Round(host));
    }

    void detached(AgentId agent) {
        rounds.remove(agent);
    }

    boolean serves(AgentId agent) {
        return rounds.containsKey(agent);
    }

    /** When something is to be sent again. */
    Optional<Instant> next() {
        return Optional.ofNullable(next);
    }

    /** Sends what is owed; returns what was sent too often. */
    @SuppressWarnings("ReferenceEquality") // a mailbox is immutable: the same one has nothing new
    List<DeadLetter> deliver(ProjectState state, Instant now) {
        List<DeadLetter> dead = new ArrayList<>(0);
        next = null;
        rounds.forEach((agent, round) -> {
            Mailbox mailbox = state.mailboxes().of(agent).orElse(null);
            AgentRecord record = state.agents().find(agent).orElse(null);
            if (mailbox != null && record != null) {
                boolean due = round.due != null && !now.isBefore(round.due);
                if (due || mailbox != round.mailbox || record.paused() != round.paused) {
                    if (serve(round, mailbox, record.paused(), due, now)) {
                        dead.add(new DeadLetter(
                                agent,
                                mailbox.settled() + 1,
                                "sent %d times without an acknowledgement".formatted(triesMax)));
                    }
                }
            }
            if (round.due != null && (next == null || round.due.isBefore(next))) next = round.due;
        });
        return dead;
    }

    /** Returns whether the first letter has been sent too often. */
    private boolean serve(Round round, Mailbox mailbox, boolean paused, boolean due, Instant now) {
        round.mailbox = mailbox;
        round.paused = paused;
        if (mailbox.settled() > round.settled) {
            round.settled = mailbox.settled();
            round.tries = round.sentUpTo > round.settled ? 1 : 0;
            round.due = round.tries == 0 ? null : now.plus(interval);
            due = false;
        }
        round.sentUpTo = Math.max(round.sentUpTo, round.settled);
        long limit = paused ? endOfDecisions(mailbox) : Math.min(mailbox.last(), mailbox.settled() + window);
        boolean exhausted = false;
        if (due && limit > round.settled) {
            exhausted = round.tries >= triesMax;
            if (!exhausted) round.sentUpTo = round.settled;
        }
        if (limit > round.sentUpTo) {
            if (round.sentUpTo == round.settled) round.tries++;
            send(round.host, mailbox, round.sentUpTo, limit);
            round.sentUpTo = limit;
            if (round.due == null || due) round.due = now.plus(interval);
        } else if (due) {
            round.due = round.sentUpTo > round.settled ? now.plus(interval) : null;
        }
        return exhausted;
    }

    /** The last of the decisions that stand at the head of the mailbox without another letter before them. */
    private static long endOfDecisions(Mailbox mailbox) {
        long end = mailbox.settled();
        for (Letter letter : mailbox.waiting().values()) {
            if (!(letter.content() instanceof Letter.GateClosed)) break;
            end = letter.number();
        }
        return end;
    }

    private static void send(ActorRef<ToAgent> host, Mailbox mailbox, long after, long upTo) {
        List<Letter> letters = new ArrayList<>((int) (upTo - after));
        long behind = after;
        long characters = 0;
        for (Letter letter :
                mailbox.waiting().subMap(after + 1, true, upTo, true).values()) {
            int more = Letters.characters(letter);
            if (!letters.isEmpty() && characters + more > DELIVERY_CHARACTERS_MAX) {
                host.tell(new ToAgent.Deliver(behind, letters));
                behind = letters.getLast().number();
                letters.clear();
                characters = 0;
            }
            letters.add(letter);
            characters += more;
        }
        host.tell(new ToAgent.Deliver(behind, letters));
    }
}
