// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.FailureReason;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.Words;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * How a run ended, and what a person can do about it.
 *
 * @param mends what is wrong or waits, and the exact commands that help
 */
record Outcome(Ending ending, String summary, List<String> mends, ObjectNode json) {
    /** A failure goes before a gate. */
    enum Ending {
        DONE(ExitCode.DONE),
        FAILED(ExitCode.FAILED),
        WAITING(ExitCode.WAITING),
        INTERRUPTED(ExitCode.INTERRUPTED);

        private final int exitCode;

        Ending(int exitCode) {
            this.exitCode = exitCode;
        }
    }

    /**
     * How commands are to be written that go on from here.
     *
     * @param flags between command and arguments, such as {@code --journal FILE}; empty or with a blank in front
     */
    record Names(String plan, String journal, String flags) {
        String command(String words) {
            return "hubspoke " + words + flags;
        }
    }

    int exitCode() {
        return ending.exitCode;
    }

    static Outcome of(ProjectState state, boolean interrupted, Names names) {
        Picture picture = Picture.of(state);
        Ending ending = interrupted ? Ending.INTERRUPTED : picture.ending();
        return new Outcome(ending, picture.summary(names), picture.mends(ending, names), picture.json(ending, names));
    }

    /** Of the gates, {@code gates} are the open ones. */
    private record Picture(
            View.Status status,
            List<View.Task> tasks,
            List<View.Gate> allGates,
            List<View.Gate> gates,
            List<View.Agent> paused) {
        static Picture of(ProjectState state) {
            List<View.Agent> agents = ((View.Agents) Views.answer(state, new Query.Agents(Optional.empty()))).agents();
            List<View.Gate> gates = ((View.Gates) Views.answer(state, new Query.Gates(false))).gates();
            return new Picture(
                    Views.status(state),
                    ((View.Tasks) Views.answer(state, new Query.Tasks())).tasks(),
                    gates,
                    gates.stream()
                            .filter(gate -> gate.status() == GateStatus.OPEN)
                            .toList(),
                    agents.stream()
                            .filter(agent -> agent.status() == AgentStatus.PAUSED
                                    && agent.heldBy().isEmpty())
                            .toList());
        }

        Ending ending() {
            if (count(TaskStatus.FAILED) > 0) return Ending.FAILED;
            if (!gates.isEmpty()) return Ending.WAITING;
            if (count(TaskStatus.COMPLETED) + count(TaskStatus.CANCELED) == tasks.size()) return Ending.DONE;
            return waitsForCanceled().isEmpty() ? Ending.WAITING : Ending.FAILED;
        }

        private int count(TaskStatus state) {
            return status.tasks().getOrDefault(state, 0);
        }

        private List<View.Task> waitsForCanceled() {
            return tasks.stream()
                    .filter(task -> task.status() == TaskStatus.PENDING)
                    .filter(task -> tasks.stream()
                            .anyMatch(other -> other.status() == TaskStatus.CANCELED
                                    && task.waitsFor().contains(other.id())))
                    .toList();
        }

        String summary(Names names) {
            String canceled = count(TaskStatus.CANCELED) > 0 ? ", " + count(TaskStatus.CANCELED) + " canceled" : "";
            return "%d/%d tasks done%s · %s, all through the orchestrator · journal %s"
                    .formatted(
                            count(TaskStatus.COMPLETED),
                            tasks.size(),
                            canceled,
                            Words.count(status.letters(), "letter"),
                            names.journal());
        }

        List<String> mends(Ending ending, Names names) {
            List<String> lines = new ArrayList<>();
            if (ending == Ending.INTERRUPTED) {
                lines.add("interrupted, nothing is lost; go on with: " + goOn(names));
                return lines;
            }
            if (ending == Ending.DONE) return lines;
            failures(lines, names);
            decisions(lines, names);
            others(lines, names);
            lines.add("go on with: " + goOn(names));
            return lines;
        }

        private static String goOn(Names names) {
            return names.command("run " + names.plan());
        }

        private void failures(List<String> lines, Names names) {
            for (View.Task task : tasks) {
                if (task.status() != TaskStatus.FAILED) continue;
                lines.add("task %s failed: %s".formatted(task.id(), reason(task)));
                lines.add(
                        "  try it again with: " + names.command("task retry %s %s".formatted(status.id(), task.id())));
            }
        }

        private String reason(View.Task task) {
            return FailureReason.of(task, allGates);
        }

        private void decisions(List<String> lines, Names names) {
            for (View.Gate gate : gates) {
                boolean alreadyTold = gate.task().isPresent()
                        && tasks.stream()
                                .anyMatch(task -> task.status() == TaskStatus.FAILED
                                        && task.gate().equals(Optional.of(gate.id())));
                if (alreadyTold) continue;
                String who = gate.question().approvers().isEmpty()
                        ? "a person"
                        : String.join(" or ", gate.question().approvers());
                lines.add("gate %s waits for %s: %s"
                        .formatted(gate.id(), who, Words.line(gate.question().reason(), 300)));
                String place = status.id() + " " + gate.id();
                lines.add("  decide with: " + names.command("gate approve " + place));
                lines.add("           or: " + names.command("gate reject " + place + " -m REASON"));
            }
        }

        private void others(List<String> lines, Names names) {
            for (View.Task task : waitsForCanceled()) {
                lines.add("task %s waits for a canceled task: %s"
                        .formatted(
                                task.id(),
                                names.command("task retry %s %s"
                                        .formatted(status.id(), task.waitsFor().getFirst()))));
            }
            for (View.Agent agent : paused) {
                lines.add("agent %s is paused: %s"
                        .formatted(agent.id(), names.command("agent resume %s %s".formatted(status.id(), agent.id()))));
            }
        }

        ObjectNode json(Ending ending, Names names) {
            ObjectNode json = Json.object();
            json.put("id", status.id().value());
            json.put("outcome", ending.name().toLowerCase(Locale.ROOT));
            json.put("exitCode", ending.exitCode);
            json.put("done", count(TaskStatus.COMPLETED));
            json.put("tasks", tasks.size());
            json.put("letters", status.letters());
            json.put("revision", status.revision());
            json.put("journal", names.journal());
            ArrayNode failed = json.putArray("failed");
            tasks.stream()
                    .filter(task -> task.status() == TaskStatus.FAILED)
                    .forEach(task ->
                            failed.addObject().put("id", task.id().value()).put("reason", reason(task)));
            ArrayNode open = json.putArray("gates");
            gates.forEach(gate -> open.addObject()
                    .put("id", gate.id().toString())
                    .put("reason", gate.question().reason()));
            return json;
        }
    }
}
