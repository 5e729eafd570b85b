// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Event.*;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tasks and their leases, told once more in the simplest way from the events alone: plain mutable maps that
 * share no code with the rules, to judge every event by.
 */
final class WorkModel {
    static final class Task {
        TaskSpec spec;
        final TaskLimits limits;
        final long arrival;
        int priority;
        TaskStatus status = TaskStatus.PENDING;
        long epoch;
        Instant until = Instant.EPOCH;
        Instant dueAt = Instant.EPOCH;

        @Nullable
        AgentId holder;

        @Nullable
        AgentId worker;

        @Nullable
        GateId blockedBy;

        int failures;
        int losses;

        Task(TaskSpec spec, TaskLimits limits, long arrival) {
            this.spec = spec;
            this.limits = limits;
            this.arrival = arrival;
            priority = spec.priority().value();
        }

        boolean comesBefore(Task other) {
            return priority == other.priority ? arrival < other.arrival : priority > other.priority;
        }

        boolean mayGoTo(AgentModel.Agent agent) {
            if (status == TaskStatus.READY) return spec.agentType().equals(Optional.of(agent.spec.type()));
            return status == TaskStatus.VERIFYING
                    && holder == null
                    && spec.verifierType().equals(agent.spec.type())
                    && !agent.spec.id().equals(worker);
        }
    }

    private final Findings findings;
    private final GateModel gates;
    final Map<TaskId, Task> tasks = new TreeMap<>();
    private final AgentModel agents;

    WorkModel(Findings findings, GateModel gates, AgentModel agents) {
        this.findings = findings;
        this.gates = gates;
        this.agents = agents;
    }

    /**
     * @param byHand the event is what an operator's AssignTask asked for, so the queue's order does not bind it
     * @param overBudget more was used than granted
     */
    void record(Recorded recorded, boolean byHand, boolean overBudget) {
        switch (recorded.event()) {
            case TaskEnqueued e -> enqueued(e, recorded);
            case TaskReady e -> ready(e, recorded);
            case TaskBlocked e -> blocked(e);
            case TaskAssigned e -> assigned(e, recorded, byHand, overBudget);
            case TaskStarted e -> underLease(e.task(), e.epoch(), recorded).status = TaskStatus.RUNNING;
            case TaskProgressed e -> underLease(e.task(), e.epoch(), recorded);
            case LeaseRenewed e -> renewed(e, recorded);
            case LeaseExpired e -> expired(e, recorded);
            case TaskReleased e -> released(e, recorded);
            case TaskVerificationRequested e -> handedIn(e, recorded);
            case TaskCompleted e -> completed(e, recorded);
            case TaskAttemptFailed e -> attemptFailed(e, recorded);
            case TaskRetryScheduled e -> retryScheduled(e);
            case TaskRetryDue e -> retryDue(e, recorded);
            case TaskFailed e -> finished(e.task(), TaskStatus.FAILED);
            case TaskCanceled e -> finished(e.task(), TaskStatus.CANCELED);
            case TaskReprioritized e -> task(e.task()).priority = e.priority().value();
            case TaskRetried e -> retried(e.task());
            case Event other -> {}
        }
    }

    Task task(TaskId id) {
        Task task = tasks.get(id);
        findings.require(task != null, "an event names a task that exists", id);
        if (task == null) throw new IllegalStateException("no task " + id);
        return task;
    }

    /** What waits for this agent and comes first. */
    Optional<TaskId> nextFor(AgentModel.Agent agent) {
        TaskId first = null;
        Task best = null;
        for (Map.Entry<TaskId, Task> entry : tasks.entrySet()) {
            Task task = entry.getValue();
            if (task.mayGoTo(agent) && (best == null || task.comesBefore(best))) {
                first = entry.getKey();
                best = task;
            }
        }
        return Optional.ofNullable(first);
    }

    /** After a commit of a project that hands out work by itself, no free agent has work waiting. */
    void nobodyIsIdleInVain() {
        agents.all().forEach((id, agent) -> {
            if (!agent.free()) return;
            Optional<TaskId> next = nextFor(agent);
            findings.require(next.isEmpty(), "no free agent has work waiting", id, next);
        });
    }

