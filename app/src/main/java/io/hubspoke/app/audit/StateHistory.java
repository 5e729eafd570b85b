// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.View;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/**
 * The state at every revision of a range, as tables whose cells remember their steps. The values are those of
 * {@link Views}: nothing is concluded here. What was over before the range (finished tasks, closed gates) and does
 * not change within it is left out.
 */
final class StateHistory {
    /** Unfinished tasks shown from the beginning of the range on; others are shown as soon as they change. */
    static final int UNCHANGED_TASKS_MAX = 10_000;

    /** How many of a queue are named, from its head on; the rest is a number. */
    static final int QUEUE_NAMED_MAX = 10;

    private final Grid tasks = Cells.tasks();
    private final Grid agents = Cells.agents();
    private final Grid gates = Cells.gates();
    private final Grid project = Cells.project();
    private final Grid queues = new Grid("length", "first");

    private final long from;
    private final ToLongFunction<AgentId> sent;
    private final Touched touched = new Touched();
    private final Set<AgentType> queuedTypes = new TreeSet<>();

    /** @param sent how many messages an agent has sent so far, the event of the step included */
    StateHistory(long from, ToLongFunction<AgentId> sent) {
        this.from = from;
        this.sent = sent;
    }

    /** One event further, from the project's first on: those before the range are remembered. */
    void step(ProjectState before, Recorded recorded, ProjectState after) {
        Touched.Ids ids = touched.by(before, recorded, after);
        long revision = after.revision();
        if (revision < from) return;
        if (revision == from) begin(after);
        else ids.tasks().stream().filter(id -> !tasks.contains(id.value())).forEach(id -> task(from, before, id));
        if (revision > from)
            ids.gates().stream().filter(id -> !gates.contains(id.toString())).forEach(id -> gate(from, before, id));
        ids.tasks().forEach(id -> task(revision, after, id));
        ids.gates().forEach(id -> gate(revision, after, id));
        ids.agents().forEach(id -> agent(revision, after, id));
        whole(revision, after);
    }

    private void begin(ProjectState state) {
        state.tasks().inOrder().stream()
                .filter(task -> !task.status().finished())
                .limit(UNCHANGED_TASKS_MAX)
                .forEach(task -> task(from, state, task.id()));
        state.gates().open().forEach(gate -> gate(from, state, gate.id()));
        state.agents().inOrder().forEach(agent -> agent(from, state, agent.id()));
    }

    private void task(long revision, ProjectState state, TaskId id) {
        if (Views.answer(state, new Query.Task(id)) instanceof View.Task task)
            tasks.set(revision, id.value(), () -> Cells.facts(task), Cells.of(task));
    }

    private void gate(long revision, ProjectState state, GateId id) {
        if (Views.answer(state, new Query.Gate(id)) instanceof View.Gate gate)
            gates.set(revision, id.toString(), () -> Cells.facts(gate), Cells.of(gate));
    }

    private void agent(long revision, ProjectState state, AgentId id) {
        if (Views.answer(state, new Query.Agent(id)) instanceof View.Agent agent)
            agents.set(revision, id.value(), Map::of, Cells.of(agent, sent.applyAsLong(id)));
        else if (agents.contains(id.value()))
            agents.set(revision, id.value(), Map::of, Cells.gone(sent.applyAsLong(id)));
    }

    private void whole(long revision, ProjectState state) {
        project.set(
                revision,
                state.id().value(),
                Map::of,
                Cells.of(Views.status(state), Views.project(state).phase()));
        queuedTypes.addAll(state.tasks().queuedTypes());
        for (AgentType type : queuedTypes) {
            Collection<TaskId> queue = state.tasks().queueOf(type);
            List<String> first =
                    queue.stream().limit(QUEUE_NAMED_MAX).map(TaskId::value).toList();
            queues.set(revision, type.value(), Map::of, queue.size(), first);
        }
    }

    Grid tasks() {
        return tasks;
    }

    Grid agents() {
        return agents;
    }

    Grid gates() {
        return gates;
    }

    Grid queues() {
        return queues;
    }

    Grid project() {
        return project;
    }
}
