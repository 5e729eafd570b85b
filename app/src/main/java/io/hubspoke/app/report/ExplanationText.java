// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.orchestrator.audit.Choice;
import io.hubspoke.orchestrator.audit.Explanation;
import io.hubspoke.orchestrator.audit.Explanation.Step;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Why a thing stands where it stands: the answer, what it rests on, the last choice of an agent, and the story. */
public final class ExplanationText {
    private static final int TEXT_LENGTH_MAX = 160;

    private final PrintStream out;
    private final DateTimeFormatter at;
    private final ChangeLines lines;

    public ExplanationText(PrintStream out, ZoneId zone) {
        this.out = out;
        this.at =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
        this.lines = new ChangeLines(zone);
    }

    /** The same for programs; each step is its event with {@code cause} and {@code why}. */
    public static ObjectNode json(Explanation explanation) {
        ObjectNode whole = Json.tree(explanation);
        ArrayNode steps = whole.putArray("steps");
        for (Step step : explanation.steps()) {
            ObjectNode event = Json.event(step.recorded());
            if (step.cause() != 0) event.put("cause", step.cause());
            if (!step.why().isEmpty()) event.put("why", step.why());
            steps.add(event);
        }
        return whole;
    }

    public void print(Explanation explanation) {
        out.printf(
                "%s %s  at revision %,d%n%s %s%n",
                Words.word(explanation.noun()),
                explanation.id(),
                explanation.revision(),
                explanation.id(),
                Words.line(explanation.answer(), 2 * TEXT_LENGTH_MAX));
        for (String reason : explanation.reasons()) {
            String indentation =
                    " ".repeat(reason.length() - reason.stripLeading().length());
            out.println("  " + indentation + "- " + Words.line(reason, TEXT_LENGTH_MAX));
        }
        explanation.choice().ifPresent(this::choice);
        steps(explanation);
    }

    private void choice(Choice choice) {
        String how = switch (choice.how()) {
            case DISPATCHED -> "the first task in the queue went to the first free agent of its type";
            case CLAIMED -> "the agent asked for the next task of its type";
            case BY_HAND -> "an operator named both";
        };
        out.printf("%nThe assignment at revision %,d: %s%n", choice.revision(), how);
        Table agents = new Table();
        choice.candidates()
                .forEach(candidate -> agents.row(
                        candidate.chosen() ? ">" : "",
                        candidate.agent(),
                        candidate.standing(),
                        "registered at revision " + candidate.registered()));
        out.printf("  agents of type %s, in the order in which they are asked%n", choice.type());
        agents.print(out, "    ");
        out.printf("  queue of %s, by priority and arrival%n", Words.count(choice.queued(), "task"));
        Table queue = new Table();
        choice.queue()
                .forEach(place -> queue.row(
                        place.chosen() ? ">" : "",
                        place.place(),
                        place.task(),
                        "priority " + place.priority(),
                        "arrived at revision " + place.arrival(),
                        place.note()));
        queue.print(out, "    ");
    }

    private void steps(Explanation explanation) {
        out.printf("%nWhat happened%n");
        Table table = new Table();
        for (Step step : explanation.steps()) {
            table.row(
                    step.recorded().revision(),
                    at.format(step.recorded().at()),
                    step.recorded().by(),
                    step.cause() == 0 ? "" : "after " + step.cause(),
                    Words.line(lines.sentence(step.recorded()), TEXT_LENGTH_MAX)
                            + (step.why().isEmpty() ? "" : "  (" + Words.line(step.why(), TEXT_LENGTH_MAX) + ")"));
        }
        table.print(out, "  ");
        if (explanation.leftOut() > 0)
            out.printf(
                    "  %s more in between: hubspoke journal list --%s %s%n",
                    Words.count(explanation.leftOut(), "event"), Words.word(explanation.noun()), explanation.id());
    }
}
