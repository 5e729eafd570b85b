// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Draft.reject;

import io.hubspoke.protocol.Command.CancelTask;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.ReprioritizeTask;
import io.hubspoke.protocol.Command.RetryTask;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Rules for the queue: how tasks come in, wait for each other, and are moved by an operator. */
final class TaskRules {
    private TaskRules() {}

    /** All or none. */
    static Optional<Rejection> enqueue(Draft draft, EnqueueTasks command) {
        Optional<Rejection> refused = notAcceptable(draft.state(), command.tasks());
        if (refused.isPresent()) return refused;
        TaskLimits defaults = draft.state().settings().taskLimits();
        for (TaskSpec task : command.tasks()) {
            draft.record(new Event.TaskEnqueued(task, task.limits().orElse(defaults)));
        }
        for (TaskSpec task : command.tasks()) readyWhenNothingIsMissing(draft, task.id());
        return Optional.empty();
    }

    private static Optional<Rejection> notAcceptable(ProjectState state, List<TaskSpec> tasks) {
        Limits limits = state.limits();
        if (tasks.isEmpty()) return reject(new Rejection.BadValue("the tasks", "name at least one"));
        if (tasks.size() > limits.tasksPerCommand()) {
            return reject(new Rejection.TooMany("tasks in one command", tasks.size(), limits.tasksPerCommand()));
        }
        if (state.tasks().unfinished() + tasks.size() > limits.tasks())
            return reject(new Rejection.TooManyTasks(limits.tasks()));
        Map<TaskId, TaskSpec> added = new LinkedHashMap<>();
        for (TaskSpec task : tasks) {
            if (state.tasks().contains(task.id()) || added.put(task.id(), task) != null) {
                return reject(new Rejection.DuplicateTask(task.id()));
            }
            Optional<Rejection> tooLarge = Sizes.task(task, limits);
            if (tooLarge.isPresent()) return tooLarge;
        }
        for (TaskSpec task : tasks) {
            for (TaskId need : task.needs()) {
                if (!state.tasks().contains(need) && !added.containsKey(need)) {
                    return reject(new Rejection.UnknownDependency(task.id(), need));
                }
            }
        }
        return Cycles.find(added).map(Rejection.DependencyCycle::new);
    }

    /** A pending task whose needs are all completed goes on: to its gate if it has one, else into the queue. */
    static void readyWhenNothingIsMissing(Draft draft, TaskId id) {
        TaskRecord task = draft.state().tasks().get(id);
        if (task.status() != TaskStatus.PENDING
                || !draft.state().tasks().unmet(task).isEmpty()) return;
        if (task.spec().gate().isPresent() && !task.gateApproved()) {
            GateRecord gate = GateRules.open(
                    draft, GateCause.TASK_APPROVAL, task.spec().gate().get(), Optional.empty(), Optional.of(id));
            draft.record(new Event.TaskBlocked(id, gate.id()));
        } else {
            draft.record(new Event.TaskReady(id));
        }
    }

    /** What follows from a completion: tasks that waited for it may be ready. */
    static void completed(Draft draft, TaskId id) {
        for (TaskId dependant : List.copyOf(draft.state().tasks().dependantsOf(id))) {
            readyWhenNothingIsMissing(draft, dependant);
        }
    }

    static Optional<Rejection> cancel(Draft draft, CancelTask command) {
        Optional<TaskRecord> task = draft.state().tasks().find(command.task());
        if (task.isEmpty()) return reject(new Rejection.UnknownTask(command.task()));
        TaskStatus status = task.get().status();
        boolean failedAndWaiting = status == TaskStatus.FAILED
                && draft.state().gates().openOf(command.task()).isPresent();
        if (status.finished() && !failedAndWaiting) return reject(new Rejection.TaskFinished(command.task(), status));
        Optional<Rejection> tooLarge =
                Sizes.shortText("the reason", command.reason(), draft.state().limits());
        if (tooLarge.isPresent()) return tooLarge;
        cancelOne(draft, command.task(), command.reason());
        cancelDependants(draft, command.task());
        return Optional.empty();
    }

    private static void cancelOne(Draft draft, TaskId id, String reason) {
        draft.record(new Event.TaskCanceled(id, reason));
        GateRules.cancelOf(draft, id, "task " + id + " was canceled");
    }

    /** Tasks that cannot come to pass any more, as each of them says: canceled too, or left pending for a retry. */
    static void cancelDependants(Draft draft, TaskId gone) {
        ArrayDeque<TaskId> open = new ArrayDeque<>(List.of(gone));
        while (!open.isEmpty()) {
            TaskId cause = open.removeFirst();
            for (TaskId id : List.copyOf(draft.state().tasks().dependantsOf(cause))) {
                TaskRecord task = draft.state().tasks().get(id);
                if (task.status().finished() || task.spec().onDependencyFailure() != OnDependencyFailure.CANCEL)
                    continue;
                cancelOne(draft, id, "it needs task " + cause);
                open.addLast(id);
            }
        }
    }

    static Optional<Rejection> reprioritize(Draft draft, ReprioritizeTask command) {
        Optional<TaskRecord> task = draft.state().tasks().find(command.task());
        if (task.isEmpty()) return reject(new Rejection.UnknownTask(command.task()));
        if (task.get().status().finished())
            return reject(new Rejection.TaskFinished(command.task(), task.get().status()));
        if (!task.get().spec().priority().equals(command.priority())) {
            draft.record(new Event.TaskReprioritized(command.task(), command.priority()));
        }
        return Optional.empty();
    }

    static Optional<Rejection> retry(Draft draft, RetryTask command) {
        Optional<TaskRecord> task = draft.state().tasks().find(command.task());
        if (task.isEmpty()) return reject(new Rejection.UnknownTask(command.task()));
        TaskStatus status = task.get().status();
        if (status != TaskStatus.FAILED && status != TaskStatus.CANCELED) {
            return reject(new Rejection.TaskNotFinished(command.task(), status));
        }
        Limits limits = draft.state().limits();
        if (draft.state().tasks().unfinished() >= limits.tasks())
            return reject(new Rejection.TooManyTasks(limits.tasks()));
        Optional<Rejection> tooLarge = Sizes.shortText("the note", command.note(), limits);
        if (tooLarge.isPresent()) return tooLarge;
        retryNow(draft, command.task(), command.note());
        GateRules.cancelOf(draft, command.task(), "task " + command.task() + " is tried again");
        readyWhenNothingIsMissing(draft, command.task());
        return Optional.empty();
    }

    static void retryNow(Draft draft, TaskId task, String note) {
        draft.record(new Event.TaskRetried(task, note));
    }

    static void failed(Draft draft, TaskId id, String reason) {
        draft.record(new Event.TaskFailed(id, reason));
    }
}
