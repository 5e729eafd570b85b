// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.orchestrator.audit.Moment;
import io.hubspoke.orchestrator.audit.Picture;
import io.hubspoke.orchestrator.domain.Consultation;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.View;
import java.io.PrintStream;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** The whole state at one revision, noun by noun. What there is nothing of is left out. */
public final class PictureText {
    private static final int TEXT_LENGTH_MAX = 60;
    private static final int LETTERS_MAX = 5;

    private final PrintStream out;
    private final DateTimeFormatter at;

    public PictureText(PrintStream out, ZoneId zone) {
        this.out = out;
        this.at =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    /** The same for programs: the picture, with the event it stands after, its instant and its commit. */
    public static ObjectNode json(Moment moment) {
        ObjectNode picture = Json.tree(Picture.of(moment.state()));
        picture.put("commit", moment.commit());
        moment.event().ifPresent(recorded -> {
            picture.put("at", recorded.at().toString());
            picture.set("event", Json.event(recorded));
        });
        return picture;
    }

    /** @param last the last revision of the project, to be seen beside */
    public void print(Moment moment, long last) {
        Picture picture = Picture.of(moment.state());
        out.printf("%s  revision %,d of %,d", picture.id(), picture.revision(), last);
        out.println(moment.event()
                .map(recorded -> ", " + at.format(recorded.at()) + ", commit " + moment.commit())
                .orElse(", before the first event"));
        moment.event()
                .ifPresent(recorded ->
                        out.printf("after %s%n", Words.line(new ChangeLines(at.getZone()).sentence(recorded), 110)));
        picture.project().ifPresent(project -> project(picture, project));
        tasks(picture);
        queues(picture);
        leases(picture);
        agents(picture);
        mailboxes(picture);
        consultations(picture);
        gates(picture);
    }

    private void project(Picture picture, View.Project project) {
        out.println();
        Table facts = new Table();
        if (!project.phase().isEmpty()) facts.row("phase", Words.line(project.phase(), TEXT_LENGTH_MAX));
        project.metadata().forEach((name, value) -> facts.row(name, Words.line(value, TEXT_LENGTH_MAX)));
        facts.row("dispatch", Words.word(project.settings().dispatch()));
        facts.row("used", Words.usage(picture.usage()));
        String budget = (picture.budget().tokens() > 0
                        ? "%,d tokens ".formatted(picture.budget().tokens())
                        : "")
                + (picture.budget().costMicros() > 0
                        ? Words.money(picture.budget().costMicros())
                        : "");
        facts.row("budget", budget.isEmpty() ? "no limit" : budget.strip());
        facts.print(out, "  ");
    }

    private void section(String title, int size, Table table) {
        if (size == 0) return;
        out.printf("%n%s (%,d)%n", title, size);
        table.print(out, "  ");
    }

    private void tasks(Picture picture) {
        Table table = new Table();
        for (View.Task task : picture.tasks()) {
            table.row(
                    task.id(),
                    Words.word(task.status()),
                    "priority " + task.spec().priority(),
                    "attempt %d of %d".formatted(task.attempt(), task.limits().attempts()),
                    waits(task),
                    Words.line(task.spec().title(), TEXT_LENGTH_MAX));
        }
        section("Tasks", picture.tasks().size(), table);
    }

    private static String waits(View.Task task) {
        if (!task.waitsFor().isEmpty()) return "waits for " + names(task.waitsFor());
        if (task.gate().isPresent()) return "at " + task.gate().get();
        return task.agent()
                .map(agent -> "at " + agent)
                .or(() -> task.dueAt().map(due -> "due " + due))
                .or(() -> task.worker().map(worker -> "by " + worker))
                .orElse("");
    }

    private static String names(List<TaskId> tasks) {
        String names = tasks.stream().limit(4).map(TaskId::value).collect(Collectors.joining(", "));
        return tasks.size() > 4 ? "%s and %d more".formatted(names, tasks.size() - 4) : names;
    }

    private void queues(Picture picture) {
        Table table = new Table();
        for (Picture.Queue queue : picture.queues()) {
            table.row(
                    queue.agentType(), queue.tasks().stream().map(TaskId::value).collect(Collectors.joining(", ")));
        }
        section("Queues", picture.queues().size(), table);
    }

    private void leases(Picture picture) {
        Table table = new Table();
        for (Picture.Lease lease : picture.leases()) {
            table.row(
                    lease.task(),
                    lease.agent(),
                    "epoch " + lease.epoch(),
                    "to " + Words.word(lease.purpose()),
                    "until " + at.format(lease.until()));
        }
        section("Leases", picture.leases().size(), table);
    }

    private void agents(Picture picture) {
        Table table = new Table();
        for (Picture.Agent agent : picture.agents()) {
            String held = agent.heldBy().stream().map(Object::toString).collect(Collectors.joining(", "));
            table.row(
                    agent.id(),
                    agent.spec().type(),
                    Words.word(agent.status()),
                    agent.attached() ? "attached" : "away",
                    agent.task().map(TaskId::value).orElse("-"),
                    (held.isEmpty() ? "" : "held by " + held + " ")
                            + (agent.pausedByOperator() ? "paused by an operator " : "")
                            + Words.usage(agent.usage()));
        }
        section("Agents", picture.agents().size(), table);
    }

    private void mailboxes(Picture picture) {
        Table table = new Table();
        for (Picture.Mailbox box : picture.mailboxes()) {
            table.row(
                    box.agent(),
                    "%,d accepted".formatted(box.last()),
                    box.waiting().isEmpty()
                            ? ""
                            : "%,d waiting: %s".formatted(box.waiting().size(), letters(box.waiting())));
        }
        section("Mailboxes", picture.mailboxes().size(), table);
    }

    private static String letters(List<Letter> letters) {
        String shown =
                letters.stream().limit(LETTERS_MAX).map(PictureText::letter).collect(Collectors.joining(", "));
        return letters.size() > LETTERS_MAX ? shown + " …" : shown;
    }

    /** {@code 4 message from smith}. */
    static String letter(Letter letter) {
        String kind = switch (letter.content()) {
            case Letter.Assignment assignment ->
                "assignment of " + assignment.task().id();
            case Letter.Message message -> "message";
            case Letter.Question question -> "question " + question.consultation();
            case Letter.Answer answer -> "answer " + answer.consultation();
            case Letter.GateClosed closed -> "decision of " + closed.outcome().gate();
        };
        return "%d %s from %s".formatted(letter.number(), kind, letter.from().shortName());
    }

    private void consultations(Picture picture) {
        Table table = new Table();
        for (Consultation consultation : picture.consultations()) {
            table.row(
                    consultation.id(),
                    "%s asks %s".formatted(consultation.asker(), consultation.specialist()),
                    "until " + at.format(consultation.deadline()));
        }
        section("Consultations", picture.consultations().size(), table);
    }

    private void gates(Picture picture) {
        Table table = new Table();
        for (View.Gate gate : picture.gates()) {
            table.row(
                    gate.id(),
                    Words.word(gate.status()),
                    gate.task().map(TaskId::value).orElse("-"),
                    gate.status() == GateStatus.OPEN ? deadline(gate.deadline()) : by(gate),
                    Words.line(gate.question().reason(), TEXT_LENGTH_MAX));
        }
        section("Gates", picture.gates().size(), table);
    }

    private String deadline(Optional<Instant> deadline) {
        return deadline.map(until -> "until " + at.format(until)).orElse("no deadline");
    }

    private static String by(View.Gate gate) {
        return gate.outcome().map(outcome -> "by " + outcome.by().shortName()).orElse("");
    }
}
