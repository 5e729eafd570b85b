// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.Samples;
import io.hubspoke.orchestrator.domain.Histories;
import io.hubspoke.orchestrator.journal.EventTypes;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class EventFilterTest {
    private static final List<Recorded> HISTORY = LongStream.range(0, 20)
            .boxed()
            .flatMap(seed -> Histories.random(seed, 500).stream())
            .flatMap(List::stream)
            .toList();

    private static List<Recorded> wanted(EventFilter filter) {
        return HISTORY.stream().filter(filter::wants).toList();
    }

    private static EventFilter with(
            Set<String> types,
            Set<AgentId> agents,
            Set<TaskId> tasks,
            Set<GateId> gates,
            Set<String> principals,
            Set<String> correlations) {
        return new EventFilter(types, agents, tasks, gates, principals, correlations);
    }

    @Test
    void without_conditions_everything_is_wanted() {
        assertThat(wanted(EventFilter.ALL)).hasSameSizeAs(HISTORY);
    }

    @Test
    void one_of_several_types_is_enough() {
        EventFilter filter =
                with(Set.of("task-ready", "gate-opened"), Set.of(), Set.of(), Set.of(), Set.of(), Set.of());
        assertThat(wanted(filter))
                .isNotEmpty()
                .allSatisfy(recorded ->
                        assertThat(EventTypes.nameOf(recorded.event())).isIn("task-ready", "gate-opened"));
    }

    @Test
    void an_agent_is_found_where_it_is_named_and_where_it_asked() {
        AgentId agent = new AgentId("a1");
        EventFilter filter = with(Set.of(), Set.of(agent), Set.of(), Set.of(), Set.of(), Set.of());
        List<Recorded> found = wanted(filter);
        assertThat(found).anySatisfy(recorded -> assertThat(recorded.event()).isInstanceOf(Event.TaskStarted.class));
        assertThat(found)
                .allSatisfy(recorded -> assertThat(recorded.by().text().equals("agent:a1")
                                || recorded.event().toString().contains("a1"))
                        .isTrue());
        assertThat(HISTORY.stream().filter(recorded -> !filter.wants(recorded)))
                .noneMatch(recorded -> recorded.by().text().equals("agent:a1"));
    }

    @Test
    void all_conditions_together_must_be_met() {
        Event.TaskAssigned first = HISTORY.stream()
                .map(Recorded::event)
                .filter(Event.TaskAssigned.class::isInstance)
                .map(Event.TaskAssigned.class::cast)
                .findFirst()
                .orElseThrow();
        EventFilter filter = with(
                Set.of("task-assigned"), Set.of(first.agent()), Set.of(first.task()), Set.of(), Set.of(), Set.of());
        assertThat(wanted(filter)).isNotEmpty().allSatisfy(recorded -> {
            Event.TaskAssigned assigned = (Event.TaskAssigned) recorded.event();
            assertThat(List.of(assigned.agent().value(), recorded.by().shortName()))
                    .contains(first.agent().value());
            assertThat(assigned.task()).isEqualTo(first.task());
        });
    }

    @Test
    void a_principal_is_known_by_both_its_names() {
        EventFilter brief = with(Set.of(), Set.of(), Set.of(), Set.of(), Set.of("alice"), Set.of());
        EventFilter full = with(Set.of(), Set.of(), Set.of(), Set.of(), Set.of("operator:alice"), Set.of());
        assertThat(wanted(brief)).isNotEmpty().isEqualTo(wanted(full));
        assertThat(wanted(with(Set.of(), Set.of(), Set.of(), Set.of(), Set.of("hub"), Set.of())))
                .isNotEmpty()
                .allSatisfy(recorded -> assertThat(recorded.by().text()).isEqualTo("hub"));
    }

    @Test
    void a_consultation_and_a_command_are_correlations() {
        assertThat(wanted(with(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of("c-1"))))
                .isNotEmpty()
                .allSatisfy(
                        recorded -> assertThat(Subjects.of(recorded.event())).contains(new ConsultationId(1)));
        assertThat(wanted(with(Set.of(), Set.of(), Set.of(), Set.of(), Set.of(), Set.of("op-1"))))
                .isNotEmpty()
                .allSatisfy(recorded -> assertThat(recorded.command().value()).isEqualTo("op-1"));
    }

    /** Whatever id stands in an event, but for the needs of a new task, is found by it. */
    @Test
    void no_id_in_an_event_is_overlooked() {
        for (Object sample : Samples.of(Event.class)) {
            if (sample instanceof Event.TaskEnqueued) continue;
            List<Object> ids = new ArrayList<>();
            for (Object value : Facts.of((Record) sample, Set.of()).values()) {
                Object id = value instanceof io.hubspoke.protocol.Principal.Agent agent ? agent.id() : value;
                if (id instanceof AgentId
                        || id instanceof TaskId
                        || id instanceof GateId
                        || id instanceof ConsultationId) ids.add(id);
            }
            assertThat(Subjects.of((Event) sample)).as("%s", sample).containsAll(ids);
        }
    }
}
