// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.audit.StateDiff.Change;
import io.hubspoke.orchestrator.audit.StateDiff.Field;
import io.hubspoke.orchestrator.audit.StateDiff.Kind;
import io.hubspoke.orchestrator.audit.StateDiff.Noun;
import io.hubspoke.orchestrator.domain.Histories;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.TaskStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StateDiffTest {
    private static final int HISTORIES = 12;

    private static Timeline timeline(long seed) {
        return Timeline.of(new MemorySource(Histories.PROJECT, Histories.random(seed, 150)), Histories.PROJECT);
    }

    @Test
    void the_same_revision_twice_is_no_difference() {
        Timeline timeline = timeline(1);
        Picture picture = Picture.of(timeline.at(timeline.last() / 2).state());
        assertThat(StateDiff.between(picture, picture).isEmpty()).isTrue();
    }

    /** Changes from one event to the next, put together, are the changes over all of them. */
    @Test
    void applied_to_the_facts_before_it_gives_the_facts_after() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            Timeline timeline = timeline(seed);
            Picture before = Picture.of(timeline.at(timeline.last() / 3).state());
            Picture after = Picture.of(timeline.at(timeline.last()).state());
            for (Noun noun : Noun.values()) {
                Map<String, Map<String, Object>> facts = StateDiff.things(noun, before);
                for (Change change : StateDiff.between(before, after).changes()) {
                    if (change.noun() == noun) apply(facts, change);
                }
                assertThat(facts).isEqualTo(StateDiff.things(noun, after));
            }
        }
    }

    private static void apply(Map<String, Map<String, Object>> facts, Change change) {
        if (change.kind() == Kind.REMOVED) {
            Map<String, Object> removed = facts.remove(change.id());
            assertThat(change.fields()).hasSameSizeAs(removed.keySet());
            return;
        }
        assertThat(facts.containsKey(change.id())).isEqualTo(change.kind() == Kind.CHANGED);
        Map<String, Object> thing = facts.computeIfAbsent(change.id(), id -> new java.util.LinkedHashMap<>());
        for (Field field : change.fields()) {
            assertThat(Optional.ofNullable(thing.get(field.name()))).isEqualTo(field.before());
            field.after().ifPresentOrElse(is -> thing.put(field.name(), is), () -> thing.remove(field.name()));
        }
    }

    @Test
    void there_and_back_are_mirror_images() {
        Timeline timeline = timeline(5);
        Picture before = Picture.of(timeline.at(20).state());
        Picture after = Picture.of(timeline.at(timeline.last()).state());
        Set<Change> back = StateDiff.between(after, before).changes().stream()
                .map(change -> new Change(
                        change.noun(),
                        change.id(),
                        switch (change.kind()) {
                            case ADDED -> Kind.REMOVED;
                            case CHANGED -> Kind.CHANGED;
                            case REMOVED -> Kind.ADDED;
                        },
                        sorted(change.fields().stream()
                                .map(StateDiffTest::mirrored)
                                .toList())))
                .collect(Collectors.toSet());
        assertThat(StateDiff.between(before, after).changes().stream()
                        .map(change -> new Change(change.noun(), change.id(), change.kind(), sorted(change.fields()))))
                .containsExactlyInAnyOrderElementsOf(back);
    }

    @SuppressWarnings("ArgumentSelectionDefectChecker") // a mirror swaps them
    private static Field mirrored(Field field) {
        return new Field(field.name(), field.after(), field.before());
    }

    private static List<Field> sorted(List<Field> fields) {
        return fields.stream()
                .sorted(java.util.Comparator.comparing(Field::name))
                .toList();
    }

    @Test
    void every_kind_of_event_that_a_person_can_see_makes_a_difference() {
        EnumSet<Noun> told = EnumSet.noneOf(Noun.class);
        for (long seed = 0; seed < HISTORIES; seed++) {
            timeline(seed).walk(1, (before, recorded, after) -> {
                StateDiff diff = StateDiff.between(Picture.of(before), Picture.of(after));
                diff.changes().forEach(change -> told.add(change.noun()));
                if (diff.isEmpty())
                    assertThat(mayRepeat(recorded.event()) || recorded.event() instanceof Event.ForkedFrom)
                            .as(
                                    "it changes what a person can see, or says again what is known, or where it all "
                                            + "comes from: %s",
                                    recorded)
                            .isTrue();
                return true;
            });
        }
        assertThat(told).isEqualTo(EnumSet.allOf(Noun.class));
    }

    /** What may say again what is known. */
    private static boolean mayRepeat(Event event) {
        return event instanceof Event.TaskProgressed
                || event instanceof Event.ProjectUpdated
                || event instanceof Event.GateReminded;
    }

    @Test
    void an_assignment_is_told_under_task_agent_queue_lease_mailbox_and_letter() {
        Timeline timeline = timeline(0);
        boolean[] seen = {false};
        timeline.walk(1, (before, recorded, after) -> {
            if (!(recorded.event() instanceof Event.TaskAssigned assigned)) return true;
            seen[0] = true;
            AgentId agent = assigned.agent();
            List<Change> changes =
                    StateDiff.between(Picture.of(before), Picture.of(after)).changes();
            assertThat(changes)
                    .extracting(Change::noun)
                    .contains(Noun.TASK, Noun.AGENT, Noun.QUEUE, Noun.LEASE, Noun.MAILBOX, Noun.LETTER);
            assertThat(changes).anySatisfy(change -> {
                assertThat(change.id()).isEqualTo(assigned.task().value());
                assertThat(change.fields())
                        .contains(new Field("status", Optional.of(TaskStatus.READY), Optional.of(TaskStatus.ASSIGNED)));
            });
            assertThat(changes).anySatisfy(change -> {
                assertThat(change.noun()).isEqualTo(Noun.LEASE);
                assertThat(change.kind()).isEqualTo(Kind.ADDED);
                assertThat(change.fields()).contains(new Field("agent", Optional.empty(), Optional.of(agent)));
            });
            return false;
        });
        assertThat(seen[0]).isTrue();
    }
}
