// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.Usage;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Events are facts: they apply, or the journal is corrupt and says where. */
class EvolutionTest {
    private static final TaskId T = TaskId.of("t");

    private static Scenario running() {
        return Scenario.manual()
                .agent("dev", BACKEND_DEVELOPER)
                .agent("two", BACKEND_DEVELOPER)
                .tasks(task("t", BACKEND_DEVELOPER), task("u", BACKEND_DEVELOPER))
                .given(as("dev"), new ClaimTask())
                .given(ALICE, new EscalateToHuman(GateQuestion.of("?"), Optional.empty()))
                .given(Scenario.BOB, new ResolveGate(new GateId(1), Decision.APPROVE, ""));
    }

    static Stream<Event> impossible() {
        return Stream.of(
                new Event.ProjectCreated(ProjectSettings.DEFAULT, Map.of()),
                new Event.AgentRegistered(new AgentSpec(id("dev"), BACKEND_DEVELOPER, "test")),
                new Event.AgentUnregistered(id("nobody"), ""),
                new Event.AgentAttached(id("nobody"), 1),
                new Event.AgentPaused(id("dev"), Optional.of(new GateId(9)), ""),
                new Event.AgentStopped(id("nobody"), ""),
                new Event.TaskEnqueued(task("t", BACKEND_DEVELOPER), TaskLimits.DEFAULT),
                new Event.TaskReady(T),
                new Event.TaskReady(TaskId.of("nowhere")),
                new Event.TaskBlocked(T, new GateId(1)),
                new Event.TaskAssigned(T, id("two"), 2, Purpose.WORK, 1, Scenario.START, 1),
                new Event.TaskAssigned(TaskId.of("u"), id("dev"), 1, Purpose.WORK, 1, Scenario.START, 2),
                new Event.TaskAssigned(TaskId.of("u"), id("two"), 0, Purpose.WORK, 1, Scenario.START, 1),
                new Event.TaskAssigned(TaskId.of("u"), id("two"), 1, Purpose.WORK, 1, Scenario.START, 5),
                new Event.TaskStarted(T, 2),
                new Event.TaskProgressed(T, 2, 1, ""),
                new Event.LeaseRenewed(TaskId.of("u"), 0, Scenario.START),
                new Event.LeaseExpired(T, 7, id("dev"), ""),
                new Event.TaskReleased(T, 7, id("dev"), ""),
                new Event.TaskVerificationRequested(T, 7, id("dev"), TaskResult.EMPTY),
                new Event.TaskAttemptFailed(T, 7, id("dev"), 1, "", true),
                new Event.TaskRetried(T, ""),
                new Event.TaskCanceled(TaskId.of("nowhere"), ""),
                new Event.MessageRouted(ALICE, id("dev"), "note", "", Optional.empty(), 9),
                new Event.MessageRouted(ALICE, id("nobody"), "note", "", Optional.empty(), 1),
                new Event.LettersAcknowledged(id("dev"), 9),
                new Event.LettersDeadLettered(id("dev"), 0, 0, ""),
                new Event.ConsultationAnswered(new ConsultationId(1), "", 1),
                new Event.ConsultationExpired(new ConsultationId(1), 1),
                new Event.GateOpened(
                        new GateId(7),
                        GateCause.LOOP,
                        Principal.HUB,
                        Optional.empty(),
                        Optional.empty(),
                        GateQuestion.of("?"),
                        Optional.empty()),
                new Event.GateResolved(new GateId(1), Decision.REJECT, "", "", "", 0),
                new Event.GateExpired(new GateId(1), 0),
                new Event.GateCanceled(new GateId(8), ""),
                new Event.DecisionRecalled(new GateId(8), id("dev"), 2),
                new Event.UsageRecorded(id("nobody"), Optional.empty(), Usage.NONE, ""));
    }

    @ParameterizedTest
    @MethodSource("impossible")
    void an_event_that_cannot_apply_stops_the_replay_and_names_its_revision(Event event) {
        Scenario project = running();
        long revision = project.state().revision() + 1;
        assertThatThrownBy(() -> project.event(event))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("revision " + revision)
                .hasMessageContaining("todo-service");
    }

    @Test
    void before_the_project_is_created_only_its_creation_applies() {
        assertThatThrownBy(() ->
                        Scenario.nothing().event(new Event.UsageRecorded(id("dev"), Optional.empty(), Usage.NONE, "")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("revision 1");
    }

    @Test
    void sums_that_overflow_mean_a_corrupt_journal_too() {
        Scenario project = running()
                .event(new Event.UsageRecorded(id("dev"), Optional.empty(), new Usage(Long.MAX_VALUE, 0, 0), ""));
        long revision = project.state().revision() + 1;
        assertThatThrownBy(() ->
                        project.event(new Event.UsageRecorded(id("dev"), Optional.empty(), new Usage(1, 0, 0), "")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("revision " + revision);
    }

    @Test
    void a_gap_or_a_repetition_in_the_revisions_is_noticed() {
        ProjectState state = running().state();
        for (long revision : new long[] {state.revision() + 2, state.revision(), 0}) {
            Recorded recorded = new Recorded(
                    revision, Scenario.START, CommandId.HUB, Principal.HUB, 0, new Event.TaskStarted(T, 1));
            assertThatThrownBy(() -> state.evolve(recorded))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("revision %d of project todo-service follows revision %d", revision, state.revision());
        }
    }

    @Test
    void the_same_state_command_and_instant_give_the_same_verdict_and_leave_the_state_alone() {
        Scenario project = running();
        ProjectState before = project.state();
        ProjectState replayed = Scenario.replay(project.history());
        CommandSamples.all().forEach(command -> {
            Request request = command instanceof HubCommand hub
                    ? Request.ofHub(hub)
                    : Scenario.request(
                            command instanceof AgentCommand ? as("dev") : ALICE, CommandId.numbered(99), command);
            Verdict first = Rules.decide(before, request, project.now());
            assertThat(Rules.decide(before, request, project.now())).isEqualTo(first);
            assertThat(Rules.decide(replayed, request, project.now())).isEqualTo(first);
            assertThat(before).isEqualTo(replayed);
        });
    }

    @Test
    void states_that_differ_are_not_equal() {
        Scenario project = running();
        ProjectState before = project.state();
        assertThat(project.given(as("dev"), new StartTask(T, 1)).state()).isNotEqualTo(before);
        List<Recorded> history = project.history();
        assertThat(Scenario.replay(history.subList(0, history.size() - 1)))
                .isEqualTo(before)
                .hasSameHashCodeAs(before);
    }

    @Test
    void every_event_stands_with_its_revision_instant_command_and_principal() {
        Scenario project = running();
        project.when(Scenario.request(as("dev"), CommandId.numbered(42), new StartTask(T, 1)));
        Recorded recorded = project.accepted().events().getFirst();
        assertThat(recorded)
                .isEqualTo(new Recorded(
                        project.state().revision(),
                        project.now(),
                        CommandId.numbered(42),
                        as("dev"),
                        new StartTask(T, 1).hashCode(),
                        new Event.TaskStarted(T, 1)));
    }
}
