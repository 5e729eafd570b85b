// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.audit.Explainer.Answer;
import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.GateRecord;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Why a task stands where it stands. */
final class TaskAnswer {
    private static final int DEPTH_MAX = 8;
    private static final int AGENTS_MAX = 10;

    private final ProjectState state;
    private final TaskRecord task;
    private final String since;
    private final Optional<Recorded> turn;
    private final List<String> reasons = new ArrayList<>();

    private TaskAnswer(ProjectState state, TaskRecord task, Optional<Recorded> turn) {
        this.state = state;
        this.task = task;
        this.turn = turn;
        this.since = turn.map(event -> " since revision " + event.revision()).orElse("");
    }

    static Answer of(ProjectState state, TaskId id, Story story) {
        TaskAnswer answer = new TaskAnswer(state, state.tasks().find(id).orElseThrow(), story.turn());
        String sentence = answer.sentence();
        return new Answer(sentence, answer.reasons);
    }

    private String sentence() {
        return switch (task.status()) {
            case PENDING -> pending();
            case BLOCKED -> blocked();
            case READY -> queued("be done");
            case ASSIGNED -> held("has it%s, but has not started", Purpose.WORK);
            case RUNNING -> held("works on it%s", Purpose.WORK);
            case VERIFYING -> task.lease().isPresent() ? held("verifies it%s", Purpose.VERIFY) : queued("be verified");
            case RETRYING -> retrying();
            case COMPLETED -> completed();
            case FAILED -> failed();
            case CANCELED -> "was canceled%s%s".formatted(at(), words());
        };
    }

    private String pending() {
        List<TaskId> unmet = state.tasks().unmet(task);
        for (TaskId need : unmet) need(need, 1);
        return unmet.isEmpty()
                ? "has all that it needs and moves on in the same commit"
                : "waits%s for %d of the %d tasks that it needs"
                        .formatted(since, unmet.size(), task.spec().needs().size());
    }

    /** What holds up a needed task, down to the first cause. */
    private void need(TaskId id, int depth) {
        Optional<TaskRecord> needed = state.tasks().find(id);
        String indentation = "  ".repeat(depth - 1);
        if (needed.isEmpty()) {
            reasons.add("%s%s comes in the same commit".formatted(indentation, id));
            return;
        }
        reasons.add(indentation + id + " " + standing(needed.get()));
        if (needed.get().status() != TaskStatus.PENDING || depth >= DEPTH_MAX) return;
        for (TaskId deeper : state.tasks().unmet(needed.get())) {
            if (reasons.size() < 40) need(deeper, depth + 1);
        }
    }

    private String standing(TaskRecord other) {
        String holder = other.lease().map(lease -> " at " + lease.agent()).orElse("");
        return switch (other.status()) {
            case PENDING -> "waits for " + Reasons.list(state.tasks().unmet(other));
            case BLOCKED ->
                "waits for a person at "
                        + gate(other).map(gate -> gate.id().toString()).orElse("a gate");
            case RETRYING ->
                "failed and is due again at "
                        + other.attempts().dueAt().map(Object::toString).orElse("once");
            case FAILED -> "has failed" + lastNote(other);
            case READY, ASSIGNED, RUNNING, VERIFYING, COMPLETED, CANCELED ->
                "is " + Wording.of(other.status()) + holder;
        };
    }

    private Optional<GateRecord> gate(TaskRecord other) {
        return state.gates().openOf(other.id());
    }

    private String blocked() {
        Optional<GateRecord> gate = gate(task);
        gate.ifPresent(open -> reasons.addAll(GateAnswer.open(state, open)));
        return "waits%s for a person at %s"
                .formatted(since, gate.map(open -> open.id().toString()).orElse("a gate"));
    }

    private String queued(String what) {
        AgentType type = task.queuedFor().orElseThrow();
        List<TaskId> queue = List.copyOf(state.tasks().queueOf(type));
        int place = queue.indexOf(task.id());
        reasons.add("place %d of %d among the tasks for agents of type %s, by priority (%s) and arrival (revision %d)"
                .formatted(
                        place + 1,
                        queue.size(),
                        type,
                        task.spec().priority(),
                        task.arrival().revision()));
        if (place > 0) reasons.add("before it: " + Reasons.list(queue.subList(0, place)));
        whoCould(type);
        return "waits%s to %s by an agent of type %s".formatted(since, what, type);
    }

