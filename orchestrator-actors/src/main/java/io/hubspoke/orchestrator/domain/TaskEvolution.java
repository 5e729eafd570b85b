// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event.LeaseRenewed;
import io.hubspoke.protocol.Event.TaskAssigned;
import io.hubspoke.protocol.Event.TaskAttemptFailed;
import io.hubspoke.protocol.Event.TaskBlocked;
import io.hubspoke.protocol.Event.TaskCanceled;
import io.hubspoke.protocol.Event.TaskCompleted;
import io.hubspoke.protocol.Event.TaskEnqueued;
import io.hubspoke.protocol.Event.TaskFailed;
import io.hubspoke.protocol.Event.TaskProgressed;
import io.hubspoke.protocol.Event.TaskReleased;
import io.hubspoke.protocol.Event.TaskReprioritized;
import io.hubspoke.protocol.Event.TaskRetried;
import io.hubspoke.protocol.Event.TaskRetryScheduled;
import io.hubspoke.protocol.Event.TaskStarted;
import io.hubspoke.protocol.Event.TaskVerificationRequested;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What the events of tasks do to the state. */
final class TaskEvolution {
    private TaskEvolution() {}

    static ProjectState enqueued(ProjectState state, TaskEnqueued event, Recorded recorded) {
        if (state.tasks().contains(event.task().id())) throw new IllegalStateException("the task exists already");
        return state.with(TaskRecord.pending(
                event.task(), event.limits(), new TaskRecord.Arrival(recorded.revision(), recorded.at())));
    }

    static ProjectState ready(ProjectState state, TaskId id) {
        TaskRecord task = state.tasks().get(id);
        requireNoLease(task);
        return state.with(
                task.withAttempts(task.attempts().due(Optional.empty())).withStatus(TaskStatus.READY));
    }

    static ProjectState blocked(ProjectState state, TaskBlocked event) {
        TaskRecord task = state.tasks().get(event.task());
        requireNoLease(task);
        return state.with(task.withGate(Optional.of(event.gate())).withStatus(TaskStatus.BLOCKED));
    }

    static ProjectState assigned(ProjectState state, TaskAssigned event, long revision) {
        TaskRecord task = state.tasks().get(event.task());
        AgentRecord agent = state.agents().get(event.agent());
        requireNoLease(task);
        if (event.epoch() <= task.epoch()) {
            throw new IllegalStateException(
                    "epoch %d of task %s follows %d".formatted(event.epoch(), task.id(), task.epoch()));
        }
        if (agent.assignment().isPresent()) throw new IllegalStateException("agent " + agent.id() + " is busy");
        TaskRecord leased = task.withStatus(
                        event.purpose() == Purpose.VERIFY ? TaskStatus.VERIFYING : TaskStatus.ASSIGNED)
                .withLease(new TaskRecord.Lease(event.agent(), event.purpose(), event.leaseUntil()), event.epoch());
        return Evolution.posted(
                state.with(leased).with(agent.withAssignment(Optional.of(task.id()))),
                event.agent(),
                event.letter(),
                revision,
                Principal.HUB,
                assignment(state, leased, event));
    }

    private static Letter.Assignment assignment(ProjectState state, TaskRecord task, TaskAssigned event) {
        Map<TaskId, TaskResult> needs = new TreeMap<>();
        for (TaskId need : task.spec().needs()) {
            state.tasks().get(need).work().result().ifPresent(result -> needs.put(need, result));
        }
        boolean verify = event.purpose() == Purpose.VERIFY;
        return new Letter.Assignment(
                task.spec(),
                event.epoch(),
                event.purpose(),
                event.attempt(),
                task.limits().lease().toMillis(),
                verify ? task.work().worker() : Optional.empty(),
                verify ? task.work().result().orElse(TaskResult.EMPTY) : TaskResult.EMPTY,
                needs,
                state.gates().of(task.id()).stream()
                        .flatMap(gate -> gate.outcome().stream())
                        .toList(),
                task.attempts().notes());
    }

    static ProjectState started(ProjectState state, TaskStarted event) {
        return state.with(leased(state, event.task(), event.epoch()).withStatus(TaskStatus.RUNNING));
    }

    static ProjectState progressed(ProjectState state, TaskProgressed event) {
        TaskRecord task = leased(state, event.task(), event.epoch());
        return state.with(task.withWork(
                new TaskRecord.Work(task.work().worker(), task.work().result(), event.percent(), event.note())));
    }

