// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import java.lang.reflect.RecordComponent;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event names: every id that stands in it, whatever the event is. */
record Named(Set<TaskId> tasks, Set<AgentId> agents, Set<GateId> gates, Set<ConsultationId> consultations) {
    static Named in(Event event) {
        Named named =
                new Named(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        for (RecordComponent component : event.getClass().getRecordComponents()) named.add(valueOf(component, event));
        return named;
    }

    private static @Nullable Object valueOf(RecordComponent component, Event event) {
        try {
            return component.getAccessor().invoke(event);
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("events are public records", impossible);
        }
    }

    private void add(@Nullable Object value) {
        switch (value) {
            case TaskId task -> tasks.add(task);
            case TaskSpec task -> tasks.add(task.id());
            case AgentId agent -> agents.add(agent);
            case AgentSpec agent -> agents.add(agent.id());
            case Principal.Agent agent -> agents.add(agent.id());
            case GateId gate -> gates.add(gate);
            case ConsultationId consultation -> consultations.add(consultation);
            case Optional<?> maybe -> maybe.ifPresent(this::add);
            case null, default -> {
                // Not an id.
            }
        }
    }
}
