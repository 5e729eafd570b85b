// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static io.hubspoke.orchestrator.actor.HubUnderTest.ANN;
import static io.hubspoke.orchestrator.actor.HubUnderTest.BOB;
import static io.hubspoke.orchestrator.actor.HubUnderTest.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.AssignTask;
import io.hubspoke.protocol.Command.CancelTask;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.EscalateToHuman;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.ResumeAgent;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Command.StopAgent;
import io.hubspoke.protocol.Command.UnregisterAgent;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToAgent.Action;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.time.Duration;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Who speaks for an agent, what it is told beside letters, and what becomes of it when it falls silent. */
class AgentsAtTheHubTest {
    private static final TaskId TASK = TaskId.of("task");
    private static final Duration LEASE = Duration.ofSeconds(30);

    private final HubUnderTest hub = HubUnderTest.start();

    @AfterEach
    void stop() {
        hub.close();
    }

    private Letter.Assignment assigned(TestProbe<ToAgent> host) {
        hub.accepted(EnqueueTasks.one(TaskSpec.of(TASK, AgentType.BACKEND_DEVELOPER, "work")
                .withLimits(TaskLimits.DEFAULT.withLease(LEASE))));
        return (Letter.Assignment) HubUnderTest.letters(host, 1).getFirst().content();
    }

    private View.Task task() {
        return hub.read(new Query.Task(TASK), View.Task.class);
    }

    private View.Agent ann() {
        return hub.read(new Query.Agent(ANN), View.Agent.class);
    }

    private void beat(long incarnation, Optional<ToOrchestrator.Lease> lease) {
        hub.hub.tell(new ToOrchestrator.Heartbeat(ANN, incarnation, lease));
    }

    @Test
    void a_new_incarnation_takes_the_place_and_the_old_one_is_told_and_refused() {
        hub.withProject(ANN);
        TestProbe<ToAgent> old = hub.attached(ANN, 1);
        TestProbe<ToAgent> young = hub.attached(ANN, 2);

        assertThat(old.expectMessageClass(ToAgent.Detached.class).reason()).contains("another host");
        assertThat(hub.executeAs(ANN, 1, 1, message(ANN, "from the grave"), old))
                .isEqualTo(new Reply.Rejected(new Rejection.StaleIncarnation(ANN, 1, 2)));
        hub.hub.tell(new ToOrchestrator.Attach(ANN, 1, old.getRef()));
        old.expectMessage(new ToAgent.AttachRefused(1, new Rejection.StaleIncarnation(ANN, 1, 2)));
        young.expectNoMessage(Duration.ofMillis(20));
        assertThat(hub.status().letters()).isZero();
    }

    @Test
    void nobody_speaks_for_an_agent_without_being_attached() {
        hub.withProject(ANN, BOB);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        hub.as(BOB, 1, 1, message(ANN, "I am bob"));
        hub.as(ANN, 77, 1, message(ANN, "I am ann"));
        hub.executeAs(ANN, 1, 1, message(BOB, "I really am"), ann);
        assertThat(hub.status().letters()).isEqualTo(1);
    }

    @Test
    void asking_again_is_a_sign_of_life_that_costs_no_event() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        long revision = hub.status().revision();

