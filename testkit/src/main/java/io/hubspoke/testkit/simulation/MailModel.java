// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Event.*;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The mailboxes and consultations, told once more from the events alone. */
final class MailModel {
    static final class Mailbox {
        final long opened;
        long last;
        long settled;
        final TreeMap<Long, Recorded> letters = new TreeMap<>();

        Mailbox(long opened) {
            this.opened = opened;
        }
    }

    private final Findings findings;
    private final Map<AgentId, Mailbox> mailboxes = new TreeMap<>();
    private final Map<ConsultationId, ConsultationOpened> consultations = new HashMap<>();
    private final Map<GateId, GateOpened> gates = new HashMap<>();
    private long lastConsultation;

    MailModel(Findings findings) {
        this.findings = findings;
    }

    void record(Recorded recorded) {
        switch (recorded.event()) {
            case AgentRegistered e -> mailboxes.put(e.agent().id(), new Mailbox(recorded.revision()));
            case AgentUnregistered e -> mailboxes.remove(e.agent());
            case TaskAssigned e -> posted(e.agent(), e.letter(), recorded);
            case MessageRouted e -> message(e, recorded);
            case ConsultationOpened e -> consultationOpened(e, recorded);
            case ConsultationAnswered e -> answered(e, recorded);
            case ConsultationExpired e -> consultationClosed(e.consultation(), e.letter(), recorded);
            case ConsultationFailed e -> consultationClosed(e.consultation(), e.letter(), recorded);
            case GateOpened e -> gates.put(e.gate(), e);
            case AgentPaused e -> e.gate().ifPresent(gate -> holds(gate, e.agent()));
            case GateResolved e -> decided(e.gate(), e.letter(), recorded);
            case GateExpired e -> decided(e.gate(), e.letter(), recorded);
            case DecisionRecalled e -> posted(e.agent(), e.letter(), recorded);
            case LettersAcknowledged e -> {
                findings.require(
                        recorded.by().equals(Principal.agent(e.agent())),
                        "an agent acknowledges its own mail",
                        recorded);
                settled(e.agent(), mailbox(e.agent()).settled + 1, e.upTo(), recorded);
            }
            case LettersDeadLettered e -> settled(e.agent(), e.from(), e.upTo(), recorded);
            case Event other -> {}
        }
    }

    @Nullable
    Mailbox find(AgentId agent) {
        return mailboxes.get(agent);
    }

    Map<AgentId, Mailbox> all() {
        return mailboxes;
    }

    Map<ConsultationId, ConsultationOpened> consultations() {
        return consultations;
    }

    private Mailbox mailbox(AgentId agent) {
        Mailbox mailbox = mailboxes.get(agent);
        findings.require(mailbox != null, "mail goes to agents that are registered", agent);
        return mailbox == null ? new Mailbox(0) : mailbox;
    }

    private void posted(AgentId to, long number, Recorded recorded) {
        Mailbox mailbox = mailbox(to);
        findings.require(number == mailbox.last + 1, "letters are numbered without gaps", recorded, mailbox.last);
        mailbox.last = number;
        mailbox.letters.put(number, recorded);
    }

    private void message(MessageRouted event, Recorded recorded) {
        findings.require(event.from().equals(recorded.by()), "the sender is who the envelope says", recorded);
        posted(event.to(), event.letter(), recorded);
    }

    private void consultationOpened(ConsultationOpened event, Recorded recorded) {
        findings.require(
                recorded.by().equals(Principal.agent(event.asker()))
                        && !event.asker().equals(event.specialist()),
                "an agent consults another in its own name",
                recorded);
        findings.require(
                event.consultation().number() == ++lastConsultation,
                "consultations are numbered without gaps",
                recorded);
        consultations.put(event.consultation(), event);
        posted(event.specialist(), event.letter(), recorded);
    }