    private void whoCould(AgentType type) {
        reasons.addAll(Handing.obstacles(state));
        List<AgentRecord> agents = state.agents().inOrder().stream()
                .filter(agent -> agent.type().equals(type))
                .toList();
        if (agents.isEmpty()) reasons.add("no agent of type %s is registered".formatted(type));
        Optional<AgentId> worker =
                task.purpose() == Purpose.VERIFY ? task.work().worker() : Optional.empty();
        agents.stream()
                .limit(AGENTS_MAX)
                .map(agent -> "%s is %s"
                        .formatted(
                                agent.id(),
                                worker.filter(agent.id()::equals).isPresent()
                                        ? "the one who did the work"
                                        : Choice.Standing.of(agent)))
                .forEach(reasons::add);
        if (agents.size() > AGENTS_MAX) reasons.add("and %d more agents".formatted(agents.size() - AGENTS_MAX));
    }

    private String held(String words, Purpose purpose) {
        TaskRecord.Lease lease = task.lease().orElseThrow();
        reasons.add(
                "the lease has epoch %d and ends at %s if no heartbeat comes".formatted(task.epoch(), lease.until()));
        reasons.add("attempt %d of %d".formatted(task.attempt(), task.limits().attempts()));
        if (purpose == Purpose.WORK && task.work().percent() > 0)
            reasons.add("%d%% %s".formatted(task.work().percent(), task.work().progress()));
        gate(task).ifPresent(open -> reasons.addAll(GateAnswer.open(state, open)));
        return "%s %s".formatted(lease.agent(), words.formatted(since));
    }

    private String retrying() {
        reasons.add("%d of %d attempts are used"
                .formatted(task.attempts().failures(), task.limits().attempts()));
        if (!task.attempts().notes().isEmpty())
            reasons.add("the last one: " + task.attempts().notes().getLast());
        return task.attempts()
                .dueAt()
                .map(due -> "waits%s for its back-off, until %s".formatted(since, due))
                .orElse("has just failed; what follows is decided in the same commit");
    }

    private String completed() {
        boolean verified = turn.map(Recorded::event)
                .filter(event -> event instanceof Event.TaskCompleted done
                        && done.verifier().isPresent())
                .isPresent();
        return task.work().worker().map(worker -> "was done by " + worker).orElse("was only a gate, and approved")
                + at()
                + (verified ? ", verified by " + verifier() : "");
    }

    private String verifier() {
        return turn.map(Recorded::event)
                .filter(Event.TaskCompleted.class::isInstance)
                .map(Event.TaskCompleted.class::cast)
                .flatMap(Event.TaskCompleted::verifier)
                .map(AgentId::value)
                .orElse("nobody");
    }

    private String failed() {
        for (String note : task.attempts().notes()) reasons.add(note);
        gate(task).ifPresent(open -> reasons.addAll(GateAnswer.open(state, open)));
        return "failed%s%s".formatted(at(), words());
    }

    private String at() {
        return turn.map(event -> " at revision " + event.revision()).orElse("");
    }

    /** What the event that ended it says. */
    private String words() {
        return turn.map(Recorded::event)
                .map(event -> switch (event) {
                    case Event.TaskFailed failed -> ": " + failed.reason();
                    case Event.TaskCanceled canceled -> ": " + canceled.reason();
                    default -> "";
                })
                .orElse("");
    }

    private static String lastNote(TaskRecord other) {
        List<String> notes = other.attempts().notes();
        return notes.isEmpty() ? "" : ": " + notes.getLast();
    }

    /** Why nothing is handed out at all. */
    static final class Handing {
        private Handing() {}

        static List<String> obstacles(ProjectState state) {
            List<String> obstacles = new ArrayList<>();
            state.project().ifPresent(project -> {
                if (project.settings().dispatch() == Dispatch.MANUAL)
                    obstacles.add("work is given out by hand in this project");
                if (project.overBudget())
                    obstacles.add("the budget is used up, and nothing is given out until it is raised");
            });
            return obstacles;
        }
    }
}