        assertThat(hub.attach(ANN, 1, host).incarnation()).isEqualTo(1);
        host.expectMessage(new ToAgent.Control(Action.RESUME, "not paused"));
        assertThat(hub.status().revision()).isEqualTo(revision);
    }

    @Test
    void an_agent_is_told_to_pause_to_resume_and_to_stop() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);

        hub.accepted(new PauseAgent(ANN, "lunch"));
        host.expectMessage(new ToAgent.Control(Action.PAUSE, "lunch"));
        hub.accepted(new ResumeAgent(ANN));
        assertThat(host.expectMessageClass(ToAgent.Control.class).action()).isEqualTo(Action.RESUME);
        hub.accepted(new StopAgent(ANN, "no longer needed"));
        host.expectMessage(new ToAgent.Control(Action.STOP, "no longer needed"));
        assertThat(hub.executeAs(ANN, 1, 1, message(ANN, "still here"), host))
                .isEqualTo(new Reply.Rejected(new Rejection.AgentEnded(ANN)));
    }

    @Test
    void a_host_that_comes_while_its_agent_is_paused_is_told_so() {
        hub.withProject(ANN);
        hub.accepted(new PauseAgent(ANN, "lunch"));
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        assertThat(host.expectMessageClass(ToAgent.Control.class).action()).isEqualTo(Action.PAUSE);
    }

    @Test
    void an_unregistered_agent_is_detached_and_cannot_come_back() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        hub.accepted(new UnregisterAgent(ANN, "done"));
        assertThat(host.expectMessageClass(ToAgent.Detached.class).reason()).contains("done");
        hub.hub.tell(new ToOrchestrator.Attach(ANN, 1, host.getRef()));
        host.expectMessage(new ToAgent.AttachRefused(1, new Rejection.UnknownAgent(ANN)));
    }

    @Test
    void work_that_is_canceled_is_to_be_abandoned() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        assigned(host);
        hub.accepted(new CancelTask(TASK, "not wanted any more"));
        host.expectMessage(new ToAgent.Control(Action.ABANDON, "not wanted any more"));
    }

    /**
     * The lease was lost with the host before: told to abandon, the new one would drop the work it has just been given.
     */
    @Test
    void a_host_started_anew_is_given_the_work_again_and_not_told_to_abandon_it() {
        hub.withProject(ANN);
        Letter.Assignment lost = assigned(hub.attached(ANN, 1));
        TestProbe<ToAgent> young = hub.attached(ANN, 2);

        ToAgent.Deliver delivered = young.expectMessageClass(ToAgent.Deliver.class);
        assertThat(delivered.letters().getLast().content())
                .isInstanceOfSatisfying(
                        Letter.Assignment.class,
                        work -> assertThat(work.epoch()).isEqualTo(lost.epoch() + 1));
        young.expectNoMessage(Duration.ofMillis(20));
    }

    @Test
    void a_lease_without_heartbeats_expires_and_the_late_result_is_refused() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        Letter.Assignment work = assigned(host);

        hub.clock.advance(LEASE.plusSeconds(1));
        beat(1, Optional.empty());
        hub.wake();
        assertThat(HubUnderTest.control(host).action()).isEqualTo(Action.ABANDON);
        assertThat(hub.executeAs(ANN, 1, 1, new StartTask(TASK, work.epoch()), host))
                .isInstanceOfSatisfying(
                        Reply.Rejected.class,
                        rejected -> assertThat(rejected.rejection()).isInstanceOf(Rejection.StaleLease.class));
    }

    @Test
    void heartbeats_keep_the_lease_and_reach_the_journal_once_a_lease_time() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        Letter.Assignment work = assigned(host);
        long revision = hub.status().revision();

        for (int i = 0; i < 9; i++) {
            beat(1, Optional.of(new ToOrchestrator.Lease(TASK, work.epoch())));
            hub.pass(Duration.ofSeconds(5));
        }
        Awaitility.await().until(() -> hub.status().revision() == revision + 1);
        assertThat(task().status()).isEqualTo(TaskStatus.ASSIGNED);
        assertThat(task().epoch()).isEqualTo(work.epoch());
    }

    @Test
    void a_heartbeat_for_another_lease_or_from_another_incarnation_renews_nothing() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        Letter.Assignment work = assigned(host);

        // The host lives, or it would count as gone before its lease ends.
        hub.clock.advance(LEASE.plusSeconds(1));
        beat(1, Optional.of(new ToOrchestrator.Lease(TASK, work.epoch() + 1)));
        beat(2, Optional.of(new ToOrchestrator.Lease(TASK, work.epoch())));
        hub.wake();
        assertThat(HubUnderTest.control(host).action()).isEqualTo(Action.ABANDON);
    }

    @Test
    void an_agent_whose_host_ends_counts_as_detached() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        assertThat(ann().attached()).isTrue();
        host.stop();
        Awaitility.await().until(() -> !ann().attached());
    }

    @Test
    void three_missed_heartbeats_detach_an_agent_and_a_sign_of_life_takes_it_back() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        hub.pass(hub.settings.silenceMax().plusSeconds(1));
        Awaitility.await().until(() -> !ann().attached());

        beat(1, Optional.empty());
        assertThat(host.expectMessageClass(ToAgent.Attached.class).incarnation())
                .isEqualTo(1);
        assertThat(ann().attached()).isTrue();
    }

    @Test
    void heartbeats_without_work_keep_an_agent_attached() {
        hub.withProject(ANN);
        hub.attached(ANN, 1);
        for (int i = 0; i < 5; i++) {
            hub.pass(hub.settings.silenceMax().minusSeconds(1));
            beat(1, Optional.empty());
        }
        assertThat(ann().attached()).isTrue();
    }

    @Test
    void manual_work_reaches_the_agent_it_was_given_to() {
        hub.withProject(ANN, BOB);
        TestProbe<ToAgent> bob = hub.attached(BOB, 1);
        hub.accepted(new PauseAgent(BOB, "wait"));
        bob.expectMessageClass(ToAgent.Control.class);
        hub.accepted(EnqueueTasks.one(TaskSpec.of(TASK, AgentType.BACKEND_DEVELOPER, "work")));
        assertThat(hub.execute(new AssignTask(TASK, BOB))).isInstanceOf(Reply.Rejected.class);
        hub.accepted(new ResumeAgent(BOB));
        bob.expectMessageClass(ToAgent.Control.class);
        assertThat(HubUnderTest.letters(bob, 1).getFirst().content()).isInstanceOf(Letter.Assignment.class);
    }

    @Test
    void a_host_that_was_started_anew_at_the_same_address_is_not_sent_away() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        assertThat(hub.attach(ANN, 2, host).incarnation()).isEqualTo(2);
        hub.accepted(message(ANN, "hello"));
        assertThat(HubUnderTest.letters(host, 1)).hasSize(1);
    }

    @Test
    void a_deadline_years_away_is_waited_for() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.attached(ANN, 1);
        GateQuestion question = GateQuestion.of("one day?").withDeadline(Duration.ofDays(1_000), GateExpiry.REJECT);
        assertThat(hub.executeAs(ANN, 1, 1, new EscalateToHuman(question, Optional.empty()), host))
                .isInstanceOf(Reply.Accepted.class);
        hub.pass(Duration.ofDays(1_001));
        Awaitility.await().until(() -> hub.status().openGates() == 0);
    }
}
