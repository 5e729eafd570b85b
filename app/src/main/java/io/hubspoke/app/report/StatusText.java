// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import java.io.PrintStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Where a project stands, on one screen: counts first, then what waits for whom, then what is wrong. */
public final class StatusText {
    private static final int TITLE_LENGTH_MAX = 60;
    private static final int ROWS_MAX = 10;

    private StatusText() {}

    public static void print(PrintStream out, ProjectState state, Instant now) {
        View.Status status = Views.status(state);
        View.Project project = Views.project(state);
        List<View.Task> tasks = ((View.Tasks) Views.answer(state, new Query.Tasks())).tasks();
        List<View.Gate> gates = ((View.Gates) Views.answer(state, new Query.Gates(false))).gates();
        out.println(status.id()
                + (project.phase().isEmpty() ? "" : "  phase " + Words.line(project.phase(), TITLE_LENGTH_MAX)));
        Table counts = new Table();
        counts.row("tasks", tasks(status.tasks()));
        counts.row("agents", agents(status.agents(), status.attached()));
        counts.row("letters", "%,d accepted, %,d waiting".formatted(status.letters(), status.lettersWaiting()));
        if (status.openConsultations() > 0)
            counts.row("questions", "%,d without an answer yet".formatted(status.openConsultations()));
        counts.row("used", used(status));
        counts.row("revision", "%,d".formatted(status.revision()));
        counts.print(out, "  ");
        gates(
                out,
                status,
                gates.stream().filter(gate -> gate.status() == GateStatus.OPEN).toList(),
                now);
        work(out, tasks);
        failed(out, status, tasks, gates);
    }

    /** {@code 6 of 10 done · 2 running · 1 failed}. */
    public static String tasks(Map<TaskStatus, Integer> counts) {
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        String done = counts.getOrDefault(TaskStatus.COMPLETED, 0) + " of " + all + " done";
        String others = counts.entrySet().stream()
                .filter(entry -> entry.getKey() != TaskStatus.COMPLETED && entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + Words.word(entry.getKey()))
                .collect(Collectors.joining(" · "));
        return others.isEmpty() ? done : done + " · " + others;
    }

    private static String agents(Map<AgentStatus, Integer> counts, int attached) {
        String states = counts.entrySet().stream()
                .filter(entry -> entry.getValue() > 0)
                .map(entry -> entry.getValue() + " " + Words.word(entry.getKey()))
                .collect(Collectors.joining(" · "));
        return states.isEmpty() ? "none" : states + " (" + attached + " attached)";
    }

    private static String used(View.Status status) {
        List<String> limits = new ArrayList<>();
        if (status.budget().tokens() > 0)
            limits.add("%,d tokens".formatted(status.budget().tokens()));
        if (status.budget().costMicros() > 0)
            limits.add(Words.money(status.budget().costMicros()));
        return Words.usage(status.usage()) + (limits.isEmpty() ? "" : " of " + String.join(", ", limits));
    }

    private static void gates(PrintStream out, View.Status status, List<View.Gate> gates, Instant now) {
        if (gates.isEmpty()) return;
        out.println();
        out.println("Waiting for a person");
        Table table = new Table();
        for (View.Gate gate : gates) {
            table.row(
                    gate.id(),
                    Words.age(gate.openedAt(), now),
                    Words.word(gate.severity()),
                    gate.question().approvers().isEmpty()
                            ? "anybody"
                            : String.join(", ", gate.question().approvers()),
                    Words.line(gate.question().reason(), TITLE_LENGTH_MAX));
        }
        table.print(out, "  ");
        out.println("  decide with: hubspoke gate approve|reject " + status.id() + " "
                + gates.getFirst().id());
    }

    private static void work(PrintStream out, List<View.Task> tasks) {
        List<View.Task> working = tasks.stream()
                .filter(task -> task.agent().isPresent() || task.dueAt().isPresent())
                .toList();
        if (working.isEmpty()) return;
        out.println();
        out.println("Under way");
        Table table = new Table();
        for (View.Task task : working.subList(0, Math.min(ROWS_MAX, working.size()))) {
            table.row(
                    task.id(),
                    Words.word(task.status()),
                    task.agent().map(Object::toString).orElse("-"),
                    task.percent() > 0 ? task.percent() + "%" : "",
                    Words.line(task.progress().isEmpty() ? task.spec().title() : task.progress(), TITLE_LENGTH_MAX));
        }
        table.print(out, "  ");
        more(out, working.size());
    }

    private static void failed(PrintStream out, View.Status status, List<View.Task> tasks, List<View.Gate> gates) {
        List<View.Task> failed = tasks.stream()
                .filter(task -> task.status() == TaskStatus.FAILED)
                .toList();
        if (failed.isEmpty()) return;
        out.println();
        out.println("Failed");
        Table table = new Table();
        for (View.Task task : failed.subList(0, Math.min(ROWS_MAX, failed.size()))) {
            table.row(task.id(), Words.line(FailureReason.of(task, gates), 2 * TITLE_LENGTH_MAX));
        }
        table.print(out, "  ");
        more(out, failed.size());
        out.println("  try again with: hubspoke task retry " + status.id() + " "
                + failed.getFirst().id());
    }

    private static void more(PrintStream out, int rows) {
        if (rows > ROWS_MAX) out.println("  and " + (rows - ROWS_MAX) + " more");
    }
}
