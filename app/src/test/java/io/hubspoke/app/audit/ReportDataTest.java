// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.View;
import io.hubspoke.testkit.ProjectScenario;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the page looks up is what the state says, at every revision. */
class ReportDataTest {
    private static final int COMMANDS = 160;

    /** The state after each event, in order. */
    private static List<ProjectState> states(ProjectScenario story) {
        List<ProjectState> states = new ArrayList<>();
        ProjectState state = ProjectState.empty(story.state().id());
        for (Recorded recorded : story.recorded()) {
            state = state.evolve(recorded);
            states.add(state);
        }
        return states;
    }

    private static @Nullable Object at(Series series, long revision) {
        Object value = "no step yet";
        List<@Nullable Object> steps = series.steps();
        for (int i = 0; i < steps.size() && (long) steps.get(i) <= revision; i += 2) value = steps.get(i + 1);
        return value;
    }

    /** The rows that have begun, each with its cells. */
    private static Map<String, List<@Nullable Object>> at(Grid grid, long revision) {
        Map<String, List<@Nullable Object>> rows = new TreeMap<>();
        for (Grid.Row row : grid.rows()) {
            if ((long) row.cells().getFirst().steps().getFirst() > revision) continue;
            rows.put(
                    row.id(),
                    row.cells().stream()
                            .<@Nullable Object>map(cell -> at(cell, revision))
                            .collect(Collectors.toCollection(ArrayList::new)));
        }
        return rows;
    }

    private static Map<String, List<@Nullable Object>> tasks(ProjectState state) {
        Map<String, List<@Nullable Object>> rows = new TreeMap<>();
        for (View.Task task : ((View.Tasks) Views.answer(state, new Query.Tasks())).tasks())
            rows.put(task.id().value(), Arrays.asList(Cells.of(task)));
        return rows;
    }

    private static Map<String, List<@Nullable Object>> gates(ProjectState state) {
        Map<String, List<@Nullable Object>> rows = new TreeMap<>();
        for (View.Gate gate : ((View.Gates) Views.answer(state, new Query.Gates(false))).gates())
            rows.put(gate.id().toString(), Arrays.asList(Cells.of(gate)));
        return rows;
    }

    /** Without the last four columns' neighbour, what an agent has sent, of which the state knows nothing. */
    private static List<@Nullable Object> withoutSent(List<@Nullable Object> cells) {
        List<@Nullable Object> rest = new ArrayList<>(cells);
        rest.remove(Cells.agents().columns().indexOf("sent"));
        return rest;
    }

    private static void requireAgents(Grid grid, ProjectState state) {
        Map<String, List<@Nullable Object>> rows = at(grid, state.revision());
        for (View.Agent agent :
                ((View.Agents) Views.answer(state, new Query.Agents(java.util.Optional.empty()))).agents())
            assertThat(withoutSent(rows.remove(agent.id().value())))
                    .isEqualTo(withoutSent(Arrays.asList(Cells.of(agent, 0))));
        assertThat(rows.values())
                .as("agents that are not registered")
                .allSatisfy(cells -> assertThat(cells.getFirst()).isNull());
    }