    /** What must be true of the whole after any commit. */
    void hold() {
        tasks.forEach((id, task) -> {
            boolean leased = task.holder != null;
            boolean mayBe = task.status == TaskStatus.VERIFYING;
            boolean must = task.status == TaskStatus.ASSIGNED || task.status == TaskStatus.RUNNING;
            findings.require(
                    leased == must || mayBe, "a task has a lease exactly while it is worked on", id, task.status);
            if (task.status == TaskStatus.BLOCKED)
                findings.require(gates.isOpen(task.blockedBy), "a blocked task waits for an open gate", id);
        });
    }

    /** Tasks that somebody works on, by the agent. */
    List<Map.Entry<TaskId, Task>> leased() {
        List<Map.Entry<TaskId, Task>> leased = new ArrayList<>();
        for (Map.Entry<TaskId, Task> entry : tasks.entrySet()) if (entry.getValue().holder != null) leased.add(entry);
        return leased;
    }

    // ---- tasks

    private void enqueued(TaskEnqueued event, Recorded recorded) {
        findings.require(!tasks.containsKey(event.task().id()), "a task is enqueued once", event);
        tasks.put(event.task().id(), new Task(event.task(), event.limits(), recorded.revision()));
    }

    private void ready(TaskReady event, Recorded recorded) {
        Task task = task(event.task());
        findings.require(
                task.status == TaskStatus.PENDING || task.status == TaskStatus.BLOCKED,
                "only what waits becomes ready",
                event,
                task.status);
        for (TaskId need : task.spec.needs())
            findings.require(task(need).status == TaskStatus.COMPLETED, "a ready task has all it needs", event, need);
        if (task.spec.gate().isPresent())
            findings.require(gates.approved(event.task()), "a task with a gate waits for its approval", recorded);
        task.status = TaskStatus.READY;
        task.blockedBy = null;
    }

    private void blocked(TaskBlocked event) {
        Task task = task(event.task());
        findings.require(gates.isOpen(event.gate()), "a task is blocked by an open gate", event);
        findings.require(task.holder == null, "a blocked task has no lease", event);
        task.status = TaskStatus.BLOCKED;
        task.blockedBy = event.gate();
    }

    private void assigned(TaskAssigned event, Recorded recorded, boolean byHand, boolean overBudget) {
        Task task = task(event.task());
        AgentModel.Agent agent = agents.get(event.agent());
        findings.require(agent.incarnation != 0, "an agent that is away is given no work", event);
        findings.require(!agent.paused(), "a paused agent is given no work", event);
        findings.require(!agent.stopped, "a stopped agent is given no work", event);
        findings.require(agent.task == null, "a busy agent is given no second task", event, String.valueOf(agent.task));
        findings.require(task.holder == null, "a task has one lease at a time", event, String.valueOf(task.holder));
        findings.require(event.epoch() > task.epoch, "epochs only grow", event, task.epoch);
        findings.require(
                task.losses < task.limits.leaseLosses(),
                "a task that was lost too often is given to nobody",
                event,
                task.losses);
        findings.require(task.mayGoTo(agent), "a task goes to those whom it waits for", event, task.status);
        findings.require(byHand || !overBudget, "beyond the budget nobody is given work", event);
        findings.require(
                event.purpose() == (task.status == TaskStatus.VERIFYING ? Purpose.VERIFY : Purpose.WORK),
                "an assignment says what it is for",
                event);
        findings.require(
                event.leaseUntil().equals(recorded.at().plus(task.limits.lease())), "a lease has its time", recorded);
        if (!byHand && !findings.broken()) {
            Optional<TaskId> next = nextFor(agent);
            findings.require(next.equals(Optional.of(event.task())), "the first in the queue comes first", event, next);
        }
        task.holder = event.agent();
        task.epoch = event.epoch();
        task.until = event.leaseUntil();
        task.status = event.purpose() == Purpose.VERIFY ? TaskStatus.VERIFYING : TaskStatus.ASSIGNED;
        agent.task = event.task();
    }

    /** What is said about work is said by who holds its lease, under its epoch. */
    private Task underLease(TaskId id, long epoch, Recorded recorded) {
        Task task = task(id);
        findings.require(
                task.epoch == epoch && task.holder != null && recorded.by().equals(Principal.agent(task.holder)),
                "only the holder of the lease is heard",
                recorded,
                task.holder,
                task.epoch);
        return task;
    }

