// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Draft.reject;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.AssignTask;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.ReleaseTask;
import io.hubspoke.protocol.Command.ReportProgress;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Severity;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskStatus;
import java.util.List;
import java.util.Optional;

/** Rules for work under a lease: who gets it, what may be said under it, and what becomes of it when it ends. */
final class LeaseRules {
    private LeaseRules() {}

    static Optional<Rejection> assign(Draft draft, AssignTask command) {
        Optional<TaskRecord> task = draft.state().tasks().find(command.task());
        Optional<AgentRecord> agent = draft.state().agents().find(command.agent());
        if (task.isEmpty()) return reject(new Rejection.UnknownTask(command.task()));
        if (agent.isEmpty()) return reject(new Rejection.UnknownAgent(command.agent()));
        Optional<AgentType> needed = task.get().queuedFor();
        if (needed.isEmpty())
            return reject(new Rejection.TaskNotReady(command.task(), task.get().status()));
        Optional<Rejection> refused = cannotWork(agent.get());
        if (refused.isPresent()) return refused;
        if (!agent.get().attached()) return reject(new Rejection.AgentAway(command.agent()));
        if (!agent.get().type().equals(needed.get())) {
            return reject(
                    new Rejection.WrongAgentType(command.agent(), agent.get().type(), needed.get()));
        }
        if (didTheWork(task.get(), command.agent())) {
            return reject(new Rejection.WorkerCannotVerify(command.task(), command.agent()));
        }
        give(draft, task.get(), command.agent());
        return Optional.empty();
    }

    /** The seed's dequeue: the next task of the agent's type, under a lease, so that a crash cannot lose it. */
    static Optional<Rejection> claim(Draft draft) {
        AgentRecord agent = draft.state().agents().get(draft.asker());
        Optional<Rejection> refused = cannotWork(agent);
        if (refused.isPresent()) return refused;
        if (!agent.attached()) return reject(new Rejection.AgentAway(agent.id()));
        if (Evolution.project(draft.state()).overBudget()) return Optional.empty();
        nextFor(draft.state(), agent).ifPresent(task -> give(draft, task, agent.id()));
        return Optional.empty();
    }

    private static Optional<Rejection> cannotWork(AgentRecord agent) {
        if (agent.stopped()) return reject(new Rejection.AgentEnded(agent.id()));
        if (agent.paused()) return reject(new Rejection.AgentHeld(agent.id(), List.copyOf(agent.holds())));
        return agent.assignment().map(task -> (Rejection) new Rejection.AgentBusy(agent.id(), task));
    }

    /** In queue order, passing over what this agent must not verify because it is its own work. */
    static Optional<TaskRecord> nextFor(ProjectState state, AgentRecord agent) {
        return state.tasks().waitingFor(agent.type()).firstFor(agent.id()).map(state.tasks()::get);
    }

    private static boolean didTheWork(TaskRecord task, AgentId agent) {
        return task.notVerifiedBy().filter(agent::equals).isPresent();
    }

    static void give(Draft draft, TaskRecord task, AgentId agent) {
        draft.record(new Event.TaskAssigned(
                task.id(),
                agent,
                task.epoch() + 1,
                task.purpose(),
                task.attempt(),
                draft.now().plus(task.limits().lease()),
                draft.letterTo(agent)));
    }

    static Optional<Rejection> start(Draft draft, StartTask command) {
        Optional<Rejection> stale = stale(draft, command.task(), command.epoch());
        if (stale.isPresent()) return stale;
        if (draft.state().tasks().get(command.task()).status() == TaskStatus.ASSIGNED) {
            draft.record(new Event.TaskStarted(command.task(), command.epoch()));
        }
        return Optional.empty();
    }

    static Optional<Rejection> progress(Draft draft, ReportProgress command) {
        Optional<Rejection> refused = Sizes.first(
                () -> stale(draft, command.task(), command.epoch()),
                () -> Sizes.shortText(
                        "the progress note", command.note(), draft.state().limits()));
        if (refused.isPresent()) return refused;
        if (command.percent() < 0 || command.percent() > 100) {
            return reject(new Rejection.BadValue("the progress", "use 0 to 100 percent"));
        }
        draft.record(new Event.TaskProgressed(command.task(), command.epoch(), command.percent(), command.note()));
        return Optional.empty();
    }

    static Optional<Rejection> complete(Draft draft, CompleteTask command) {
        Optional<Rejection> refused = Sizes.first(
                () -> stale(draft, command.task(), command.epoch()),
                () -> waitsForPerson(draft),
                () -> Sizes.result(command.result(), draft.state().limits()));
        if (refused.isPresent()) return refused;
        TaskRecord task = draft.state().tasks().get(command.task());
        AgentId agent = draft.asker();
        boolean verifying = task.purpose() == Purpose.VERIFY;
        if (!verifying && task.spec().verified()) {
            draft.record(new Event.TaskVerificationRequested(task.id(), command.epoch(), agent, command.result()));
            return Optional.empty();
        }
        draft.record(
                verifying
                        ? new Event.TaskCompleted(
                                task.id(),
                                command.epoch(),
                                task.work().worker(),
                                task.work().result().orElse(command.result()),
                                Optional.of(agent))
                        : new Event.TaskCompleted(
                                task.id(), command.epoch(), Optional.of(agent), command.result(), Optional.empty()));
        GateRules.cancelOf(draft, task.id(), "task " + task.id() + " is completed");
        TaskRules.completed(draft, task.id());
        return Optional.empty();
    }

