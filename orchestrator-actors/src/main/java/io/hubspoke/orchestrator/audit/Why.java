// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Event.*;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Wording;
import java.time.Duration;

/** The rule behind one event, in the words of that moment; empty where the event says it all. */
final class Why {
    private Why() {}

    static String of(ProjectState before, Recorded recorded, ProjectState after, long cause) {
        return switch (recorded.event()) {
            case TaskEnqueued e -> enqueued(e);
            case TaskReady e -> ready(task(before, e.task()));
            case TaskBlocked e -> "a person must decide first";
            case TaskAssigned e -> assigned(before, e);
            case TaskRetryScheduled e -> retry(task(after, e.task()), recorded, e);
            case TaskRetryDue e -> "the back-off is over";
            case LeaseExpired e -> lost(task(after, e.task()));
            case TaskReleased e -> lost(task(after, e.task()));
            case TaskVerificationRequested e -> "another agent must confirm it";
            case TaskFailed e -> failed(task(before, e.task()));
            case TaskCanceled e -> cause == 0 ? "" : "what it depends on is gone";
            case GateOpened e -> asked(e);
            case GateResolved e -> mayDecide(after, e);
            case GateExpired e -> "the deadline passed, and the question says to reject then";
            case GateReminded e -> reminded(before, e);
            case ForkedFrom e -> "all before is the history of project " + e.source();
            case AgentPaused e ->
                e.gate().isPresent() ? "who asks a person waits for the answer" : "an operator holds it";
            case AgentResumed e -> e.gate().isPresent() ? "the gate that held it is closed" : "";
            case DecisionRecalled e -> "the same was asked and decided before";
            case BudgetRaised e -> "the approval grants the same budget once more";
            case ConsultationExpired e -> "nobody answered within the deadline";
            case LeaseRenewed e -> "heartbeats came";
            case Event other -> "";
        };
    }

    private static TaskRecord task(ProjectState state, TaskId id) {
        return state.tasks().find(id).orElseThrow();
    }

    private static String enqueued(TaskEnqueued event) {
        TaskSpec spec = event.task();
        String who =
                spec.agentType().map(type -> "for an agent of type " + type).orElse("for a person");
        return who + ", priority " + spec.priority()
                + (spec.needs().isEmpty() ? "" : ", needs " + Reasons.list(spec.needs()));
    }

    private static String ready(TaskRecord task) {
        return switch (task.status()) {
            case PENDING ->
                task.spec().needs().isEmpty()
                        ? "it needs no other task"
                        : "all that it needs is completed: "
                                + Reasons.list(task.spec().needs());
            case BLOCKED -> "its gate is closed";
            case RETRYING -> "the back-off is over";
            case READY, ASSIGNED, RUNNING, VERIFYING, COMPLETED, FAILED, CANCELED -> "";
        };
    }

    private static String assigned(ProjectState before, TaskAssigned event) {
        TaskRecord task = task(before, event.task());
        return "priority %s; it holds a lease of %s, until %s without a heartbeat"
                .formatted(task.spec().priority(), Reasons.time(task.limits().lease()), event.leaseUntil());
    }

    private static String retry(TaskRecord task, Recorded recorded, TaskRetryScheduled event) {
        return "%d of %d attempts are used; the back-off is %s, until %s"
                .formatted(
                        task.attempts().failures(),
                        task.limits().attempts(),
                        Reasons.time(Duration.between(recorded.at(), event.dueAt())),
                        event.dueAt());
    }

    private static String lost(TaskRecord task) {
        return "lost %d of at most %d times"
                .formatted(task.attempts().losses(), task.limits().leaseLosses());
    }

    private static String failed(TaskRecord task) {
        int failures = task.attempts().failures();
        if (task.attempts().losses() >= task.limits().leaseLosses())
            return "it was lost with its agent as often as its limit allows";
        if (failures >= task.limits().attempts())
            return "all %d attempts are used up".formatted(task.limits().attempts());
        return failures > 0 ? "the agent said that trying again is no use" : "";
    }

    private static String asked(GateOpened event) {
        return switch (event.cause()) {
            case ESCALATION -> event.asker() + " asked";
            case TASK_APPROVAL -> "the task wants a person's approval before it starts";
            case ATTEMPTS_USED_UP -> "the task failed; an approval has it tried again";
            case LEASES_LOST -> "the task was lost too often; an approval has it tried again";
            case LOOP -> "the same message went the same way too often; an approval lets the sender go on";
            case BUDGET -> "the budget is used up; an approval grants it once more";
        };
    }

    /** A reminder that raises nothing and has another deadline comes of a fork. */
    private static String reminded(ProjectState before, GateReminded event) {
        boolean forked = event.deadline().isPresent()
                && event.severity()
                        == before.gates().find(event.gate()).orElseThrow().severity();
        return forked
                ? "its deadline did not run on while nobody worked here"
                : "the deadline passed; time alone approves nothing";
    }

    private static String mayDecide(ProjectState state, GateResolved event) {
        GateQuestion question = state.gates().find(event.gate()).orElseThrow().question();
        return "%s; %s".formatted(Wording.of(event.decision().status()), Reasons.approvers(question));
    }
}
