// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Draft.reject;

import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.DeadLetter;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePSet;

/** Rules for mail: into the mailbox, numbered, until acknowledged or dead. */
final class MessageRules {
    private MessageRules() {}

    static Optional<Rejection> send(Draft draft, SendMessage command) {
        Limits limits = draft.state().limits();
        Optional<AgentRecord> recipient = draft.state().agents().find(command.to());
        if (recipient.isEmpty()) return reject(new Rejection.UnknownAgent(command.to()));
        if (recipient.get().stopped()) return reject(new Rejection.AgentEnded(command.to()));
        Mailbox mailbox = draft.state().mailboxes().get(command.to());
        if (mailbox.waiting().size() >= limits.mailboxLetters()) {
            return reject(new Rejection.MailboxFull(command.to(), limits.mailboxLetters()));
        }
        Optional<Rejection> refused = unacceptable(draft, command, limits);
        if (refused.isPresent()) return refused;
        draft.record(new Event.MessageRouted(
                draft.principal(),
                command.to(),
                command.messageType(),
                command.payload(),
                command.correlation(),
                mailbox.last() + 1));
        if (draft.principal() instanceof Principal.Agent) watchForLoop(draft, command, limits);
        return Optional.empty();
    }

    /** Written out, because most commands are messages and each list of checks would be made anew. */
    private static Optional<Rejection> unacceptable(Draft draft, SendMessage command, Limits limits) {
        Optional<Rejection> loop = inLoop(draft);
        if (loop.isPresent()) return loop;
        Optional<Rejection> payload = Sizes.longText("the message", command.payload(), limits);
        if (payload.isPresent()) return payload;
        Optional<Rejection> type = Sizes.shortText("the message's type", command.messageType(), limits);
        if (type.isPresent() || command.correlation().isEmpty()) return type;
        return Sizes.shortText("the correlation id", command.correlation().get(), limits);
    }

    /** Deterministic: the same message to the same agent, more often in a row than the limit, holds the sender. */
    private static void watchForLoop(Draft draft, SendMessage command, Limits limits) {
        int length = draft.state().loops().length(draft.asker(), command.to());
        if (limits.repeats() == 0 || length <= limits.repeats()) return;
        GateQuestion question = GateQuestion.of("%s has sent %s the same message %d times: let it go on?"
                        .formatted(draft.asker(), command.to(), length))
                .withContext(command.messageType());
        GateRules.open(draft, GateCause.LOOP, question, Optional.of(draft.asker()), Optional.empty());
    }

    private static Optional<Rejection> inLoop(Draft draft) {
        if (!(draft.principal() instanceof Principal.Agent)) return Optional.empty();
        TreePSet<GateId> holds = draft.state().agents().get(draft.asker()).holds();
        if (holds.isEmpty()) return Optional.empty();
        List<GateId> loops = holds.stream()
                .filter(gate -> draft.state().gates().get(gate).cause() == GateCause.LOOP)
                .toList();
        return loops.isEmpty() ? Optional.empty() : reject(new Rejection.AgentHeld(draft.asker(), loops));
    }

    static Optional<Rejection> acknowledge(Draft draft, Acknowledge command) {
        Mailbox mailbox = draft.state().mailboxes().get(draft.asker());
        if (command.upTo() > mailbox.last()) {
            return reject(new Rejection.AcknowledgedBeyondMailbox(draft.asker(), command.upTo(), mailbox.last()));
        }
        if (command.upTo() > mailbox.settled()) {
            draft.record(new Event.LettersAcknowledged(draft.asker(), command.upTo()));
        }
        return Optional.empty();
    }

    static Optional<Rejection> deadLetter(Draft draft, DeadLetter command) {
        Optional<Mailbox> mailbox = draft.state().mailboxes().of(command.agent());
        if (mailbox.isEmpty()) return Optional.empty();
        long upTo = Math.min(command.upTo(), mailbox.get().last());
        if (upTo <= mailbox.get().settled()) return Optional.empty();
        draft.record(
                new Event.LettersDeadLettered(command.agent(), mailbox.get().settled() + 1, upTo, command.reason()));
        return Optional.empty();
    }
}