    /** Who has asked a person cannot hand in before the answer: that would be a way around the gate. */
    private static Optional<Rejection> waitsForPerson(Draft draft) {
        List<GateId> asked = draft.state().agents().get(draft.asker()).holds().stream()
                .filter(gate -> draft.state().gates().get(gate).cause() == GateCause.ESCALATION)
                .toList();
        return asked.isEmpty() ? Optional.empty() : reject(new Rejection.AgentHeld(draft.asker(), asked));
    }

    static Optional<Rejection> fail(Draft draft, FailTask command) {
        Optional<Rejection> refused = Sizes.first(
                () -> stale(draft, command.task(), command.epoch()),
                () -> Sizes.longText(
                        "the reason", command.reason(), draft.state().limits()));
        if (refused.isPresent()) return refused;
        TaskRecord task = draft.state().tasks().get(command.task());
        draft.record(new Event.TaskAttemptFailed(
                task.id(), command.epoch(), draft.asker(), task.attempt(), command.reason(), command.retryable()));
        TaskRecord failed = draft.state().tasks().get(task.id());
        int failures = failed.attempts().failures();
        if (command.retryable() && failures < task.limits().attempts()) {
            draft.record(new Event.TaskRetryScheduled(
                    task.id(), failed.attempt(), draft.now().plus(task.limits().backoffAfter(failures))));
        } else {
            String summary = failures == 1 ? "it failed: " : "%d attempts failed, the last one: ".formatted(failures);
            failAndAsk(draft, task.id(), GateCause.ATTEMPTS_USED_UP, summary + command.reason());
        }
        return Optional.empty();
    }

    static Optional<Rejection> release(Draft draft, ReleaseTask command) {
        Optional<Rejection> refused = Sizes.first(
                () -> stale(draft, command.task(), command.epoch()),
                () -> Sizes.shortText(
                        "the reason", command.reason(), draft.state().limits()));
        if (refused.isPresent()) return refused;
        takeBack(draft, command.task(), command.reason());
        return Optional.empty();
    }

    /** The agent under the lease is lost. */
    static void lose(Draft draft, TaskId id, String reason) {
        TaskRecord task = draft.state().tasks().get(id);
        task.lease().ifPresent(lease -> {
            draft.record(new Event.LeaseExpired(id, task.epoch(), lease.agent(), reason));
            afterLease(draft, id, reason);
        });
    }

    /** The lease ends without anybody's fault. */
    static void takeBack(Draft draft, TaskId id, String reason) {
        TaskRecord task = draft.state().tasks().get(id);
        task.lease().ifPresent(lease -> {
            draft.record(new Event.TaskReleased(id, task.epoch(), lease.agent(), reason));
            afterLease(draft, id, reason);
        });
    }

    /** A task without its lease waits for its open gate, is back in the queue, or was lost too often. */
    private static void afterLease(Draft draft, TaskId id, String reason) {
        TaskRecord task = draft.state().tasks().get(id);
        Optional<GateRecord> gate = draft.state().gates().openOf(id);
        if (task.attempts().losses() >= task.limits().leaseLosses()) {
            failAndAsk(
                    draft,
                    id,
                    GateCause.LEASES_LOST,
                    "it was lost with its agent %d times, the last time: %s"
                            .formatted(task.attempts().losses(), reason));
        } else if (gate.isPresent() && task.status() == TaskStatus.READY) {
            draft.record(new Event.TaskBlocked(id, gate.get().id()));
        }
    }

    private static void failAndAsk(Draft draft, TaskId id, GateCause cause, String reason) {
        TaskRules.failed(draft, id, reason);
        GateRules.cancelOf(draft, id, "task " + id + " has failed");
        GateQuestion question = GateQuestion.of("Task " + id + " has failed: try it again?")
                .withSeverity(Severity.HIGH)
                .withContext(reason);
        GateRules.open(draft, cause, question, Optional.empty(), Optional.of(id));
    }

    private static Optional<Rejection> stale(Draft draft, TaskId id, long epoch) {
        Optional<TaskRecord> task = draft.state().tasks().find(id);
        if (task.isEmpty()) return reject(new Rejection.UnknownTask(id));
        return task.get().leasedTo(draft.asker(), epoch)
                ? Optional.empty()
                : reject(new Rejection.StaleLease(id, epoch, task.get().epoch()));
    }
}
