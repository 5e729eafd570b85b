// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import io.hubspoke.app.report.Words;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tables' columns, and what of a view stands in them: texts, numbers, instants in milliseconds, lists of ids. */
final class Cells {
    private Cells() {}

    static Grid tasks() {
        return new Grid(
                "status",
                "priority",
                "attempt",
                "epoch",
                "agent",
                "worker",
                "leaseUntil",
                "dueAt",
                "waitsFor",
                "gate",
                "percent",
                "progress",
                "note",
                "result",
                "finishedAt");
    }

    static @Nullable Object[] of(View.Task task) {
        return new @Nullable Object[] {
            Words.word(task.status()),
            task.spec().priority().value(),
            task.attempt(),
            task.epoch(),
            text(task.agent()),
            text(task.worker()),
            millis(task.leaseUntil()),
            millis(task.dueAt()),
            texts(task.waitsFor()),
            text(task.gate()),
            task.percent(),
            Texts.brief(task.progress()),
            task.notes().isEmpty() ? null : Texts.full(task.notes().getLast()),
            task.result().map(result -> Texts.full(result.summary())).orElse(null),
            millis(task.finishedAt())
        };
    }

    static Map<String, Object> facts(View.Task task) {
        return Map.of(
                "title", Texts.brief(task.spec().title()),
                "type", task.spec().type(),
                "agentType", task.spec().agentType().map(Object::toString).orElse(""),
                "needs", texts(task.spec().needs()),
                "checks", task.spec().checks().size(),
                "enqueued", task.enqueuedRevision(),
                "enqueuedAt", task.enqueuedAt().toEpochMilli());
    }

    static Grid agents() {
        return new Grid(
                "status",
                "type",
                "kind",
                "attached",
                "task",
                "heldBy",
                "waiting",
                "letters",
                "sent",
                "inputTokens",
                "outputTokens",
                "costMicros");
    }

    static @Nullable Object[] of(View.Agent agent, long sent) {
        return new @Nullable Object[] {
            Words.word(agent.status()),
            agent.spec().type().value(),
            agent.spec().kind(),
            agent.attached(),
            text(agent.task()),
            texts(agent.heldBy()),
            agent.lettersWaiting(),
            agent.lastLetter(),
            sent,
            agent.usage().inputTokens(),
            agent.usage().outputTokens(),
            agent.usage().costMicros()
        };
    }

    /** Not registered any more: nothing but what it has sent. */
    static @Nullable Object[] gone(long sent) {
        @Nullable Object[] cells = new @Nullable Object[agents().columns().size()];
        cells[agents().columns().indexOf("sent")] = sent;
        return cells;
    }

    static Grid gates() {
        return new Grid("status", "severity", "agent", "deadline", "by", "option", "comment", "text", "closedAt");
    }

    static @Nullable Object[] of(View.Gate gate) {
        Optional<GateOutcome> outcome = gate.outcome();
        return new @Nullable Object[] {
            Words.word(gate.status()),
            Words.word(gate.severity()),
            text(gate.agent()),
            millis(gate.deadline()),
            outcome.map(closed -> closed.by().text()).orElse(null),
            outcome.map(closed -> Texts.brief(closed.option())).orElse(null),
            outcome.map(closed -> Texts.full(closed.comment())).orElse(null),
            outcome.map(closed -> Texts.full(closed.text())).orElse(null),
            millis(gate.closedAt())
        };
    }

    static Map<String, Object> facts(View.Gate gate) {
        return Map.of(
                "cause", Words.word(gate.cause()),
                "asker", gate.asker().text(),
                "task", gate.task().map(Object::toString).orElse(""),
                "reason", Texts.brief(gate.question().reason()),
                "context", Texts.full(gate.question().context()),
                "options", gate.question().options().stream().map(Texts::brief).toList(),
                "approvers", gate.question().approvers(),
                "openedAt", gate.openedAt().toEpochMilli());
    }

    static Grid project() {
        return new Grid(Stream.of(
                        Stream.of(
                                "phase",
                                "attached",
                                "openGates",
                                "openConsultations",
                                "letters",
                                "waiting",
                                "inputTokens",
                                "outputTokens",
                                "costMicros",
                                "tokensMax",
                                "costMicrosMax",
                                "settled"),
                        Arrays.stream(TaskStatus.values()).map(status -> "tasks:" + Words.word(status)),
                        Arrays.stream(AgentStatus.values()).map(status -> "agents:" + Words.word(status)))
                .flatMap(names -> names)
                .toArray(String[]::new));
    }

    static @Nullable Object[] of(View.Status status, String phase) {
        Stream<Object> whole = Stream.of(
                Texts.brief(phase),
                status.attached(),
                status.openGates(),
                status.openConsultations(),
                status.letters(),
                status.lettersWaiting(),
                status.usage().inputTokens(),
                status.usage().outputTokens(),
                status.usage().costMicros(),
                status.budget().tokens(),
                status.budget().costMicros(),
                status.settled());
        Stream<Object> tasks =
                Arrays.stream(TaskStatus.values()).map(each -> status.tasks().getOrDefault(each, 0));
        Stream<Object> agents =
                Arrays.stream(AgentStatus.values()).map(each -> status.agents().getOrDefault(each, 0));
        return Stream.of(whole, tasks, agents).flatMap(values -> values).toArray();
    }

    static List<String> texts(Collection<?> ids) {
        return ids.stream().map(Object::toString).toList();
    }

    private static @Nullable String text(Optional<?> id) {
        return id.map(Object::toString).orElse(null);
    }

    private static @Nullable Long millis(Optional<Instant> instant) {
        return instant.map(Instant::toEpochMilli).orElse(null);
    }
}
