// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import static io.hubspoke.testkit.ProjectScenario.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.ResumeAgent;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.Committed;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.HubRefusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.opentest4j.AssertionFailedError;

class OrchestratorTestKitTest {
    private static final AgentType CODER = AgentType.BACKEND_DEVELOPER;
    private static final AgentId CODER_1 = new AgentId("coder-1");
    private static final TaskId API = TaskId.of("api");
    private static final Duration LEASE = TaskLimits.DEFAULT.lease();

    @AutoClose
    private final OrchestratorTestKit kit = OrchestratorTestKit.automatic("shop");

    private final TestOperator alice = kit.operator("alice");

    @Test
    void a_task_goes_from_the_operator_to_the_agent_and_back() {
        TestAgent coder = kit.agent("coder-1", CODER);
        alice.enqueue(task("api", CODER));
        assertThat(coder.expectTask("api").attempt()).isEqualTo(1);
        coder.start().progress(50, "half").complete("done");
        kit.thenTask("api", TaskStatus.COMPLETED)
                .thenNoLease("api")
                .thenLastEvents(Event.TaskProgressed.class, Event.TaskCompleted.class)
                .thenLetters("coder-1");
        coder.expectNothing();
    }

    @Test
    void a_scripted_agent_works_by_itself_and_takes_virtual_time() {
        kit.agent("coder-1", CODER).onTask(Duration.ofMinutes(10), assignment -> TaskResult.of("done"));
        alice.enqueue(task("api", CODER), task("page", CODER, "api"));
        kit.thenTask("api", TaskStatus.RUNNING)
                .timePasses(Duration.ofMinutes(9))
                .thenLease("api", "coder-1")
                .timePasses(Duration.ofMinutes(2))
                .thenTask("api", TaskStatus.COMPLETED)
                .thenTask("page", TaskStatus.RUNNING)
                .thenCount(Event.LeaseExpired.class, 0);
    }

    @Test
    void a_script_that_fails_is_tried_again_until_a_person_is_asked() {
        kit.agent("coder-1", CODER).onTask(assignment -> {
            throw AgentFailure.retryable("no idea");
        });
        alice.enqueue(task("api", CODER));
        kit.timePasses(Duration.ofMinutes(1))
                .thenCount(Event.TaskAttemptFailed.class, 3)
                .thenTask("api", TaskStatus.FAILED)
                .thenOpenGates(1);
    }

    @Test
    void work_of_an_agent_that_dies_is_taken_back_at_the_end_of_its_lease_and_given_to_another() {
        TestAgent coder = kit.agent("coder-1", CODER);
        alice.enqueue(task("api", CODER));
        coder.expectTask("api");
        coder.start();
        kit.agentDies("coder-1")
                .thenLease("api", "coder-1")
                .thenAgent("coder-1", agent -> assertThat(agent.attached()).isFalse());
        kit.untilTheNextDeadline().thenTask("api", TaskStatus.READY).thenQueue(CODER, "api");
        TestAgent other = kit.agent("coder-2", CODER);
        assertThat(other.expectTask("api").epoch()).isEqualTo(2);
    }

    @Test
    void an_agent_that_returns_is_another_incarnation_and_gets_its_work_anew() {
        TestAgent coder = kit.agent("coder-1", CODER);
        alice.enqueue(task("api", CODER));
        coder.expectTask("api");
        kit.agentDies("coder-1").agentReturns("coder-1");
        assertThat(coder.expectTask("api").epoch()).isEqualTo(2);
        assertThat(coder.refused(new StartTask(API, 1))).isInstanceOf(Rejection.StaleLease.class);
        coder.start().complete("done");
        kit.thenTask("api", TaskStatus.COMPLETED);
    }

    @Test
    void an_agent_that_is_cut_off_loses_its_lease_and_is_heard_again_as_the_same() {
        TestAgent coder = kit.agent("coder-1", CODER);
        alice.enqueue(task("api", CODER));
        coder.expectTask("api");
        kit.agentIsCutOff("coder-1").timePasses(LEASE.plusSeconds(1));
        kit.thenTask("api", TaskStatus.READY)
                .thenEvent(
                        Event.AgentDetached.class,
                        gone -> assertThat(gone.reason()).contains("no sign of life"));
        kit.agentIsHeardAgain("coder-1");
        assertThat(coder.expectTask("api").epoch()).isEqualTo(2);
    }