    private void renewed(LeaseRenewed event, Recorded recorded) {
        Task task = task(event.task());
        findings.require(
                task.holder != null && task.epoch == event.epoch(), "a lease that has ended is not renewed", event);
        findings.require(event.until().isAfter(recorded.at()), "a lease is renewed into the future", recorded);
        task.until = event.until();
    }

    private void expired(LeaseExpired event, Recorded recorded) {
        Task task = task(event.task());
        boolean timeIsOver = !task.until.isAfter(recorded.at());
        boolean startedAnew = event.reason().contains("started anew");
        findings.require(timeIsOver || startedAnew, "a lease ends when its time is over", recorded, task.until);
        task.losses++;
        givenBack(event.task(), event.epoch(), event.agent());
    }

    /** Who gives a task back without having been told to stop has lost it, too. */
    private void released(TaskReleased event, Recorded recorded) {
        if (recorded.by() instanceof Principal.Agent
                && !agents.get(event.agent()).paused()) task(event.task()).losses++;
        givenBack(event.task(), event.epoch(), event.agent());
    }

    private void givenBack(TaskId id, long epoch, AgentId agent) {
        Task task = task(id);
        findings.require(
                task.epoch == epoch && agent.equals(task.holder),
                "a lease ends once, with its holder",
                id,
                epoch,
                agent);
        end(task);
        if (task.status != TaskStatus.VERIFYING) task.status = TaskStatus.READY;
    }

    private void handedIn(TaskVerificationRequested event, Recorded recorded) {
        Task task = underLease(event.task(), event.epoch(), recorded);
        task.worker = event.worker();
        end(task);
        task.status = TaskStatus.VERIFYING;
    }

    private void completed(TaskCompleted event, Recorded recorded) {
        Task task = task(event.task());
        if (task.holder == null) {
            findings.require(
                    task.spec.agentType().isEmpty() && gates.approved(event.task()),
                    "only an approved gate completes a task without work",
                    recorded);
        } else {
            underLease(event.task(), event.epoch(), recorded);
            for (GateId gate : agents.get(task.holder).holds)
                findings.require(
                        gates.cause(gate) != GateCause.ESCALATION,
                        "who has asked waits for the answer",
                        recorded,
                        gate);
            if (task.spec.verified())
                findings.require(
                        task.status == TaskStatus.VERIFYING
                                && event.agent()
                                        .filter(a -> a.equals(task.worker))
                                        .isPresent()
                                && !task.holder.equals(task.worker),
                        "nobody confirms his own work",
                        recorded);
        }
        finished(event.task(), TaskStatus.COMPLETED);
    }

    private void attemptFailed(TaskAttemptFailed event, Recorded recorded) {
        Task task = underLease(event.task(), event.epoch(), recorded);
        findings.require(event.attempt() == task.failures + 1, "attempts are counted", event, task.failures);
        task.failures++;
        end(task);
        task.status = TaskStatus.RETRYING;
        task.worker = null;
    }

    private void retryScheduled(TaskRetryScheduled event) {
        Task task = task(event.task());
        findings.require(task.failures < task.limits.attempts(), "no attempt is made beyond the last", event);
        task.status = TaskStatus.RETRYING;
        task.dueAt = event.dueAt();
    }

    private void retryDue(TaskRetryDue event, Recorded recorded) {
        Task task = task(event.task());
        findings.require(
                task.status == TaskStatus.RETRYING && !recorded.at().isBefore(task.dueAt),
                "a retry waits for its time",
                recorded,
                task.dueAt);
        task.status = TaskStatus.READY;
    }

    private void retried(TaskId id) {
        Task task = task(id);
        findings.require(
                task.status == TaskStatus.FAILED || task.status == TaskStatus.CANCELED,
                "only what has ended is tried anew",
                id,
                task.status);
        task.status = TaskStatus.PENDING;
        task.failures = 0;
        task.losses = 0;
        task.worker = null;
    }

    private void finished(TaskId id, TaskStatus status) {
        Task task = task(id);
        findings.require(task.status != TaskStatus.COMPLETED, "done is done", id, status);
        if (task.holder != null) end(task);
        task.status = status;
        task.blockedBy = null;
    }

    private void end(Task task) {
        if (task.holder == null) return;
        AgentModel.Agent agent = agents.all().get(task.holder);
        if (agent != null && task.spec.id().equals(agent.task)) agent.task = null;
        task.holder = null;
    }
}