    static ProjectState renewed(ProjectState state, LeaseRenewed event) {
        TaskRecord task = leased(state, event.task(), event.epoch());
        TaskRecord.Lease lease = task.lease().orElseThrow();
        return state.with(
                task.withLease(new TaskRecord.Lease(lease.agent(), lease.purpose(), event.until()), task.epoch()));
    }

    /**
     * An agent that gives tasks back again and again is as bad as one that is lost; one that was told to stop is not.
     */
    static boolean counts(ProjectState state, TaskReleased event, Recorded recorded) {
        return recorded.by() instanceof Principal.Agent
                && !state.agents().get(event.agent()).paused();
    }

    static ProjectState leaseGone(ProjectState state, TaskId id, long epoch, AgentId agent, boolean counted) {
        TaskRecord task = leased(state, id, epoch);
        TaskStatus status = task.status() == TaskStatus.VERIFYING ? TaskStatus.VERIFYING : TaskStatus.READY;
        TaskRecord free = task.withoutLease().withStatus(status);
        return freed(state, agent)
                .with(counted ? free.withAttempts(free.attempts().lost()) : free);
    }

    static ProjectState handedIn(ProjectState state, TaskVerificationRequested event) {
        TaskRecord task = leased(state, event.task(), event.epoch());
        return freed(state, event.worker())
                .with(task.withoutLease()
                        .withStatus(TaskStatus.VERIFYING)
                        .withWork(new TaskRecord.Work(
                                Optional.of(event.worker()),
                                Optional.of(event.result()),
                                100,
                                task.work().progress())));
    }

    static ProjectState completed(ProjectState state, TaskCompleted event, Instant at) {
        TaskRecord task = state.tasks().get(event.task());
        ProjectState free = freed(state, task);
        return free.with(task.finished(TaskStatus.COMPLETED, at)
                .withWork(new TaskRecord.Work(
                        event.agent(),
                        Optional.of(event.result()),
                        100,
                        task.work().progress())));
    }

    static ProjectState attemptFailed(ProjectState state, TaskAttemptFailed event) {
        TaskRecord task = leased(state, event.task(), event.epoch());
        return freed(state, event.agent())
                .with(task.withoutLease()
                        .withStatus(TaskStatus.RETRYING)
                        .withWork(TaskRecord.Work.NONE)
                        .withAttempts(task.attempts().failed(event.reason())));
    }

    static ProjectState retryScheduled(ProjectState state, TaskRetryScheduled event) {
        TaskRecord task = state.tasks().get(event.task());
        return state.with(task.withStatus(TaskStatus.RETRYING)
                .withAttempts(task.attempts().due(Optional.of(event.dueAt()))));
    }

    static ProjectState failed(ProjectState state, TaskFailed event, Instant at) {
        TaskRecord task = state.tasks().get(event.task());
        return freed(state, task).with(task.finished(TaskStatus.FAILED, at));
    }

    static ProjectState canceled(ProjectState state, TaskCanceled event, Instant at) {
        TaskRecord task = state.tasks().get(event.task());
        return freed(state, task).with(task.finished(TaskStatus.CANCELED, at));
    }

    static ProjectState reprioritized(ProjectState state, TaskReprioritized event) {
        TaskRecord task = state.tasks().get(event.task());
        return state.with(task.withSpec(task.spec().withPriority(event.priority())));
    }

    static ProjectState retried(ProjectState state, TaskRetried event, long revision) {
        TaskRecord task = state.tasks().get(event.task());
        requireNoLease(task);
        return state.with(task.retried(event.note(), revision));
    }

    private static ProjectState freed(ProjectState state, TaskRecord task) {
        return task.lease().isEmpty() ? state : freed(state, task.lease().get().agent());
    }

    /** The agent holds no lease any more. */
    private static ProjectState freed(ProjectState state, AgentId agent) {
        return state.with(state.agents().get(agent).withAssignment(Optional.empty()));
    }

    private static TaskRecord leased(ProjectState state, TaskId id, long epoch) {
        TaskRecord task = state.tasks().get(id);
        if (task.epoch() != epoch || task.lease().isEmpty()) {
            throw new IllegalStateException("task %s has no lease of epoch %d".formatted(id, epoch));
        }
        return task;
    }

    private static void requireNoLease(TaskRecord task) {
        if (task.lease().isPresent()) throw new IllegalStateException("task " + task.id() + " is under a lease");
    }
}
