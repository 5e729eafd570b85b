// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.audit.Choice.Candidate;
import io.hubspoke.orchestrator.audit.Choice.How;
import io.hubspoke.orchestrator.audit.Choice.Place;
import io.hubspoke.orchestrator.domain.Histories;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random histories, explained at random places. */
class ExplainerTest {
    private static final int HISTORIES = 60;
    private static final int PLACES = 3;

    private static Timeline timeline(long seed) {
        return Timeline.of(new MemorySource(Histories.PROJECT, Histories.random(seed, 120)), Histories.PROJECT);
    }

    private static List<Explanation> all(Timeline timeline, long revision) {
        ProjectState state = timeline.at(revision).state();
        List<Explanation> all = new ArrayList<>();
        state.tasks()
                .inOrder()
                .forEach(task ->
                        all.add(Explainer.task(timeline, revision, task.id()).orElseThrow()));
        state.agents()
                .inOrder()
                .forEach(agent ->
                        all.add(Explainer.agent(timeline, revision, agent.id()).orElseThrow()));
        state.gates()
                .inOrder()
                .forEach(gate ->
                        all.add(Explainer.gate(timeline, revision, gate.id()).orElseThrow()));
        return all;
    }

    @Test
    void everything_that_exists_can_be_explained_at_any_revision() {
        for (long seed = 0; seed < HISTORIES; seed++) {
            Timeline timeline = timeline(seed);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < PLACES; i++) {
                long revision = 1 + random.nextLong(timeline.last());
                for (Explanation explanation : all(timeline, revision)) sound(timeline, explanation, revision);
            }
        }
    }

    private static void sound(Timeline timeline, Explanation explanation, long revision) {
        assertThat(explanation.revision()).isEqualTo(revision);
        assertThat(explanation.answer()).isNotBlank().doesNotContain("Optional", "%s", "null");
        assertThat(explanation.reasons())
                .allSatisfy(reason -> assertThat(reason).isNotBlank());
        long before = 0;
        for (Explanation.Step step : explanation.steps()) {
            Recorded recorded = step.recorded();
            assertThat(recorded.revision()).isGreaterThan(before).isLessThanOrEqualTo(revision);
            assertThat(step.cause()).isGreaterThanOrEqualTo(0).isLessThan(recorded.revision());
            before = recorded.revision();
        }
        assertThat(timeline.at(before).event())
                .contains(explanation.steps().getLast().recorded());
    }

    @Test
    void a_choice_names_the_first_free_agent_and_the_first_task_that_it_may_have() {
        EnumSet<How> seen = EnumSet.noneOf(How.class);
        for (long seed = 0; seed < HISTORIES; seed++) {
            Timeline timeline = timeline(seed);
            for (Explanation explanation : all(timeline, timeline.last())) {
                explanation.choice().ifPresent(choice -> {
                    seen.add(choice.how());
                    chosen(timeline, choice);
                });
            }
        }
        assertThat(seen).isEqualTo(EnumSet.allOf(How.class));
    }

    private static void chosen(Timeline timeline, Choice choice) {
        Event.TaskAssigned assigned = (Event.TaskAssigned)
                timeline.at(choice.revision()).event().orElseThrow().event();
        List<Candidate> candidates = choice.candidates();
        assertThat(candidates).filteredOn(Candidate::chosen).singleElement().satisfies(candidate -> {
            assertThat(candidate.agent()).isEqualTo(assigned.agent());
            assertThat(candidate.standing()).isEqualTo("free");
        });
        assertThat(choice.queue())
                .filteredOn(Place::chosen)
                .singleElement()
                .satisfies(place -> assertThat(place.task()).isEqualTo(assigned.task()));
        assertThat(choice.queue()).extracting(Place::place).isSorted();
        assertThat(choice.queued()).isGreaterThanOrEqualTo(choice.queue().size());
        if (choice.how() == How.BY_HAND) return;
        assertThat(choice.queue().stream().takeWhile(place -> !place.chosen()))
                .as("tasks passed over at revision %d", choice.revision())
                .allSatisfy(place -> assertThat(place.note()).contains("own work"));
    }

    @Test
    void what_was_not_there_yet_has_no_explanation() {
        Timeline timeline = timeline(1);
        assertThat(Explainer.task(timeline, timeline.last(), TaskId.of("nobody-knows")))
                .isEmpty();
        assertThat(Explainer.agent(timeline, 0, new AgentId("a0"))).isEmpty();
        assertThat(Explainer.gate(timeline, timeline.last(), new GateId(999))).isEmpty();
    }

    @Test
    void each_consequence_names_its_cause() {
        List<Class<? extends Event>> consequences = List.of(
                Event.TaskStarted.class,
                Event.TaskAttemptFailed.class,
                Event.TaskRetryScheduled.class,
                Event.TaskRetryDue.class,
                Event.TaskReady.class,
                Event.TaskAssigned.class,
                Event.TaskBlocked.class,
                Event.GateResolved.class,
                Event.GateExpired.class,
                Event.ConsultationAnswered.class,
                Event.BudgetRaised.class);
        for (long seed = 0; seed < HISTORIES; seed++) {
            Causes causes = new Causes();
            timeline(seed).walk(1, (before, recorded, after) -> {
                long cause = causes.of(recorded);
                boolean byCommand = causes.firstOfItsCommand() && recorded.event() instanceof Event.TaskAssigned;
                if (consequences.contains(recorded.event().getClass()) && !byCommand)
                    assertThat(cause).as("the cause of %s", recorded).isPositive();
                return true;
            });
        }
    }

    @Test
    void a_long_story_keeps_its_beginning_and_its_end_and_counts_the_rest() {
        Trail trail = new Trail();
        Timeline timeline = timeline(3);
        List<Recorded> events = new ArrayList<>();
        timeline.events(1, events::add);
        Recorded[] told = events.stream()
                .filter(recorded -> recorded.event() instanceof Event.AgentRegistered
                        || recorded.event() instanceof Event.TaskReady)
                .toArray(Recorded[]::new);
        for (int i = 0; i < 1_000; i++) trail.add(new Explanation.Step(told[i % told.length], i, ""));
        assertThat(trail.steps()).hasSize(200);
        assertThat(trail.steps().getFirst().cause()).isZero();
        assertThat(trail.steps().getLast().cause()).isEqualTo(999);
        assertThat(trail.leftOut()).isEqualTo(800);
    }

    @Test
    void of_a_row_of_heartbeats_the_last_one_is_told() {
        Trail trail = new Trail();
        Event beat = new Event.LeaseRenewed(TaskId.of("t"), 1, Instant.EPOCH);
        for (long i = 1; i <= 5; i++) {
            trail.add(
                    new Explanation.Step(new Recorded(i, Instant.EPOCH, CommandId.HUB, Principal.HUB, 0, beat), 0, ""));
        }
        assertThat(trail.steps())
                .singleElement()
                .satisfies(step -> assertThat(step.recorded().revision()).isEqualTo(5));
        assertThat(trail.leftOut()).isEqualTo(4);
    }
}
