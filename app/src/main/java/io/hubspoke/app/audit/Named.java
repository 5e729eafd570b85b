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
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an event names: every id that stands in it, whatever the event is. */
record Named(Set<TaskId> tasks, Set<AgentId> agents, Set<GateId> gates, Set<ConsultationId> consultations) {
    /** The first call of an accessor that was just looked up costs more than all the rest. */
    private static final ClassValue<List<Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected List<Method> computeValue(Class<?> type) {
            return Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getAccessor)
                    .toList();
        }
    };

    static Named in(Event event) {
        Named named =
                new Named(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        for (Method accessor : ACCESSORS.get(event.getClass())) named.add(valueOf(accessor, event));
        return named;
    }

    private static @Nullable Object valueOf(Method accessor, Event event) {
        try {
            return accessor.invoke(event);
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
