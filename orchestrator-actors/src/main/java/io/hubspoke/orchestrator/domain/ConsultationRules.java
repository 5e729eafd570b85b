// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Draft.reject;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.AnswerConsultation;
import io.hubspoke.protocol.Command.ConsultSpecialist;
import io.hubspoke.protocol.Command.DeclineConsultation;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Rejection;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Rules for questions from agent to agent: always through the hub, always with a deadline, never without end. */
final class ConsultationRules {
    private ConsultationRules() {}

    static Optional<Rejection> consult(Draft draft, ConsultSpecialist command) {
        AgentId asker = draft.asker();
        Limits limits = draft.state().limits();
        Consultations consultations = draft.state().consultations();
        if (consultations.askedBy(asker) >= limits.consultationsPerAgent()) {
            return reject(new Rejection.TooManyConsultations(limits.consultationsPerAgent()));
        }
        if (consultations.size() >= limits.consultations()) {
            return reject(new Rejection.TooManyConsultations(limits.consultations()));
        }
        int depth = consultations.depthFor(asker);
        if (depth > limits.consultationDepth())
            return reject(new Rejection.ConsultationTooDeep(limits.consultationDepth()));
        Optional<Rejection> bad = content(command, limits);
        if (bad.isPresent()) return bad;
        Optional<AgentRecord> specialist = specialist(draft.state(), command.specialist(), asker);
        if (specialist.isEmpty()) return reject(new Rejection.NoSpecialist(command.specialist()));
        AgentId asked = specialist.get().id();
        draft.record(new Event.ConsultationOpened(
                new ConsultationId(consultations.last() + 1),
                asker,
                asked,
                command.question(),
                command.context(),
                depth,
                draft.now().plus(command.deadline()),
                draft.letterTo(asked)));
        return Optional.empty();
    }

    private static Optional<Rejection> content(ConsultSpecialist command, Limits limits) {
        Duration deadline = command.deadline();
        if (deadline.isNegative() || deadline.isZero() || deadline.compareTo(limits.consultationDeadline()) > 0) {
            return reject(new Rejection.BadValue(
                    "the consultation's deadline", "use more than zero and at most " + limits.consultationDeadline()));
        }
        return Sizes.first(
                () -> Sizes.longText("the question", command.question(), limits),
                () -> Sizes.longText("the question's context", command.context(), limits),
                () -> Sizes.longText("the question with its context", command.question() + command.context(), limits));
    }

    /** The first that is attached and not held: idle before active, then by registration; never the asker. */
    private static Optional<AgentRecord> specialist(ProjectState state, AgentType type, AgentId asker) {
        return state.agents().inOrder().stream()
                .filter(agent -> agent.type().equals(type) && !agent.id().equals(asker) && agent.askable())
                .min(Comparator.comparingInt((AgentRecord agent) -> agent.status() == AgentStatus.IDLE ? 0 : 1)
                        .thenComparingLong(AgentRecord::registered));
    }

    static Optional<Rejection> answer(Draft draft, AnswerConsultation command) {
        Optional<Rejection> refused = notTheOneAsked(draft, command.consultation());
        if (refused.isPresent()) return refused;
        Optional<Rejection> tooLarge =
                Sizes.longText("the answer", command.answer(), draft.state().limits());
        if (tooLarge.isPresent()) return tooLarge;
        AgentId asker =
                draft.state().consultations().get(command.consultation()).asker();
        draft.record(new Event.ConsultationAnswered(command.consultation(), command.answer(), draft.letterTo(asker)));
        return Optional.empty();
    }

    static Optional<Rejection> decline(Draft draft, DeclineConsultation command) {
        Optional<Rejection> refused = notTheOneAsked(draft, command.consultation());
        if (refused.isPresent()) return refused;
        Optional<Rejection> tooLarge =
                Sizes.longText("the reason", command.reason(), draft.state().limits());
        if (tooLarge.isPresent()) return tooLarge;
        fail(draft, draft.state().consultations().get(command.consultation()), command.reason());
        return Optional.empty();
    }

    private static Optional<Rejection> notTheOneAsked(Draft draft, ConsultationId id) {
        Optional<Consultation> consultation = draft.state().consultations().find(id);
        if (consultation.isEmpty()) {
            return reject(
                    id.number() <= draft.state().consultations().last()
                            ? new Rejection.ConsultationClosed(id)
                            : new Rejection.UnknownConsultation(id));
        }
        AgentId specialist = consultation.get().specialist();
        return specialist.equals(draft.asker())
                ? Optional.empty()
                : reject(new Rejection.NotTheOneAsked(id, specialist));
    }

    static void expire(Draft draft, ConsultationId id) {
        AgentId asker = draft.state().consultations().get(id).asker();
        draft.record(new Event.ConsultationExpired(id, draft.letterTo(asker)));
    }

    /** The asker is gone: nobody waits for these answers. */
    static void abandonAskedBy(Draft draft, AgentId asker, String reason) {
        for (Consultation consultation :
                List.copyOf(draft.state().consultations().open())) {
            if (consultation.asker().equals(asker)) {
                draft.record(new Event.ConsultationFailed(consultation.id(), reason, 0));
            }
        }
    }

    /** The specialist is gone: the askers are told. */
    static void failAskedOf(Draft draft, AgentId specialist, String reason) {
        for (Consultation consultation :
                List.copyOf(draft.state().consultations().open())) {
            if (consultation.specialist().equals(specialist)) fail(draft, consultation, reason);
        }
    }

    /**
     * The specialist was started anew: it acknowledged these questions when it began to answer, so they will not be
     * delivered again. Those that still wait in its mailbox stay open.
     */
    static void failBegunBy(Draft draft, AgentId specialist, String reason) {
        long settled = draft.state().mailboxes().get(specialist).settled();
        for (Consultation consultation :
                List.copyOf(draft.state().consultations().open())) {
            boolean begun = consultation.specialist().equals(specialist) && consultation.letter() <= settled;
            if (begun) fail(draft, consultation, reason);
        }
    }

    private static void fail(Draft draft, Consultation consultation, String reason) {
        draft.record(new Event.ConsultationFailed(consultation.id(), reason, draft.letterTo(consultation.asker())));
    }
}