    private static void requireQueues(Grid grid, ProjectState state) {
        Map<String, List<@Nullable Object>> rows = at(grid, state.revision());
        for (AgentType type : state.tasks().queuedTypes()) {
            List<String> all =
                    state.tasks().queueOf(type).stream().map(TaskId::value).toList();
            assertThat(rows.remove(type.value())).containsExactly(all.size(), all.subList(0, Math.min(10, all.size())));
        }
        assertThat(rows.values())
                .as("empty queues")
                .allSatisfy(cells -> assertThat(cells).containsExactly(0, List.of()));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void every_cell_at_every_revision_is_what_the_state_says(long seed) {
        ProjectScenario story = RandomStory.of(seed, COMMANDS);
        ReportData data = Histories.report(story, 1, story.state().revision());
        for (ProjectState state : states(story)) {
            long revision = state.revision();
            assertThat(at(data.tasks(), revision)).as("tasks at %d", revision).isEqualTo(tasks(state));
            assertThat(at(data.gates(), revision)).as("gates at %d", revision).isEqualTo(gates(state));
            assertThat(at(data.whole(), revision).values())
                    .as("project at %d", revision)
                    .containsExactly(Arrays.asList(
                            Cells.of(Views.status(state), Views.project(state).phase())));
            requireAgents(data.agents(), state);
            requireQueues(data.queues(), state);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12})
    void a_part_of_a_history_says_the_same_of_all_that_is_unfinished_or_changes_in_it(long seed) {
        ProjectScenario story = RandomStory.of(seed, COMMANDS);
        long from = story.state().revision() / 3;
        long to = 2 * from;
        ReportData data = Histories.report(story, from, to);
        for (ProjectState state : states(story).subList((int) from - 1, (int) to)) {
            Map<String, List<@Nullable Object>> shown = at(data.tasks(), state.revision());
            assertThat(tasks(state)).containsAllEntriesOf(shown);
            assertThat(shown.keySet())
                    .containsAll(state.tasks().inOrder().stream()
                            .filter(task -> !task.status().finished())
                            .map(task -> task.id().value())
                            .toList());
            assertThat(gates(state)).containsAllEntriesOf(at(data.gates(), state.revision()));
            requireAgents(data.agents(), state);
        }
        assertThat(data.events()).hasSize((int) (to - from + 1));
    }

    @ParameterizedTest
    @ValueSource(longs = {21, 22, 23})
    void the_conversation_has_each_letter_once_and_knows_which_wait(long seed) {
        ProjectScenario story = RandomStory.of(seed, COMMANDS);
        ReportData data = Histories.report(story, 1, story.state().revision());
        for (ProjectState state : states(story)) {
            List<Conversation.Line> letters = data.talk().stream()
                    .filter(line -> line.letter() > 0 && line.revision() <= state.revision())
                    .toList();
            assertThat(letters).as("letters at %d", state.revision()).hasSize((int)
                    state.mailboxes().accepted());
            for (View.Agent agent :
                    ((View.Agents) Views.answer(state, new Query.Agents(java.util.Optional.empty()))).agents()) {
                assertThat(letters.stream()
                                .filter(line -> line.to().equals("agent:" + agent.id()))
                                .filter(line -> line.settled() == 0 || line.settled() > state.revision())
                                .filter(line -> line.revision() > registered(state, agent))
                                .count())
                        .as("waiting for %s at %d", agent.id(), state.revision())
                        .isEqualTo(agent.lettersWaiting());
            }
        }
    }

    private static long registered(ProjectState state, View.Agent agent) {
        return state.agents().find(agent.id()).orElseThrow().registered();
    }

    @ParameterizedTest
    @ValueSource(longs = {31, 32, 33})
    void an_attempt_is_under_way_exactly_while_its_lease_holds(long seed) {
        ProjectScenario story = RandomStory.of(seed, COMMANDS);
        ReportData data = Histories.report(story, 1, story.state().revision());
        for (ProjectState state : states(story)) {
            long revision = state.revision();
            assertThat(data.attempts().stream()
                            .filter(attempt ->
                                    attempt.from() <= revision && (attempt.to() == 0 || attempt.to() > revision))
                            .map(attempt -> attempt.task() + " " + attempt.epoch() + " " + attempt.agent()))
                    .as("leases at %d", revision)
                    .containsExactlyInAnyOrderElementsOf(state.tasks().inOrder().stream()
                            .filter(task -> task.lease().isPresent())
                            .map(ReportDataTest::lease)
                            .toList());
        }
    }

    /** Otherwise the tests above would say little. */
    @Test
    void everything_happens_in_these_stories() {
        Set<String> kinds = new HashSet<>();
        Set<String> ends = new HashSet<>();
        Set<String> events = new HashSet<>();
        for (long seed = 1; seed <= 8; seed++) {
            ProjectScenario story = RandomStory.of(seed, COMMANDS);
            ReportData data = Histories.report(story, 1, story.state().revision());
            data.talk().forEach(line -> kinds.add(line.kind()));
            data.attempts().forEach(attempt -> ends.add(attempt.end()));
            data.events().forEach(line -> events.add(line.type()));
        }
        assertThat(kinds)
                .containsExactlyInAnyOrder(
                        "assignment", "message", "question", "answer", "gate", "decision", "report", "order");
        assertThat(ends)
                .containsExactlyInAnyOrder(
                        "", "completed", "handed-in", "failed", "lost", "released", "canceled", "confirmed", "refused");
        assertThat(events).hasSizeGreaterThan(35);
    }

    private static String lease(TaskRecord task) {
        return task.id() + " " + task.epoch() + " " + task.lease().orElseThrow().agent();
    }

    @Test
    void what_somebody_has_said_is_counted_without_acknowledgements() {
        ProjectScenario story = RandomStory.of(41, COMMANDS);
        ReportData data = Histories.report(story, 1, story.state().revision());
        for (Grid.Row row : data.agents().rows()) {
            long said = data.talk().stream()
                    .filter(line -> line.from().equals("agent:" + row.id()))
                    .count();
            Series sent = row.cells().get(Cells.agents().columns().indexOf("sent"));
            assertThat(at(sent, story.state().revision())).as(row.id()).isEqualTo(said);
        }
        assertThat(data.people().byId().keySet()).contains("alice", "bob");
    }

    @Test
    void every_event_stands_there_in_words_and_as_it_is() {
        ProjectScenario story = RandomStory.of(42, 100);
        ReportData data = Histories.report(story, 1, story.state().revision());
        assertThat(data.events()).hasSize((int) story.state().revision());
        assertThat(data.events().getFirst().type()).isEqualTo("project-created");
        assertThat(data.events().getFirst().words()).isEqualTo("created by setup");
        assertThat(data.events())
                .allSatisfy(line -> assertThat(line.data()).startsWith("{").endsWith("}"));
        assertThat(data.verification().revisions()).isEqualTo(story.state().revision());
        assertThat(data.verification().damage()).isEmpty();
    }
}
