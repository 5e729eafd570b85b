// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Draft.reject;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.EscalateToHuman;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Severity;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rules for decisions that only a person takes: asked once, decided at most once, never approved by time. */
final class GateRules {
    private GateRules() {}

    static Optional<Rejection> escalate(Draft draft, EscalateToHuman command) {
        Optional<AgentId> agent =
                draft.principal() instanceof Principal.Agent asking ? Optional.of(asking.id()) : Optional.empty();
        Optional<Rejection> refused = Sizes.first(
                () -> command.task().flatMap(task -> notItsTask(draft, task, agent)),
                () -> Sizes.question(command.question(), draft.state().limits()),
                () -> decidedByNobody(draft.principal(), command.question().approvers()));
        if (refused.isPresent()) return refused;
        Optional<GateRecord> asked =
                command.task().flatMap(task -> askedBefore(draft.state(), task, command.question()));
        if (asked.isPresent() && agent.isPresent()) {
            askAgain(draft, asked.get(), agent.get());
            return Optional.empty();
        }
        int limit = draft.state().limits().gates();
        if (draft.state().gates().openCount() >= limit) return reject(new Rejection.TooManyGates(limit));
        open(draft, GateCause.ESCALATION, command.question(), agent, command.task());
        return Optional.empty();
    }

    private static Optional<Rejection> decidedByNobody(Principal asker, List<String> approvers) {
        if (!(asker instanceof Principal.Operator) || approvers.isEmpty()) return Optional.empty();
        return approvers.stream().allMatch(asker.shortName()::equals)
                ? reject(new Rejection.BadValue(
                        "the gate's approvers", "who asks does not decide: name somebody beside " + asker.shortName()))
                : Optional.empty();
    }

    private static Optional<Rejection> notItsTask(Draft draft, TaskId id, Optional<AgentId> agent) {
        Optional<TaskRecord> task = draft.state().tasks().find(id);
        if (task.isEmpty()) return reject(new Rejection.UnknownTask(id));
        if (agent.isEmpty() || task.get().leasedTo(agent.get(), task.get().epoch())) return Optional.empty();
        return reject(new Rejection.StaleLease(id, 0, task.get().epoch()));
    }

    /** The same question within the same task, unless an operator has had the task tried anew since. */
    private static Optional<GateRecord> askedBefore(ProjectState state, TaskId task, GateQuestion question) {
        long since = state.tasks().get(task).retriedAt();
        return state.gates().of(task).reversed().stream()
                .filter(gate -> gate.cause() == GateCause.ESCALATION && gate.openedRevision() > since)
                .filter(gate -> gate.asks(question) && (gate.open() || gate.decided()))
                .findFirst();
    }

    private static void askAgain(Draft draft, GateRecord gate, AgentId agent) {
        if (gate.open()) hold(draft, agent, gate);
        else draft.record(new Event.DecisionRecalled(gate.id(), agent, draft.letterTo(agent)));
    }

    /** Opens a gate; an agent named with it is held until it is closed. */
    static GateRecord open(
            Draft draft, GateCause cause, GateQuestion question, Optional<AgentId> agent, Optional<TaskId> task) {
        GateId id = draft.state().gates().next();
        Principal asker = cause == GateCause.ESCALATION ? draft.principal() : Principal.HUB;
        draft.record(new Event.GateOpened(
                id, cause, asker, agent, task, question, question.deadline().map(draft.now()::plus)));
        agent.ifPresent(held -> hold(draft, held, draft.state().gates().get(id)));
        return draft.state().gates().get(id);
    }

    private static void hold(Draft draft, AgentId agent, GateRecord gate) {
        if (!draft.state().agents().get(agent).holds().contains(gate.id())) {
            draft.record(new Event.AgentPaused(
                    agent, Optional.of(gate.id()), gate.question().reason()));
        }
    }

    static Optional<Rejection> resolve(Draft draft, ResolveGate command) {
        Optional<GateRecord> gate = draft.state().gates().find(command.gate());
        if (gate.isEmpty()) return reject(new Rejection.UnknownGate(command.gate()));
        Optional<Rejection> refused = Sizes.first(
                () -> mayNotDecide(draft.principal(), gate.get()),
                () -> badDecision(gate.get(), command),
                () -> Sizes.longText(
                        "the comment", command.comment(), draft.state().limits()),
                () -> Sizes.longText("the text", command.text(), draft.state().limits()),
                () -> Sizes.longText(
                        "the comment with the text",
                        command.comment() + command.text(),
                        draft.state().limits()));
        if (refused.isPresent()) return refused;
        long letter = letterTo(draft, gate.get());
        draft.record(new Event.GateResolved(
                command.gate(), command.decision(), command.option(), command.comment(), command.text(), letter));
        closed(draft, command.gate());
        return Optional.empty();
    }

    private static Optional<Rejection> mayNotDecide(Principal principal, GateRecord gate) {
        if (!gate.open()) return reject(new Rejection.GateClosed(gate.id(), gate.status()));
        if (gate.asker().equals(principal)) return reject(new Rejection.AskerCannotDecide(gate.id(), principal));
        List<String> approvers = gate.question().approvers();
        return approvers.isEmpty() || approvers.contains(principal.shortName())
                ? Optional.empty()
                : reject(new Rejection.NotAnApprover(gate.id(), approvers));
    }

