// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.View;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Collection;
import java.util.stream.Collectors;

/** One thing in full, for people: facts in two columns, then long texts. What has nothing to say is left out. */
public final class Details {
    private Details() {}

    public static void task(PrintStream out, View.Task task, Instant now) {
        TaskSpec spec = task.spec();
        Table facts = new Table();
        facts.row("task", task.id());
        facts.row("title", Words.line(spec.title(), 200));
        facts.row(
                "status",
                Words.word(task.status())
                        + (task.percent() > 0 && task.agent().isPresent()
                                ? ", " + task.percent() + "% " + Words.line(task.progress(), 100)
                                : ""));
        spec.agentType()
                .ifPresent(type -> facts.row(
                        "done by",
                        type + task.worker().map(agent -> ", " + agent).orElse("")));
        task.agent().ifPresent(agent -> facts.row("held by", agent + ", epoch " + task.epoch()));
        facts.row("attempt", task.attempt() + " of " + task.limits().attempts());
        facts.row("priority", spec.priority());
        list(facts, "needs", spec.needs());
        list(facts, "waits for", task.waitsFor());
        task.gate().ifPresent(gate -> facts.row("gate", gate));
        task.dueAt().ifPresent(due -> facts.row("due", due));
        if (spec.verified()) facts.row("verified by", spec.verifierType());
        facts.row("arrived", Words.age(task.enqueuedAt(), now) + " ago, revision " + task.enqueuedRevision());
        task.finishedAt().ifPresent(at -> facts.row("finished", Words.age(at, now) + " ago"));
        spec.inputs().forEach((name, value) -> facts.row("input", name + " = " + Words.line(value, 200)));
        spec.checks().forEach(check -> facts.row("check", Words.line(check, 200)));
        facts.print(out, "");
        text(out, "Instructions", spec.instructions());
        task.result().ifPresent(result -> result(out, result));
        text(
                out,
                "Notes",
                task.notes().stream().map(note -> "- " + Words.lines(note)).collect(Collectors.joining("\n")));
    }

    private static void result(PrintStream out, TaskResult result) {
        text(out, "Result", result.summary());
        if (!result.outputs().isEmpty()) {
            text(
                    out,
                    "Outputs",
                    result.outputs().entrySet().stream()
                            .map(entry -> Words.line(entry.getKey(), 100) + " = " + Words.lines(entry.getValue()))
                            .collect(Collectors.joining("\n")));
        }
    }

    public static void agent(PrintStream out, View.Agent agent) {
        Table facts = new Table();
        facts.row("agent", agent.id());
        facts.row("type", agent.spec().type());
        facts.row("kind", agent.spec().kind());
        facts.row("status", Words.word(agent.status()) + (agent.attached() ? ", attached" : ", not attached"));
        agent.task().ifPresent(task -> facts.row("task", task));
        list(facts, "held by", agent.heldBy());
        facts.row("letters", "%,d, %,d waiting".formatted(agent.lastLetter(), agent.lettersWaiting()));
        facts.row("used", Words.usage(agent.usage()));
        agent.spec()
                .settings()
                .values()
                .forEach((name, values) -> facts.row(name, Words.line(String.join(" ", values), 200)));
        facts.print(out, "");
    }

    public static void gate(PrintStream out, View.Gate gate, Instant now) {
        Table facts = new Table();
        facts.row("gate", gate.id());
        facts.row("question", Words.line(gate.question().reason(), 400));
        facts.row("status", Words.word(gate.status()));
        facts.row("severity", Words.word(gate.severity()));
        facts.row("asked by", gate.asker());
        gate.task().ifPresent(task -> facts.row("task", task));
        gate.agent().ifPresent(agent -> facts.row("agent", agent));
        list(facts, "options", gate.question().options());
        list(facts, "may decide", gate.question().approvers());
        facts.row("opened", Words.age(gate.openedAt(), now) + " ago");
        gate.deadline().ifPresent(deadline -> facts.row("deadline", deadline));
        gate.outcome().ifPresent(outcome -> {
            facts.row(
                    "decided by",
                    outcome.by().shortName()
                            + gate.closedAt()
                                    .map(at -> ", " + Words.age(at, now) + " ago")
                                    .orElse(""));
            if (!outcome.option().isEmpty()) facts.row("option", Words.line(outcome.option(), 200));
        });
        facts.print(out, "");
        text(out, "Context", gate.question().context());
        gate.outcome().ifPresent(outcome -> {
            text(out, "Comment", outcome.comment());
            text(out, "Text", outcome.text());
        });
    }

    private static void list(Table facts, String name, Collection<?> items) {
        if (items.isEmpty()) return;
        facts.row(
                name,
                items.stream().map(item -> Words.line(item.toString(), 100)).collect(Collectors.joining(", ")));
    }

    private static void text(PrintStream out, String heading, String text) {
        if (text.isBlank()) return;
        out.println();
        out.println(heading);
        Words.lines(text).lines().forEach(line -> out.println("  " + line));
    }
}