    @Test
    void heartbeats_keep_a_lease_and_without_them_it_ends() {
        TestAgent coder = kit.agent("coder-1", CODER);
        alice.enqueue(task("api", CODER));
        coder.expectTask("api");
        kit.timePasses(Duration.ofHours(1)).thenLease("api", "coder-1");
        coder.stopHeartbeats();
        kit.timePasses(LEASE.multipliedBy(2)).thenTask("api", TaskStatus.READY);
    }

    @Test
    void a_journal_that_fails_leaves_the_outcome_open_and_repeating_is_safe() {
        TestAgent coder = kit.agent("coder-1", CODER);
        kit.journalFails(2);
        long revision = kit.state().revision();
        CommandId pause = alice.send(new PauseAgent(CODER_1, "wait"));
        assertThat(alice.reply(pause)).get().isInstanceOf(Reply.Undetermined.class);
        assertThat(kit.state().revision()).isEqualTo(revision);
        kit.timePasses(Duration.ofSeconds(10));
        alice.repeat(pause);
        assertThat(alice.reply(pause)).get().as("the second failure").isInstanceOf(Reply.Undetermined.class);
        kit.timePasses(Duration.ofSeconds(10));
        alice.repeat(pause);
        assertThat(alice.reply(pause)).get().isInstanceOf(Reply.Accepted.class);
        kit.thenLastEvents(Event.AgentPaused.class);
        assertThat(coder.expectOrder()).isEqualTo(ToAgent.Action.PAUSE);
    }

    @Test
    void a_write_whose_answer_is_lost_has_happened_once() {
        kit.agent("coder-1", CODER);
        kit.journalLosesAnswers(1);
        CommandId hello = alice.send(new SendMessage(CODER_1, "note", "hello"));
        assertThat(alice.reply(hello)).get().isInstanceOf(Reply.Undetermined.class);
        kit.timePasses(Duration.ofSeconds(10));
        alice.repeat(hello);
        assertThat(alice.reply(hello)).get().isInstanceOf(Reply.Accepted.class);
        kit.thenCount(Event.MessageRouted.class, 1);
    }

    @Test
    void a_restart_forgets_nothing_that_was_answered() {
        TestAgent coder = kit.agent("coder-1", CODER).acknowledgesByHand();
        alice.enqueue(task("api", CODER));
        coder.expectTask("api");
        coder.start();
        View before = kit.read(new Query.Status());
        kit.orchestratorRestarts();
        assertThat(kit.read(new Query.Status())).isEqualTo(before);
        coder.acknowledge().complete("done");
        kit.thenTask("api", TaskStatus.COMPLETED).thenLetters("coder-1");
    }

    @Test
    void what_is_sent_while_the_orchestrator_is_away_is_lost_and_sent_again() {
        TestAgent coder = kit.agent("coder-1", CODER);
        alice.enqueue(task("api", CODER));
        coder.expectTask("api");
        coder.start();
        kit.orchestratorStops();
        long done = coder.send(new CompleteTask(API, 1, TaskResult.of("done")));
        CommandId lost = alice.send(new SendMessage(CODER_1, "note", "hello"));
        assertThat(coder.reply(done)).isEmpty();
        assertThatThrownBy(() -> alice.execute(new PauseAgent(CODER_1, "wait"))).hasMessageContaining("no answer");
        kit.orchestratorStarts();
        assertThat(coder.reply(done)).get().isInstanceOf(Reply.Accepted.class);
        assertThat(alice.reply(lost)).isEmpty();
        kit.thenTask("api", TaskStatus.COMPLETED);
    }

    @Test
    void an_unacknowledged_letter_is_delivered_again_and_in_the_end_dead() {
        TestAgent coder = kit.agent("coder-1", CODER).acknowledgesByHand();
        alice.accepted(new SendMessage(CODER_1, "note", "hello"));
        assertThat(coder.expectMessage().payload()).isEqualTo("hello");
        kit.timePasses(Duration.ofSeconds(16));
        assertThat(coder.deliveries(1)).isEqualTo(4);
        coder.expectNothing();
        kit.timePasses(Duration.ofMinutes(5)).thenCount(Event.LettersDeadLettered.class, 1);
    }