    private static Optional<Rejection> badDecision(GateRecord gate, ResolveGate command) {
        List<String> options = gate.question().options();
        if (!command.option().isEmpty() && !options.contains(command.option())) {
            return reject(new Rejection.UnknownOption(gate.id(), command.option(), options));
        }
        if (command.decision() == Decision.EDIT && command.text().isBlank()) {
            return reject(new Rejection.BadValue("gate " + gate.id(), "an edit needs the edited text"));
        }
        if (command.decision() == Decision.RESPOND && gate.cause() != GateCause.ESCALATION) {
            return reject(
                    new Rejection.BadValue("gate " + gate.id(), "it asks for a decision: approve, edit or reject it"));
        }
        if (command.decision() == Decision.RESPOND
                && command.text().isBlank()
                && command.comment().isBlank()
                && command.option().isEmpty()) {
            return reject(new Rejection.BadValue("gate " + gate.id(), "a response needs some text"));
        }
        return Optional.empty();
    }

    static void expire(Draft draft, GateId id) {
        GateRecord gate = draft.state().gates().get(id);
        GateExpiry rule = gate.question().onExpiry();
        boolean highest = gate.severity() == Severity.CRITICAL;
        switch (rule) {
            case REJECT -> {
                draft.record(new Event.GateExpired(id, letterTo(draft, gate)));
                closed(draft, id);
            }
            case STAY_OPEN -> draft.record(new Event.GateReminded(id, gate.severity(), Optional.empty()));
            case RAISE_SEVERITY -> {
                Optional<Instant> next =
                        highest ? Optional.empty() : gate.question().deadline().map(draft.now()::plus);
                draft.record(new Event.GateReminded(id, gate.severity().raised(), next));
            }
        }
    }

    /** Open gates of a task that nobody needs to decide any more. */
    static void cancelOf(Draft draft, TaskId task, String reason) {
        for (GateRecord gate : draft.state().gates().of(task)) {
            if (!gate.open()) continue;
            draft.record(new Event.GateCanceled(gate.id(), reason));
            free(draft, gate);
        }
    }

    /** What follows from a closed gate: its agent is free, and its cause is answered. */
    private static void closed(Draft draft, GateId id) {
        GateRecord gate = draft.state().gates().get(id);
        GateOutcome outcome = gate.outcome().orElseThrow();
        free(draft, gate);
        switch (gate.cause()) {
            case ESCALATION -> gate.task().ifPresent(task -> unblock(draft, task, id));
            case TASK_APPROVAL -> gate.task().ifPresent(task -> approveTask(draft, task, outcome));
            case ATTEMPTS_USED_UP, LEASES_LOST -> gate.task().ifPresent(task -> retryOrGiveUp(draft, task, outcome));
            case LOOP ->
                gate.agent()
                        .filter(agent -> !outcome.approved())
                        .ifPresent(agent -> holdForGood(draft, agent, outcome));
            case BUDGET -> {
                if (outcome.approved()) ProjectRules.raiseBudget(draft, gate);
            }
        }
    }

    /** Whoever it holds; more than one when a later attempt has asked the same while the one before still waits. */
    private static void free(Draft draft, GateRecord gate) {
        for (AgentRecord agent : draft.state().agents().inOrder()) {
            if (agent.holds().contains(gate.id()))
                draft.record(new Event.AgentResumed(agent.id(), Optional.of(gate.id())));
        }
    }

    /** The result goes to the agent that waits for it; 0 when it is gone, also when another has come under its name. */
    private static long letterTo(Draft draft, GateRecord gate) {
        return gate.agent()
                .filter(agent -> draft.state()
                        .agents()
                        .find(agent)
                        .filter(known -> known.holds().contains(gate.id()))
                        .isPresent())
                .map(draft::letterTo)
                .orElse(0L);
    }

    private static void unblock(Draft draft, TaskId task, GateId gate) {
        TaskRecord blocked = draft.state().tasks().get(task);
        if (blocked.status() == TaskStatus.BLOCKED
                && blocked.gate().filter(gate::equals).isPresent()) {
            draft.record(new Event.TaskReady(task));
        }
    }

    private static void approveTask(Draft draft, TaskId id, GateOutcome outcome) {
        TaskRecord task = draft.state().tasks().get(id);
        if (task.status() != TaskStatus.BLOCKED) return;
        if (!outcome.approved()) {
            TaskRules.failed(draft, id, rejected(outcome));
            TaskRules.cancelDependants(draft, id);
        } else if (task.spec().agentType().isPresent()) {
            draft.record(new Event.TaskReady(id));
        } else {
            String summary = outcome.text().isEmpty() ? outcome.comment() : outcome.text();
            draft.record(new Event.TaskCompleted(
                    id, task.epoch(), Optional.empty(), TaskResult.of(summary), Optional.empty()));
            TaskRules.completed(draft, id);
        }
    }

    private static void retryOrGiveUp(Draft draft, TaskId task, GateOutcome outcome) {
        if (draft.state().tasks().get(task).status() != TaskStatus.FAILED) return;
        if (outcome.approved()) {
            TaskRules.retryNow(draft, task, outcome.text().isEmpty() ? outcome.comment() : outcome.text());
            TaskRules.readyWhenNothingIsMissing(draft, task);
        } else {
            TaskRules.cancelDependants(draft, task);
        }
    }

    private static void holdForGood(Draft draft, AgentId agent, GateOutcome outcome) {
        boolean mayBeHeld = draft.state()
                .agents()
                .find(agent)
                .filter(known -> !known.stopped() && !known.pausedByOperator())
                .isPresent();
        if (mayBeHeld) draft.record(new Event.AgentPaused(agent, Optional.empty(), rejected(outcome)));
    }

    private static String rejected(GateOutcome outcome) {
        String by = outcome.by() instanceof Principal.Hub
                ? "nobody decided in time"
                : "rejected by " + outcome.by().shortName();
        return outcome.comment().isEmpty() || outcome.by() instanceof Principal.Hub
                ? by
                : by + ": " + outcome.comment();
    }
}
