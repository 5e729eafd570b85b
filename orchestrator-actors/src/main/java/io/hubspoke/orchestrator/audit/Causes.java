// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Event.*;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Which event an event follows from: the earlier one without which it would not have come. Shown every event in order,
 * it remembers for each thing only what may matter later.
 */
final class Causes {
    private final List<Recorded> sameCommand = new ArrayList<>();
    private final Map<TaskId, Long> assigned = new HashMap<>();
    private final Map<TaskId, Long> moved = new HashMap<>();
    private final Map<GateId, Long> opened = new HashMap<>();
    private final Map<ConsultationId, Long> asked = new HashMap<>();

    /** The revision of the cause; 0 when it came from outside: from an agent, an operator or the clock. */
    long of(Recorded recorded) {
        if (!sameCommand.isEmpty() && !together(sameCommand.getFirst(), recorded)) sameCommand.clear();
        long cause = cause(recorded.event());
        remember(recorded);
        sameCommand.add(recorded);
        return cause;
    }

    /** Whether nothing else came of the same command before it. */
    boolean firstOfItsCommand() {
        return sameCommand.size() == 1;
    }

    private static boolean together(Recorded first, Recorded next) {
        return first.command().equals(next.command())
                && first.by().equals(next.by())
                && first.at().equals(next.at());
    }

    private long cause(Event event) {
        return switch (event) {
            case ProjectCreated e -> 0;
            case ProjectUpdated e -> 0;
            case BudgetRaised e -> last(other -> other instanceof GateResolved);
            case UsageRecorded e -> 0;
            case ForkedFrom e -> 0;
            case AgentRegistered e -> 0;
            case AgentUnregistered e -> 0;
            case AgentAttached e -> 0;
            case AgentDetached e -> last(other -> other instanceof ForkedFrom);
            case AgentPaused e ->
                e.gate()
                        .map(gate -> opened.getOrDefault(gate, 0L))
                        .orElseGet(() -> last(other -> other instanceof GateResolved || other instanceof GateExpired));
            case AgentResumed e -> e.gate().map(this::closing).orElse(0L);
            case AgentStopped e -> 0;
            case TaskEnqueued e -> 0;
            case TaskReady e -> last(other -> readies(other, e.task()));
            case TaskBlocked e -> opened.getOrDefault(e.gate(), 0L);
            case TaskAssigned e -> last(other -> queues(other, e.task()) || frees(other, e.agent()));
            case TaskStarted e -> assigned.getOrDefault(e.task(), 0L);
            case TaskProgressed e -> assigned.getOrDefault(e.task(), 0L);
            case LeaseRenewed e -> assigned.getOrDefault(e.task(), 0L);
            case LeaseExpired e -> lost(e.task(), e.agent());
            case TaskReleased e -> lost(e.task(), e.agent());
            case TaskVerificationRequested e -> assigned.getOrDefault(e.task(), 0L);
            case TaskCompleted e ->
                e.agent().isPresent()
                        ? assigned.getOrDefault(e.task(), 0L)
                        : last(other -> other instanceof GateResolved);
            case TaskAttemptFailed e -> assigned.getOrDefault(e.task(), 0L);
            case TaskRetryScheduled e -> moved.getOrDefault(e.task(), 0L);
            case TaskRetryDue e -> moved.getOrDefault(e.task(), 0L);
            case TaskFailed e ->
                Math.max(
                        moved.getOrDefault(e.task(), 0L),
                        last(other -> other instanceof GateResolved || other instanceof GateExpired));
            case TaskCanceled e ->
                last(other -> other instanceof TaskCanceled
                        || other instanceof TaskFailed
                        || other instanceof GateResolved
                        || other instanceof GateExpired);
            case TaskReprioritized e -> 0;
            case TaskRetried e -> last(other -> other instanceof GateResolved);
            case MessageRouted e -> 0;
            case LettersAcknowledged e -> 0;
            case LettersDeadLettered e -> 0;
            case ConsultationOpened e -> 0;
            case ConsultationAnswered e -> asked.getOrDefault(e.consultation(), 0L);
            case ConsultationExpired e -> asked.getOrDefault(e.consultation(), 0L);
            case ConsultationFailed e ->
                Math.max(asked.getOrDefault(e.consultation(), 0L), last(other -> other instanceof ForkedFrom));
            case GateOpened e -> e.cause() == GateCause.ESCALATION ? 0 : last(other -> true);
            case GateResolved e -> opened.getOrDefault(e.gate(), 0L);
            case GateReminded e ->
                Math.max(opened.getOrDefault(e.gate(), 0L), last(other -> other instanceof ForkedFrom));
            case GateExpired e -> opened.getOrDefault(e.gate(), 0L);
            case GateCanceled e -> Math.max(opened.getOrDefault(e.gate(), 0L), last(other -> true));
            case DecisionRecalled e -> opened.getOrDefault(e.gate(), 0L);
        };
    }