    @Test
    void agents_consult_each_other_through_the_hub() {
        TestAgent coder = kit.agent("coder-1", CODER);
        TestAgent reviewer = kit.agent("reviewer-1", AgentType.REVIEWER);
        coder.consult(AgentType.REVIEWER, "Tabs or spaces?");
        Letter.Question question = reviewer.expectQuestion();
        assertThat(question.question()).isEqualTo("Tabs or spaces?");
        reviewer.answer(question, "spaces");
        assertThat(coder.expectAnswer().text()).isEqualTo("spaces");
    }

    @Test
    void a_gate_waits_for_a_week_if_need_be() {
        TestAgent coder = kit.agent("coder-1", CODER);
        alice.enqueue(task("api", CODER));
        coder.expectTask("api");
        coder.start();
        coder.escalate(GateQuestion.of("Ship it?"));
        kit.agentDies("coder-1").aWeekPasses().thenGate(1, GateStatus.OPEN).thenOpenGates(1);
        alice.approve(1);
        kit.agentReturns("coder-1");
        assertThat(coder.expectDecision().status()).isEqualTo(GateStatus.APPROVED);
        assertThat(coder.expectTask("api").decisions()).hasSize(1);
    }

    @Test
    void writes_that_take_time_delay_the_answers() {
        kit.journalTakes(Duration.ofMillis(300));
        CommandId order = alice.send(EnqueueTasks.one(task("api", CODER)));
        kit.timePasses(Duration.ofMillis(299));
        assertThat(alice.reply(order)).isEmpty();
        kit.timePasses(Duration.ofMillis(1)).thenTask("api", TaskStatus.READY);
        assertThat(alice.reply(order)).get().isInstanceOf(Reply.Accepted.class);
    }

    @Test
    void an_author_s_agent_runs_in_its_real_host() {
        CountDownLatch mayEnd = new CountDownLatch(1);
        kit.host("coder-1", CODER, () -> (assignment, hub) -> {
            try {
                String answer = hub.consult(AgentType.REVIEWER, "Tabs or spaces?", "", Duration.ofMinutes(5));
                mayEnd.await();
                return TaskResult.of(answer);
            } catch (HubRefusal refusal) {
                throw AgentFailure.permanent(refusal.getMessage());
            }
        });
        TestAgent reviewer = kit.agent("reviewer-1", AgentType.REVIEWER);
        alice.enqueue(task("api", CODER));
        kit.await("a question", () -> reviewer.letters() == 1);
        reviewer.answer(reviewer.expectQuestion(), "spaces");
        kit.timePasses(Duration.ofHours(1)).thenLease("api", "coder-1");
        mayEnd.countDown();
        kit.thenTask("api", TaskStatus.COMPLETED)
                .thenEvent(
                        Event.TaskCompleted.class,
                        done -> assertThat(done.result().summary()).isEqualTo("spaces"));
    }

    @Test
    void an_author_s_agent_that_dies_in_the_middle_begins_again_with_a_fresh_one() {
        AtomicInteger made = new AtomicInteger();
        kit.host("coder-1", CODER, () -> {
            int number = made.incrementAndGet();
            return (assignment, hub) -> {
                if (number == 1) new CountDownLatch(1).await();
                return TaskResult.of("by number " + number);
            };
        });
        alice.enqueue(task("api", CODER));
        kit.thenTask("api", TaskStatus.RUNNING);
        kit.agentDies("coder-1").agentReturns("coder-1").thenTask("api", task -> {
            assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
            assertThat(task.result().orElseThrow().summary()).isEqualTo("by number 2");
        });
    }

