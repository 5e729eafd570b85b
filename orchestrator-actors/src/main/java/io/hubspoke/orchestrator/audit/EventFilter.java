// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.journal.EventTypes;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which events are wanted: those that meet every criterion. Within one criterion one of the values is enough, and a
 * criterion without values is always met.
 *
 * @param types names of event types
 * @param agents in the event, or asking for it
 * @param principals who asked: {@code operator:alice}, {@code agent:smith}, {@code hub}, or only {@code alice}
 * @param correlations of messages, ids of commands, or consultations such as {@code c-7}
 */
public record EventFilter(
        Set<String> types,
        Set<AgentId> agents,
        Set<TaskId> tasks,
        Set<GateId> gates,
        Set<String> principals,
        Set<String> correlations) {

    public static final EventFilter ALL = new EventFilter(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());

    public EventFilter {
        types = Set.copyOf(types);
        agents = Set.copyOf(agents);
        tasks = Set.copyOf(tasks);
        gates = Set.copyOf(gates);
        principals = Set.copyOf(principals);
        correlations = Set.copyOf(correlations);
    }

    public boolean wants(Recorded recorded) {
        if (!types.isEmpty() && !types.contains(EventTypes.nameOf(recorded.event()))) return false;
        if (!principals.isEmpty() && !askedByOne(recorded.by())) return false;
        if (!correlations.isEmpty() && !correlated(recorded)) return false;
        if (agents.isEmpty() && tasks.isEmpty() && gates.isEmpty()) return true;
        List<Object> subjects = Subjects.of(recorded.event());
        Optional<AgentId> asker = Subjects.agent(recorded.by());
        return (agents.isEmpty() || asker.filter(agents::contains).isPresent() || one(agents, subjects))
                && (tasks.isEmpty() || one(tasks, subjects))
                && (gates.isEmpty() || one(gates, subjects));
    }

    private static boolean one(Set<?> wanted, List<Object> subjects) {
        return subjects.stream().anyMatch(wanted::contains);
    }

    private boolean askedByOne(Principal by) {
        return principals.contains(by.text()) || principals.contains(by.shortName());
    }

    private boolean correlated(Recorded recorded) {
        if (correlations.contains(recorded.command().value())) return true;
        if (recorded.event() instanceof Event.MessageRouted message
                && message.correlation().filter(correlations::contains).isPresent()) return true;
        return Subjects.of(recorded.event()).stream()
                .anyMatch(id -> id instanceof ConsultationId && correlations.contains(id.toString()));
    }
}