    private void remember(Recorded recorded) {
        long revision = recorded.revision();
        switch (recorded.event()) {
            case TaskAssigned e -> assigned.put(e.task(), revision);
            case TaskAttemptFailed e -> moved.put(e.task(), revision);
            case TaskRetryScheduled e -> moved.put(e.task(), revision);
            case LeaseExpired e -> moved.put(e.task(), revision);
            case TaskReleased e -> moved.put(e.task(), revision);
            case TaskCompleted e -> forget(e.task());
            case GateOpened e -> opened.put(e.gate(), revision);
            case ConsultationOpened e -> asked.put(e.consultation(), revision);
            default -> {}
        }
    }

    private void forget(TaskId finished) {
        assigned.remove(finished);
        moved.remove(finished);
    }

    /** The last event of the same command that is of this sort. */
    private long last(Predicate<Event> sort) {
        for (Recorded recorded : sameCommand.reversed()) {
            if (sort.test(recorded.event())) return recorded.revision();
        }
        return 0;
    }

    private long closing(GateId gate) {
        return last(other -> switch (other) {
            case GateResolved e -> e.gate().equals(gate);
            case GateExpired e -> e.gate().equals(gate);
            case GateCanceled e -> e.gate().equals(gate);
            default -> false;
        });
    }

    private long lost(TaskId task, AgentId agent) {
        return Math.max(
                assigned.getOrDefault(task, 0L),
                last(other -> other instanceof ForkedFrom
                        || (other instanceof AgentPaused paused
                                && paused.agent().equals(agent))));
    }

    /** After this, the task may have everything that it waited for. */
    private static boolean readies(Event event, TaskId task) {
        return switch (event) {
            case TaskEnqueued e -> e.task().id().equals(task);
            case TaskRetried e -> e.task().equals(task);
            case TaskCompleted e -> true;
            case GateResolved e -> true;
            case GateExpired e -> true;
            default -> false;
        };
    }

    /** After this, the task stands in a queue. */
    private static boolean queues(Event event, TaskId task) {
        return switch (event) {
            case TaskReady e -> e.task().equals(task);
            case TaskRetryDue e -> e.task().equals(task);
            case TaskVerificationRequested e -> e.task().equals(task);
            case LeaseExpired e -> e.task().equals(task);
            case TaskReleased e -> e.task().equals(task);
            default -> false;
        };
    }

    /** After this, the agent may be free. */
    private static boolean frees(Event event, AgentId agent) {
        return switch (event) {
            case AgentAttached e -> e.agent().equals(agent);
            case AgentResumed e -> e.agent().equals(agent);
            case TaskCompleted e ->
                e.agent().filter(agent::equals).isPresent()
                        || e.verifier().filter(agent::equals).isPresent();
            case TaskVerificationRequested e -> e.worker().equals(agent);
            case TaskAttemptFailed e -> e.agent().equals(agent);
            case LeaseExpired e -> e.agent().equals(agent);
            case TaskReleased e -> e.agent().equals(agent);
            // Whoever worked on it does not any more.
            case TaskCanceled e -> true;
            case BudgetRaised e -> true;
            case ProjectUpdated e -> e.budget().isPresent();
            default -> false;
        };
    }
}