    private void answered(ConsultationAnswered event, Recorded recorded) {
        ConsultationOpened asked = consultations.get(event.consultation());
        findings.require(
                asked != null && recorded.by().equals(Principal.agent(asked.specialist())),
                "only who was asked answers, and once",
                recorded);
        consultationClosed(event.consultation(), event.letter(), recorded);
    }

    private void consultationClosed(ConsultationId id, long letter, Recorded recorded) {
        ConsultationOpened asked = consultations.remove(id);
        findings.require(asked != null, "a consultation is closed once", recorded);
        if (asked == null) return;
        if (recorded.event() instanceof ConsultationExpired)
            findings.require(
                    !asked.deadline().isAfter(recorded.at()), "a consultation waits for its deadline", recorded);
        if (letter != 0) posted(asked.asker(), letter, recorded);
        else
            findings.require(
                    recorded.event() instanceof ConsultationFailed, "who has asked is told the answer", recorded);
    }

    private void holds(GateId gate, AgentId agent) {
        GateOpened opened = gates.get(gate);
        if (opened == null) return;
        gates.put(
                gate,
                new GateOpened(
                        gate,
                        opened.cause(),
                        opened.asker(),
                        java.util.Optional.of(agent),
                        opened.task(),
                        opened.question(),
                        opened.deadline()));
    }

    private void decided(GateId gate, long letter, Recorded recorded) {
        if (letter == 0) return;
        GateOpened opened = gates.get(gate);
        if (opened != null && opened.agent().isPresent()) posted(opened.agent().get(), letter, recorded);
        else findings.require(false, "a decision goes to who waits for it", recorded);
    }

    private void settled(AgentId agent, long from, long upTo, Recorded recorded) {
        Mailbox mailbox = mailbox(agent);
        findings.require(
                from == mailbox.settled + 1 && upTo >= from && upTo <= mailbox.last,
                "letters are settled once, in order",
                recorded,
                mailbox.settled,
                mailbox.last);
        mailbox.settled = upTo;
        mailbox.letters.headMap(upTo, true).clear();
    }

    /** Whether a letter is what the event that it names has caused. */
    static boolean follows(Letter letter, Recorded cause) {
        if (letter.revision() != cause.revision()) return false;
        return switch (letter.content()) {
            case Letter.Assignment it ->
                cause.event() instanceof TaskAssigned e
                        && e.task().equals(it.task().id())
                        && e.epoch() == it.epoch()
                        && e.purpose() == it.purpose()
                        && e.attempt() == it.attempt();
            case Letter.Message it ->
                cause.event() instanceof MessageRouted e
                        && e.payload().equals(it.payload())
                        && e.messageType().equals(it.messageType())
                        && e.correlation().equals(it.correlation())
                        && letter.from().equals(e.from());
            case Letter.Question it ->
                cause.event() instanceof ConsultationOpened e
                        && e.consultation().equals(it.consultation())
                        && e.question().equals(it.question())
                        && letter.from().equals(Principal.agent(e.asker()));
            case Letter.Answer it -> answers(it, cause.event());
            case Letter.GateClosed it ->
                switch (cause.event()) {
                    case GateResolved e ->
                        e.gate().equals(it.outcome().gate())
                                && e.decision().status() == it.outcome().status()
                                && e.comment().equals(it.outcome().comment());
                    case GateExpired e ->
                        e.gate().equals(it.outcome().gate()) && !it.outcome().approved();
                    case DecisionRecalled e -> e.gate().equals(it.outcome().gate());
                    case Event other -> false;
                };
        };
    }

    private static boolean answers(Letter.Answer answer, Event event) {
        return switch (answer.outcome()) {
            case ANSWERED ->
                event instanceof ConsultationAnswered e
                        && e.consultation().equals(answer.consultation())
                        && e.answer().equals(answer.text());
            case EXPIRED ->
                event instanceof ConsultationExpired e && e.consultation().equals(answer.consultation());
            case FAILED ->
                event instanceof ConsultationFailed e && e.consultation().equals(answer.consultation());
        };
    }
}