    @Test
    void an_author_s_agent_that_is_cut_off_loses_its_lease_and_works_on_when_it_is_heard_again() {
        kit.host("coder-1", CODER, () -> (assignment, hub) -> {
            if (assignment.epoch() == 1) new CountDownLatch(1).await();
            return TaskResult.of("in attempt " + assignment.epoch());
        });
        alice.enqueue(task("api", CODER));
        kit.thenTask("api", TaskStatus.RUNNING);
        kit.agentIsCutOff("coder-1").timePasses(LEASE.plusSeconds(1)).thenCount(Event.LeaseExpired.class, 1);
        kit.thenTask("api", TaskStatus.READY).agentIsHeardAgain("coder-1");
        // No more time than it needs to try again: what it does then takes real time, in which no lease must end.
        for (int i = 0; i < 60 && kit.state().tasks().find(API).orElseThrow().epoch() == 1; i++)
            kit.timePasses(Duration.ofSeconds(1));
        kit.thenTask("api", task -> {
            assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED);
            assertThat(task.result().orElseThrow().summary()).isEqualTo("in attempt 2");
        });
    }

    @Test
    void the_orchestrator_wakes_at_the_next_deadline() {
        kit.agent("coder-1", CODER).stopHeartbeats();
        alice.enqueue(task("api", CODER));
        kit.thenNextDeadline(LEASE).untilTheNextDeadline().thenCount(Event.LeaseExpired.class, 1);
        try (OrchestratorTestKit idle = OrchestratorTestKit.manual("idle")) {
            idle.thenNoDeadline();
            assertThatThrownBy(idle::untilTheNextDeadline).hasMessageContaining("nothing waits for time");
        }
    }

    @Test
    void every_check_can_fail_and_shows_the_journal() {
        TestAgent coder = kit.agent("coder-1", CODER);
        alice.enqueue(task("api", CODER));
        List<Runnable> wrong = List.of(
                () -> kit.thenTask("api", TaskStatus.READY),
                () -> kit.thenCount(Event.TaskAssigned.class, 2),
                () -> kit.thenEvent(Event.GateOpened.class, event -> {}),
                () -> kit.thenLastEvents(Event.TaskReady.class),
                () -> coder.expectMessage(),
                coder::expectNothing,
                coder::expectOrder,
                () -> coder.complete("what?"),
                () -> alice.refused(EnqueueTasks.one(task("more", CODER))),
                () -> alice.accepted(EnqueueTasks.one(task("api", CODER))),
                () -> coder.refused(new StartTask(API, 1)),
                () -> coder.accepted(new StartTask(API, 9)));
        assertThat(wrong)
                .allSatisfy(check -> assertThatThrownBy(check::run)
                        .isInstanceOf(AssertionFailedError.class)
                        .hasMessageContaining("task-assigned"));
        assertThatThrownBy(() -> kit.agentDies("nobody")).hasMessage("there is no agent nobody: say agent(...) first");
        assertThatThrownBy(() -> kit.agent("coder-1", CODER)).hasMessageContaining("is there already");
    }

    @Test
    void the_same_test_takes_the_same_course() {
        assertThat(aStory()).isEqualTo(aStory());
    }

    private static String aStory() {
        try (OrchestratorTestKit kit = OrchestratorTestKit.automatic("shop")) {
            kit.agent("coder-1", CODER).onTask(Duration.ofSeconds(40), assignment -> TaskResult.of("done"));
            kit.agent("coder-2", CODER).onTask(Duration.ofSeconds(70), assignment -> TaskResult.of("done"));
            for (int i = 0; i < 8; i++) kit.operator("alice").enqueue(task("t" + i, CODER));
            kit.timePasses(Duration.ofMinutes(2)).agentDies("coder-2").timePasses(Duration.ofMinutes(4));
            return kit.history();
        }
    }

    @Test
    void a_follower_sees_what_is_committed() {
        TestProbe<Committed> follower = kit.follower();
        kit.agent("coder-1", CODER);
        assertThat(follower.receiveMessage().events())
                .extracting(recorded -> (Object) recorded.event().getClass())
                .containsExactly(Event.AgentRegistered.class);
    }

    @Test
    void orders_reach_the_agent() {
        TestAgent coder = kit.agent("coder-1", CODER);
        alice.accepted(new PauseAgent(CODER_1, "wait"));
        assertThat(coder.expectOrder()).isEqualTo(ToAgent.Action.PAUSE);
        alice.accepted(new ResumeAgent(CODER_1));
        assertThat(coder.expectOrder()).isEqualTo(ToAgent.Action.RESUME);
        assertThatThrownBy(coder::expectOrder).isInstanceOf(AssertionFailedError.class);
    }

    @Test
    void a_command_with_the_same_number_again_has_no_second_effect() {
        TestAgent coder = kit.agent("coder-1", CODER);
        long number = coder.send(new SendMessage(CODER_1, "note", "to myself"));
        Optional<Reply> reply = coder.reply(number);
        assertThat(coder.repeat(number).reply(number)).isPresent().isEqualTo(reply);
        kit.thenCount(Event.MessageRouted.class, 1);
    }
}
