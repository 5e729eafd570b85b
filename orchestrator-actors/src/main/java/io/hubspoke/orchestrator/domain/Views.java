// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Answers queries from a state: of the running hub, or of a replayed journal. */
public final class Views {
    private Views() {}

    public static View answer(ProjectState state, Query query) {
        if (!state.exists()) return new View.Absent("project " + state.id() + " does not exist");
        return switch (query) {
            case Query.Project q -> project(state);
            case Query.Status q -> status(state);
            case Query.Agent q ->
                state.agents()
                        .find(q.agent())
                        .<View>map(agent -> agent(state, agent))
                        .orElseGet(() -> new View.Absent("agent " + q.agent() + " is not registered"));
            case Query.Agents q ->
                new View.Agents(state.agents().inOrder().stream()
                        .filter(agent ->
                                q.agentType().isEmpty() || q.agentType().get().equals(agent.type()))
                        .map(agent -> agent(state, agent))
                        .toList());
            case Query.Task q ->
                state.tasks()
                        .find(q.task())
                        .<View>map(task -> task(state, task))
                        .orElseGet(() -> new View.Absent("task " + q.task() + " does not exist"));
            case Query.Tasks q ->
                new View.Tasks(state.tasks().inOrder().stream()
                        .map(task -> task(state, task))
                        .toList());
            case Query.NextTask q -> next(state, q.agentType());
            case Query.Gate q ->
                state.gates()
                        .find(q.gate())
                        .<View>map(Views::gate)
                        .orElseGet(() -> new View.Absent("gate " + q.gate() + " does not exist"));
            case Query.Gates q ->
                new View.Gates(
                        (q.openOnly() ? state.gates().open() : state.gates().inOrder())
                                .stream().map(Views::gate).toList());
        };
    }

    public static View.Project project(ProjectState state) {
        Project project = Evolution.project(state);
        return new View.Project(
                state.id(),
                state.revision(),
                project.phase(),
                project.metadata(),
                project.settings(),
                project.createdAt());
    }

    public static View.Status status(ProjectState state) {
        Project project = Evolution.project(state);
        return new View.Status(
                state.id(),
                state.revision(),
                new TreeMap<>(state.tasks().counts()),
                new TreeMap<>(state.agents().counts()),
                (int) state.agents().inOrder().stream()
                        .filter(AgentRecord::attached)
                        .count(),
                state.gates().openCount(),
                state.consultations().size(),
                state.mailboxes().accepted(),
                state.mailboxes().waiting(),
                project.usage(),
                project.budget(),
                settled(state));
    }

    /**
     * Nothing will move without a person: no work under way but at gates, none due, and none that anybody could be
     * given.
     */
    static boolean settled(ProjectState state) {
        if (state.tasks().count(TaskStatus.RETRYING) > 0) return false;
        boolean working = state.agents().inOrder().stream()
                .anyMatch(
                        agent -> agent.assignment().isPresent() && agent.holds().isEmpty());
        return !working && !workWillBeGiven(state);
    }

    private static boolean workWillBeGiven(ProjectState state) {
        if (state.settings().dispatch() == Dispatch.MANUAL
                || Evolution.project(state).overBudget()) return false;
        return state.agents().inOrder().stream()
                .filter(agent -> agent.status() == AgentStatus.IDLE || agent.status() == AgentStatus.ACTIVE)
                .anyMatch(agent -> LeaseRules.nextFor(state, agent).isPresent());
    }

    private static View next(ProjectState state, AgentType type) {
        Optional<TaskRecord> next = state.tasks().waitingFor(type).first().map(state.tasks()::get);
        return next.<View>map(task -> task(state, task))
                .orElseGet(() -> new View.Absent("no task is ready for a " + type));
    }

    private static View.Agent agent(ProjectState state, AgentRecord agent) {
        Mailbox mailbox = state.mailboxes().get(agent.id());
        return new View.Agent(
                agent.id(),
                agent.spec(),
                agent.status(),
                agent.attached(),
                agent.assignment(),
                List.copyOf(agent.holds()),
                mailbox.last() - mailbox.settled(),
                mailbox.last(),
                agent.usage());
    }

    private static View.Task task(ProjectState state, TaskRecord task) {
        return new View.Task(
                task.id(),
                task.spec(),
                task.limits(),
                task.status(),
                task.attempt(),
                task.epoch(),
                task.lease().map(TaskRecord.Lease::agent),
                task.work().worker(),
                task.lease().map(TaskRecord.Lease::until),
                task.attempts().dueAt(),
                task.status() == TaskStatus.PENDING ? state.tasks().unmet(task) : List.of(),
                state.gates().openOf(task.id()).map(GateRecord::id),
                task.work().percent(),
                task.work().progress(),
                task.work().result(),
                task.attempts().notes(),
                task.arrival().revision(),
                task.arrival().at(),
                task.finishedAt());
    }

    private static View.Gate gate(GateRecord gate) {
        return new View.Gate(
                gate.id(),
                gate.cause(),
                gate.status(),
                gate.asker(),
                gate.agent(),
                gate.task(),
                gate.question(),
                gate.severity(),
                gate.deadline(),
                gate.openedAt(),
                gate.closedAt(),
                gate.outcome());
    }
}
