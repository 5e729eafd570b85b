// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import static io.hubspoke.testkit.ProjectScenario.agent;
import static io.hubspoke.testkit.ProjectScenario.operator;
import static io.hubspoke.testkit.ProjectScenario.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.AttachAgent;
import io.hubspoke.protocol.Command.ClaimTask;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.EscalateToHuman;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.LeaseRenewal;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Command.Tick;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class ProjectScenarioTest {
    private static final AgentType CODER = AgentType.BACKEND_DEVELOPER;
    private static final TaskId API = TaskId.of("api");
    private static final Principal ALICE = operator("alice");
    private static final Principal CODER_1 = agent("coder-1");
    private static final Duration LEASE = TaskLimits.DEFAULT.lease();

    /** A beginning that many stories share. */
    private static final ProjectScenario WORKING = ProjectScenario.automatic("shop")
            .givenAgent("coder-1", CODER)
            .givenTasks(task("api", CODER), task("page", CODER, "api"));

    @Test
    void a_command_comes_to_events_letters_and_a_lease() {
        WORKING.when(CODER_1, new StartTask(API, 1))
                .then(new Event.TaskStarted(API, 1))
                .thenTask("api", TaskStatus.RUNNING)
                .thenAgent("coder-1", AgentStatus.ACTIVE)
                .thenLease("api", "coder-1")
                .thenLetterKinds("coder-1", Letter.Assignment.class)
                .thenLastLetter(
                        "coder-1",
                        Letter.Assignment.class,
                        letter -> assertThat(letter.attempt()).isEqualTo(1))
                .thenTask("page", TaskStatus.PENDING)
                .thenQueue(CODER)
                .when(CODER_1, new CompleteTask(API, 1, TaskResult.of("done")))
                .thenEvents(Event.TaskCompleted.class, Event.TaskReady.class, Event.TaskAssigned.class)
                .thenOne(
                        Event.TaskAssigned.class,
                        assigned -> assertThat(assigned.task()).isEqualTo(TaskId.of("page")))
                .thenNoLease("api")
                .thenTask("page", TaskStatus.ASSIGNED);
    }

    @Test
    void a_refusal_is_told_with_its_facts_and_changes_nothing() {
        ProjectScenario refused = WORKING.when(CODER_1, new StartTask(API, 7)).thenRefused(Rejection.StaleLease.class);
        assertThat(refused.state()).isEqualTo(WORKING.state());
        assertThat(refused.reply()).isInstanceOf(Reply.Rejected.class);
        refused.when(agent("nobody"), new ClaimTask()).thenRefused(new Rejection.UnknownAgent(new AgentId("nobody")));
    }

    @Test
    void a_scenario_never_changes_so_a_beginning_is_continued_twice() {
        String before = WORKING.history();
        WORKING.when(CODER_1, new FailTask(API, 1, "no idea", false)).thenTask("api", TaskStatus.FAILED);
        WORKING.when(CODER_1, new CompleteTask(API, 1, TaskResult.of("done"))).thenTask("api", TaskStatus.COMPLETED);
        assertThat(WORKING.history()).isEqualTo(before);
        WORKING.thenTask("api", TaskStatus.ASSIGNED);
    }

    @Test
    void a_silent_agent_loses_its_lease_at_its_end() {
        WORKING.thenNextDeadline(LEASE)
                .untilTheNextDeadline()
                .thenOne(
                        Event.LeaseExpired.class,
                        lost -> assertThat(lost.epoch()).isEqualTo(1))
                .thenTask("api", task -> assertThat(task.epoch()).isEqualTo(2));
    }

    @Test
    void the_clock_alone_does_nothing_and_a_heartbeat_keeps_the_lease() {
        ProjectScenario late = WORKING.after(LEASE).thenLease("api", "coder-1");
        late.when(
                        Principal.HUB,
                        new Tick(List.of(new LeaseRenewal(API, 1, late.now().plus(LEASE)))))
                .then(new Event.LeaseRenewed(API, 1, late.now().plus(LEASE)))
                .thenNextDeadline(LEASE);
        WORKING.at(late.now()).when(Principal.HUB, new Tick(List.of())).thenOne(Event.LeaseExpired.class, lost -> {});
    }

    @Test
    void time_that_passes_wakes_the_rules_at_every_deadline_on_the_way() {
        ProjectScenario aWeekLater = WORKING.whenTimePasses(Duration.ofDays(7));
        assertThat(aWeekLater.events().stream().filter(Event.LeaseExpired.class::isInstance))
                .as("losses until a person is asked")
                .hasSizeGreaterThan(1);
        assertThat(aWeekLater.now()).isEqualTo(WORKING.now().plus(Duration.ofDays(7)));
        aWeekLater.thenTask("api", TaskStatus.FAILED).thenOpenGates(1).thenNoDeadline();
        WORKING.whenTimePasses(LEASE.minusNanos(1)).thenNothing().thenNextDeadline(Duration.ofNanos(1));
    }

    @Test
    void a_gate_holds_its_asker_until_a_person_decides() {
        GateQuestion question = GateQuestion.of("Ship it?");
        WORKING.when(CODER_1, new EscalateToHuman(question, Optional.of(API)))
                .thenSubject("g-1")
                .thenOpenGates(1)
                .thenGate(1, gate -> assertThat(gate.question()).isEqualTo(question))
                .thenAgent("coder-1", agent -> assertThat(agent.heldBy()).containsExactly(new GateId(1)))
                .when(ALICE, new ResolveGate(new GateId(1), Decision.APPROVE, "yes"))
                .thenGate(1, GateStatus.APPROVED)
                .thenOpenGates()
                .thenLastLetter("coder-1", Letter.GateClosed.class, letter -> {});
    }

    @Test
    void the_same_id_again_has_no_second_effect() {
        CommandId id = new CommandId("order-1");
        Command order = new EnqueueTasks(List.of(task("more", CODER)));
        WORKING.when(ALICE, id, order)
                .thenEvents(Event.TaskEnqueued.class, Event.TaskReady.class)
                .when(ALICE, id, order)
                .thenNothing()
                .when(ALICE, id, new PauseAgent(new AgentId("coder-1"), "wait"))
                .thenRefused(new Rejection.CommandReused(id));
    }

    @Test
    void events_out_of_thin_air_are_folded_and_must_apply() {
        ProjectScenario given = WORKING.given(new Event.TaskCanceled(TaskId.of("page"), "not needed"));
        given.thenTask("page", TaskStatus.CANCELED);
        assertThat(given.recorded()).hasSize((int) given.state().revision());
        assertThatThrownBy(() -> WORKING.given(new Event.TaskReady(TaskId.of("nothing"))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("task nothing does not exist");
    }

    @Test
    void letters_wait_in_the_order_in_which_they_came() {
        ProjectScenario.manual("shop")
                .givenAgentAway("coder-1", CODER)
                .when(ALICE, new SendMessage(new AgentId("coder-1"), "note", "one"))
                .when(ALICE, new SendMessage(new AgentId("coder-1"), "note", "two"))
                .thenLetters(
                        "coder-1",
                        new Letter.Message("note", "one", Optional.empty()),
                        new Letter.Message("note", "two", Optional.empty()))
                .when(CODER_1, new Command.Acknowledge(1))
                .thenLetters("coder-1", new Letter.Message("note", "two", Optional.empty()));
    }

    @Test
    void more_urgent_tasks_stand_first_in_the_queue() {
        ProjectScenario.manual("shop")
                .givenTasks(task("later", CODER), task("now", CODER).withPriority(new Priority(1)))
                .thenQueue(CODER, "now", "later");
    }

    @Test
    void a_failed_check_says_what_was_expected_what_was_found_and_what_led_there() {
        ProjectScenario started = WORKING.when(CODER_1, new StartTask(API, 1));
        assertThatThrownBy(() -> started.then(new Event.TaskStarted(API, 2)))
                .isInstanceOf(AssertionFailedError.class)
                .hasMessageContaining("""
                        expected events:
                            {"type":"task-started","task":"api","epoch":2}
                        but found:
                            {"type":"task-started","task":"api","epoch":1}
                        the history of project shop:""")
                .hasMessageContaining("operator:setup (scenario-1) {\"type\":\"create-project\"")
                .hasMessageContaining("agent:coder-1 (1) {\"type\":\"start-task\",\"task\":\"api\",\"epoch\":1}");
        assertThatThrownBy(() -> started.thenTask("api", TaskStatus.READY))
                .hasMessageContaining("expected status of task api:\n    READY\nbut found:\n    RUNNING");
        assertThatThrownBy(() -> started.thenTask(
                        "api", task -> assertThat(task.attempt()).isEqualTo(3)))
                .hasMessageContaining("3")
                .hasMessageContaining("the history of project shop");
        assertThatThrownBy(() -> started.thenRefused(Rejection.StaleLease.class))
                .hasMessageContaining("StaleLease");
    }

    @Test
    void every_check_can_fail() {
        ProjectScenario started = WORKING.when(CODER_1, new StartTask(API, 1));
        List<Runnable> wrong = List.of(
                started::thenNothing,
                () -> started.thenEvents(Event.TaskReady.class),
                () -> started.thenOne(Event.TaskReady.class, event -> {}),
                () -> started.thenSubject("page"),
                () -> started.thenRefused(new Rejection.UnknownTask(API)),
                () -> started.thenLetters("coder-1"),
                () -> started.thenLetters("coder-9"),
                () -> started.thenLetterKinds("coder-1", Letter.Message.class),
                () -> started.thenLastLetter("coder-1", Letter.Message.class, letter -> {}),
                () -> started.thenAgent("coder-1", AgentStatus.IDLE),
                () -> started.thenAgent("coder-9", AgentStatus.IDLE),
                () -> started.thenAgent(
                        "coder-1", agent -> assertThat(agent.attached()).isFalse()),
                () -> started.thenGate(1, GateStatus.OPEN),
                () -> started.thenGate(1, gate -> {}),
                () -> started.thenOpenGates(1),
                () -> started.thenLease("api", "coder-2"),
                () -> started.thenLease("page", "coder-1"),
                () -> started.thenNoLease("api"),
                () -> started.thenQueue(CODER, "page"),
                () -> started.thenNextDeadline(Duration.ZERO),
                () -> started.thenNextDeadline(ProjectScenario.START),
                started::thenNoDeadline,
                () -> WORKING.thenNothing(),
                () -> WORKING.reply(),
                () -> ProjectScenario.manual("shop").untilTheNextDeadline(),
                () -> WORKING.given(CODER_1, new StartTask(API, 9)));
        assertThat(wrong).allSatisfy(check -> assertThatThrownBy(check::run).isInstanceOf(AssertionFailedError.class));
    }

    @Test
    void time_does_not_go_back() {
        assertThatThrownBy(() -> WORKING.after(LEASE).at(ProjectScenario.START))
                .hasMessage("time does not go back: it is 2026-01-01T00:00:30Z, not 2026-01-01T00:00:00Z");
    }

    @Test
    void the_hub_itself_attaches_agents() {
        WORKING.when(Principal.HUB, new AttachAgent(new AgentId("coder-1"), 2))
                .thenEvents(Event.LeaseExpired.class, Event.AgentAttached.class, Event.TaskAssigned.class);
    }
}
