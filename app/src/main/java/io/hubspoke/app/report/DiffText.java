// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.orchestrator.audit.StateDiff;
import io.hubspoke.orchestrator.audit.StateDiff.Change;
import io.hubspoke.orchestrator.audit.StateDiff.Noun;
import io.hubspoke.protocol.ProjectId;
import java.io.PrintStream;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is different between two revisions: a line a thing, {@code +} for new, {@code -} for gone, {@code ~} for
 * changed.
 */
public final class DiffText {
    private static final int VALUE_LENGTH_MAX = 60;

    /** Of a thing that came or went, these say enough for people. */
    private static final Set<String> TELLING = Set.of(
            "status",
            "spec.type",
            "spec.title",
            "spec.priority",
            "agent",
            "epoch",
            "until",
            "asker",
            "specialist",
            "question.reason",
            "kind",
            "from",
            "tasks",
            "last",
            "settled",
            "deadline");

    private DiffText() {}

    public static ObjectNode json(ProjectId project, StateDiff diff) {
        ObjectNode whole = Json.object().put("id", project.value());
        whole.setAll(Json.tree(diff));
        whole.remove("empty");
        return whole;
    }

    public static void print(PrintStream out, ProjectId project, StateDiff diff) {
        out.printf("%s  revision %,d to %,d%n", project, diff.from(), diff.to());
        if (diff.isEmpty()) out.println("no difference");
        for (Noun noun : Noun.values()) {
            List<Change> changes = diff.changes().stream()
                    .filter(change -> change.noun() == noun)
                    .toList();
            if (changes.isEmpty()) continue;
            out.printf("%n%s%n", title(noun));
            Table table = new Table();
            changes.forEach(change -> table.row(sign(change), change.id(), words(change)));
            table.print(out, "  ");
        }
    }

    private static String title(Noun noun) {
        return switch (noun) {
            case PROJECT -> "Project";
            case BUDGET -> "Budget";
            case LIMITS -> "Limits";
            case AGENT -> "Agents";
            case TASK -> "Tasks";
            case QUEUE -> "Queues";
            case LEASE -> "Leases";
            case GATE -> "Gates";
            case CONSULTATION -> "Consultations";
            case MAILBOX -> "Mailboxes";
            case LETTER -> "Letters";
        };
    }

    private static String sign(Change change) {
        return switch (change.kind()) {
            case ADDED -> "+";
            case CHANGED -> "~";
            case REMOVED -> "-";
        };
    }

    private static String words(Change change) {
        return switch (change.kind()) {
            case CHANGED ->
                change.fields().stream()
                        .map(field -> "%s %s → %s".formatted(field.name(), value(field.before()), value(field.after())))
                        .collect(Collectors.joining(", "));
            case ADDED -> telling(change, true);
            case REMOVED -> telling(change, false);
        };
    }

    private static String telling(Change change, boolean after) {
        return change.fields().stream()
                .filter(field -> TELLING.contains(field.name()))
                .map(field -> field.name() + " " + value(after ? field.after() : field.before()))
                .collect(Collectors.joining(", "));
    }

    private static String value(Optional<Object> value) {
        return value.map(present -> switch (present) {
                    case Enum<?> word -> Words.word(word);
                    case Collection<?> several ->
                        Words.line(
                                several.stream().map(Object::toString).collect(Collectors.joining(", ", "[", "]")),
                                VALUE_LENGTH_MAX);
                    default -> Words.line(present.toString(), VALUE_LENGTH_MAX);
                })
                .map(text -> text.isEmpty() ? "''" : text)
                .orElse("-");
    }
}
