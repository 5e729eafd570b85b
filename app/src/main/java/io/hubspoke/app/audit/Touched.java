// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.GateRecord;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What may look different after an event: what the event names, who caused it, and what these belong to before or
 * after it. More than has changed does no harm; so nobody needs to compare whole states.
 */
final class Touched {
    private final Map<TaskId, List<TaskId>> dependants = new HashMap<>();
    private final Map<Object, Set<AgentId>> parties = new HashMap<>();

    record Ids(Set<TaskId> tasks, Set<AgentId> agents, Set<GateId> gates) {}

    /** Every event must be shown, in order: later ones name what earlier ones have introduced. */
    Ids by(ProjectState before, Recorded recorded, ProjectState after) {
        remember(recorded.event());
        Named named = Named.in(recorded.event());
        Ids ids = new Ids(
                new LinkedHashSet<>(named.tasks()),
                new LinkedHashSet<>(named.agents()),
                new LinkedHashSet<>(named.gates()));
        if (recorded.by() instanceof Principal.Agent agent) ids.agents().add(agent.id());
        named.consultations().forEach(id -> ids.agents().addAll(parties.getOrDefault(id, Set.of())));
        around(before, ids);
        around(after, ids);
        for (TaskId task : named.tasks()) {
            if (!status(before, task).equals(status(after, task)))
                ids.tasks().addAll(dependants.getOrDefault(task, List.of()));
        }
        return ids;
    }

    private void remember(Event event) {
        if (event instanceof Event.TaskEnqueued enqueued) {
            for (TaskId need : enqueued.task().needs()) {
                dependants
                        .computeIfAbsent(need, id -> new ArrayList<>())
                        .add(enqueued.task().id());
            }
        }
        if (event instanceof Event.ConsultationOpened opened)
            parties.put(opened.consultation(), Set.of(opened.asker(), opened.specialist()));
    }

    private static void around(ProjectState state, Ids ids) {
        for (GateId id : List.copyOf(ids.gates())) {
            Optional<GateRecord> gate = state.gates().find(id);
            gate.flatMap(GateRecord::task).ifPresent(ids.tasks()::add);
            gate.flatMap(GateRecord::agent).ifPresent(ids.agents()::add);
        }
        for (AgentId id : List.copyOf(ids.agents())) {
            state.agents().find(id).flatMap(AgentRecord::assignment).ifPresent(ids.tasks()::add);
        }
        for (TaskId id : List.copyOf(ids.tasks())) {
            Optional<TaskRecord> task = state.tasks().find(id);
            task.flatMap(TaskRecord::gate).ifPresent(ids.gates()::add);
            task.flatMap(TaskRecord::lease).ifPresent(lease -> ids.agents().add(lease.agent()));
        }
    }

    private static Optional<?> status(ProjectState state, TaskId task) {
        return state.tasks().find(task).map(TaskRecord::status);
    }
}
