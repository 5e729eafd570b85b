// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import io.hubspoke.orchestrator.journal.EventTypes;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One line a change, for people: {@code 12:04:07 api        assigned to backend-1 (epoch 1)}. Events that say
 * nothing new to a person have none. Give it every event in order: lines name what earlier events have introduced.
 */
public final class ChangeLines {
    private static final int TEXT_LENGTH_MAX = 100;
    private static final int NAME_WIDTH_MAX = 24;

    private final DateTimeFormatter time;
    private final Map<AgentId, AgentType> types = new HashMap<>();
    private final Map<ConsultationId, Event.ConsultationOpened> consultations = new HashMap<>();
    private int nameWidth = 10;

    public ChangeLines(ZoneId zone) {
        time = DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    /** What is new, and about what: a task, an agent, a gate or the project. */
    public record Change(String subject, String words) {}

    public Optional<String> line(Recorded recorded) {
        return change(recorded)
                .map(change ->
                        "%s %s %s".formatted(time.format(recorded.at()), padded(change.subject()), change.words()));
    }

    /** The same for any event, without the time: {@code api: assigned to backend-1 (epoch 1)}. */
    public String sentence(Recorded recorded) {
        return change(recorded)
                .map(change -> change.subject() + ": " + change.words())
                .orElseGet(() -> quiet(recorded.event()));
    }

    /** What is no news, and belongs to the full story. */
    private static String quiet(Event event) {
        return switch (event) {
            case Event.UsageRecorded e -> "%s: used %s".formatted(e.agent(), Words.usage(e.usage()));
            case Event.AgentRegistered e ->
                "%s: registered as %s".formatted(e.agent().id(), e.agent().type());
            case Event.AgentAttached e -> "%s: attached, incarnation %d".formatted(e.agent(), e.incarnation());
            case Event.LettersAcknowledged e -> "%s: took letters up to %d".formatted(e.agent(), e.upTo());
            case Event.DecisionRecalled e -> "%s: told again how %s was decided".formatted(e.agent(), e.gate());
            case Event.TaskEnqueued e -> "%s: enqueued".formatted(e.task().id());
            case Event.TaskReady e -> "%s: ready".formatted(e.task());
            case Event.TaskStarted e -> "%s: started".formatted(e.task());
            case Event.LeaseRenewed e -> "%s: lease renewed until %s".formatted(e.task(), e.until());
            case Event.TaskRetryDue e -> "%s: due again".formatted(e.task());
            case Event.ConsultationAnswered e -> "%s: answered: %s".formatted(e.consultation(), text(e.answer()));
            case Event.ConsultationExpired e -> "%s: expired".formatted(e.consultation());
            case Event.ConsultationFailed e -> "%s: failed: %s".formatted(e.consultation(), text(e.reason()));
            default -> EventTypes.nameOf(event);
        };
    }

    /** The same without the time, for other places than a terminal. */
    public Optional<Change> change(Recorded recorded) {
        return switch (recorded.event()) {
            case Event.ProjectCreated e ->
                say("project", "created by " + recorded.by().shortName());
            case Event.ProjectUpdated e ->
                say("project", e.phase().map(phase -> "phase " + text(phase)).orElse("settings changed"));
            case Event.BudgetRaised e ->
                say("project", "budget raised by " + recorded.by().shortName());
            case Event.UsageRecorded e -> Optional.empty();
            case Event.ForkedFrom e ->
                say(
                        "project",
                        "forked from %s at revision %d by %s"
                                .formatted(
                                        e.source(), e.revision(), e.operator().shortName()));
            case Event.AgentRegistered e -> introduce(e);
            case Event.AgentUnregistered e -> say(e.agent(), "unregistered: " + text(e.reason()));
            case Event.AgentAttached e -> Optional.empty();
            case Event.AgentDetached e -> say(e.agent(), "is away: " + text(e.reason()));
            case Event.AgentPaused e ->
                say(
                        e.agent(),
                        e.gate()
                                .map(gate -> "waits for a person at " + gate)
                                .orElse("paused by %s: %s"
                                        .formatted(recorded.by().shortName(), text(e.reason()))));
            case Event.AgentResumed e -> say(e.agent(), "goes on");
            case Event.AgentStopped e -> say(e.agent(), "stopped: " + text(e.reason()));
            case Event.MessageRouted e ->
                say(e.from().shortName(), "tells %s: %s".formatted(e.to(), text(e.payload())));
            case Event.LettersAcknowledged e -> Optional.empty();
            case Event.LettersDeadLettered e ->
                say(e.agent(), "did not take letters %d to %d: %s".formatted(e.from(), e.upTo(), text(e.reason())));
            case Event.ConsultationOpened e -> asked(e);
            case Event.ConsultationAnswered e -> answered(e.consultation(), "answers: " + text(e.answer()));
            case Event.ConsultationExpired e -> unanswered(e.consultation(), "in time");
            case Event.ConsultationFailed e -> unanswered(e.consultation(), "(" + text(e.reason()) + ")");
            case Event.GateOpened e -> say(e.gate().toString(), "asks: " + asks(e.question()));
            case Event.GateResolved e -> say(e.gate().toString(), decided(e, recorded.by()));
            case Event.GateReminded e ->
                say(e.gate().toString(), "is still open, now of severity " + Words.word(e.severity()));
            case Event.GateExpired e -> say(e.gate().toString(), "expired: nobody decided in time");
            case Event.GateCanceled e -> say(e.gate().toString(), "needs no decision any more: " + text(e.reason()));
            case Event.DecisionRecalled e -> Optional.empty();
            case Event.TaskEnqueued e -> enqueued(e, recorded.by());
            case Event.TaskReady e -> Optional.empty();
            case Event.TaskBlocked e -> say(e.task(), "waits for a person at " + e.gate());
            case Event.TaskAssigned e -> say(e.task(), assigned(e));
            case Event.TaskStarted e -> Optional.empty();
            case Event.TaskProgressed e -> say(e.task(), "%d%% %s".formatted(e.percent(), text(e.note())));
            case Event.LeaseRenewed e -> Optional.empty();
            case Event.LeaseExpired e -> say(e.task(), "taken back from %s: %s".formatted(e.agent(), text(e.reason())));
            case Event.TaskReleased e -> say(e.task(), "given back by %s: %s".formatted(e.agent(), text(e.reason())));
            case Event.TaskVerificationRequested e ->
                say(
                        e.task(),
                        "handed in by %s%s"
                                .formatted(e.worker(), summary(e.result().summary())));
            case Event.TaskCompleted e -> say(e.task(), completed(e));
            case Event.TaskAttemptFailed e ->
                say(e.task(), "attempt %d failed at %s: %s".formatted(e.attempt(), e.agent(), text(e.reason())));
            case Event.TaskRetryScheduled e ->
                say(
                        e.task(),
                        "attempt %d follows in %s"
                                .formatted(e.attempt(), Words.span(Duration.between(recorded.at(), e.dueAt()))));
            case Event.TaskRetryDue e -> Optional.empty();
            case Event.TaskFailed e -> say(e.task(), "failed: " + text(e.reason()));
            case Event.TaskCanceled e -> say(e.task(), "canceled: " + text(e.reason()));
            case Event.TaskReprioritized e -> say(e.task(), "has priority %s now".formatted(e.priority()));
            case Event.TaskRetried e -> say(e.task(), "is tried anew" + summary(e.note()));
        };
    }

    private Optional<Change> introduce(Event.AgentRegistered event) {
        types.put(event.agent().id(), event.agent().type());
        remember(event.agent().id().value());
        return Optional.empty();
    }

    /** What a plan brings in at the start is no news; what an agent adds is. */
    private Optional<Change> enqueued(Event.TaskEnqueued event, Principal by) {
        remember(event.task().id().value());
        return by instanceof Principal.Agent agent
                ? say(event.task().id(), "added by " + agent.id())
                : Optional.empty();
    }

    private static String assigned(Event.TaskAssigned event) {
        String attempt = event.attempt() > 1 ? ", attempt " + event.attempt() : "";
        String words =
                event.purpose() == Purpose.VERIFY ? "to be verified by %s (epoch %d%s)" : "assigned to %s (epoch %d%s)";
        return words.formatted(event.agent(), event.epoch(), attempt);
    }

    private static String completed(Event.TaskCompleted event) {
        String by = event.agent().map(agent -> "done by " + agent).orElse("done");
        String verified =
                event.verifier().map(agent -> ", verified by " + agent).orElse("");
        return by + verified + summary(event.result().summary());
    }

    private static String asks(GateQuestion question) {
        return text(question.reason())
                + (question.approvers().isEmpty() ? "" : " (" + String.join(", ", question.approvers()) + ")");
    }

    private static String decided(Event.GateResolved event, Principal by) {
        String words = switch (event.decision()) {
            case APPROVE -> "approved by ";
            case EDIT -> "approved with a change by ";
            case REJECT -> "rejected by ";
            case RESPOND -> "answered by ";
        };
        String option = event.option().isEmpty() ? "" : ", choosing " + text(event.option());
        return words + by.shortName() + option + summary(event.comment().isBlank() ? event.text() : event.comment());
    }

    private Optional<Change> asked(Event.ConsultationOpened event) {
        consultations.put(event.consultation(), event);
        AgentType type = types.get(event.specialist());
        return say(
                event.asker(),
                "asks %s: %s".formatted(type == null ? event.specialist() : type, text(event.question())));
    }

    private Optional<Change> answered(ConsultationId id, String words) {
        return Optional.ofNullable(consultations.remove(id)).flatMap(opened -> say(opened.specialist(), words));
    }

    private Optional<Change> unanswered(ConsultationId id, String why) {
        return Optional.ofNullable(consultations.remove(id))
                .flatMap(
                        opened -> say(opened.asker(), "gets no answer from %s %s".formatted(opened.specialist(), why)));
    }

    private static String summary(String text) {
        return text.isBlank() ? "" : ": " + text(text);
    }

    private static String text(String text) {
        return Words.line(text, TEXT_LENGTH_MAX);
    }

    private static Optional<Change> say(Object subject, String words) {
        return Optional.of(new Change(subject.toString(), words.stripTrailing()));
    }

    private void remember(String name) {
        nameWidth = Math.max(nameWidth, Math.min(NAME_WIDTH_MAX, name.length()));
    }

    private String padded(String name) {
        return name.length() >= nameWidth ? name : name + " ".repeat(nameWidth - name.length());
    }
}
