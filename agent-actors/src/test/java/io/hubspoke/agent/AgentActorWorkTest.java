// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import static io.hubspoke.agent.FakeHub.assignment;
import static io.hubspoke.agent.FakeHub.letter;
import static io.hubspoke.agent.FakeHub.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.ReleaseTask;
import io.hubspoke.protocol.Command.ReportProgress;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator.ExecuteAsAgent;
import io.hubspoke.protocol.wire.ToOrchestrator.Heartbeat;
import io.hubspoke.protocol.wire.ToOrchestrator.Lease;
import io.hubspoke.spi.AgentFailure;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentActorWorkTest {
    private final ActorTestKit kit =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load("hubspoke-test-agents")));
    private final ManualTime time = ManualTime.get(kit.system());
    private final ScriptedAgent agent = new ScriptedAgent();
    private final TaskId task = TaskId.of("api");

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void work_begins_when_the_hub_has_confirmed_the_lease_and_its_result_is_handed_in() {
        FakeHub hub = new FakeHub(kit, agent, 6, 0);
        hub.deliver(0, assignment(1, "api", 3));
        ExecuteAsAgent start = hub.expect(StartTask.class);
        assertThat(start.number()).isEqualTo(7);
        assertThat(start.command()).isEqualTo(new StartTask(task, 3));
        assertThat(agent.log).isEmpty();
        hub.reply(start, new Reply.Accepted(1, ""));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(1));
        agent.steps.add(it -> new TaskResult("done", Map.of("file", "a.txt")));
        assertThat(hub.accept(CompleteTask.class))
                .isEqualTo(new CompleteTask(task, 3, new TaskResult("done", Map.of("file", "a.txt"))));
        assertThat(agent.log).containsExactly("work api 3");
    }

    @Test
    void an_assignment_whose_lease_is_void_is_never_begun() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.deliver(0, assignment(1, "api", 3));
        hub.reject(StartTask.class, new Rejection.StaleLease(task, 3, 4));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(1));
        hub.deliver(1, assignment(2, "api", 4));
        hub.accept(StartTask.class);
        await().untilAsserted(() -> assertThat(agent.log).containsExactly("work api 4"));
    }

    @Test
    void the_same_assignment_twice_is_one_piece_of_work() {
        FakeHub hub = running("api", 1);
        hub.deliver(1, assignment(2, "api", 1));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(2));
        agent.steps.add(it -> TaskResult.of("done"));
        hub.accept(CompleteTask.class);
        assertThat(agent.log).containsExactly("work api 1");
    }

    @Test
    void a_permanent_failure_is_told_as_such() {
        FakeHub hub = running("api", 1);
        agent.steps.add(it -> {
            throw AgentFailure.permanent("no compiler");
        });
        assertThat(hub.accept(FailTask.class)).isEqualTo(new FailTask(task, 1, "no compiler", false));
    }

    @Test
    void any_other_exception_is_a_failure_that_may_be_tried_again() {
        FakeHub hub = running("api", 1);
        agent.steps.add(it -> {
            throw new IllegalStateException("odd");
        });
        assertThat(hub.accept(FailTask.class)).isEqualTo(new FailTask(task, 1, "IllegalStateException: odd", true));
    }

    @Test
    void an_over_long_reason_is_cut_to_what_the_hub_takes() {
        FakeHub hub = running("api", 1);
        agent.steps.add(it -> {
            throw AgentFailure.retryable("é".repeat(100_000));
        });
        String first = hub.accept(FailTask.class).reason();
        assertThat(first.getBytes(java.nio.charset.StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(4_096);
        assertThat(first).startsWith("ééé").endsWith("[…]");
    }

    @Test
    void a_reason_that_the_hub_still_finds_too_large_is_cut_again() {
        FakeHub hub = running("api", 1);
        agent.steps.add(it -> {
            throw AgentFailure.retryable("x".repeat(1_000));
        });
        hub.reject(FailTask.class, new Rejection.TooLarge("reason", 1_000, 64));
        assertThat(hub.accept(FailTask.class).reason())
                .hasSizeLessThanOrEqualTo(64)
                .startsWith("xxx");
    }

    @Test
    void a_result_that_the_hub_refuses_becomes_a_permanent_failure() {
        FakeHub hub = running("api", 1);
        agent.steps.add(it -> TaskResult.of("huge"));
        hub.reject(CompleteTask.class, new Rejection.TooLarge("result", 300_000, 131_072));
        FailTask fail = hub.accept(FailTask.class);
        assertThat(fail.retryable()).isFalse();
        assertThat(fail.reason()).startsWith("the hub refused the result: ");
    }

    @Test
    void a_result_under_a_stale_lease_is_dropped_and_the_agent_goes_on() {
        FakeHub hub = running("api", 1);
        agent.steps.add(it -> TaskResult.of("late"));
        hub.reject(CompleteTask.class, new Rejection.StaleLease(task, 1, 2));
        hub.deliver(1, assignment(2, "web", 1));
        hub.accept(StartTask.class);
        await().untilAsserted(() -> assertThat(agent.log).containsExactly("work api 1", "work web 1"));
    }

    @Test
    void a_stale_lease_in_any_reply_interrupts_the_work() {
        FakeHub hub = running("api", 1);
        agent.steps.add(it -> {
            try {
                it.progress(10, "going");
            } catch (io.hubspoke.spi.HubRefusal refused) {
                agent.log.add("refused");
            }
            return new ScriptedAgent().steps.take().run(it);
        });
        hub.reject(ReportProgress.class, new Rejection.StaleLease(task, 1, 2));
        await().untilAsserted(() -> assertThat(agent.log).endsWith("interrupted"));
        hub.deliver(1, message(2, "after"));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(2));
    }

    @Test
    void an_abandoned_task_is_interrupted_and_nothing_is_said_about_it() {
        FakeHub hub = running("api", 1);
        hub.control(ToAgent.Action.ABANDON);
        await().untilAsserted(() -> assertThat(agent.log).containsExactly("work api 1", "interrupted"));
        hub.deliver(1, assignment(2, "web", 1));
        assertThat(hub.accept(StartTask.class).task()).isEqualTo(TaskId.of("web"));
    }

    @Test
    void a_paused_agent_gives_its_task_back() {
        FakeHub hub = running("api", 1);
        hub.control(ToAgent.Action.PAUSE);
        assertThat(hub.accept(ReleaseTask.class)).isEqualTo(new ReleaseTask(task, 1, "because"));
        assertThat(agent.log).containsExactly("work api 1", "interrupted");
    }

    @Test
    void an_agent_that_waits_while_paused_keeps_its_task_and_is_told() {
        agent.waits = true;
        FakeHub hub = running("api", 1);
        hub.control(ToAgent.Action.PAUSE);
        hub.control(ToAgent.Action.RESUME);
        await().untilAsserted(() -> assertThat(agent.log).containsExactly("work api 1", "paused", "resumed"));
        agent.steps.add(it -> TaskResult.of("done"));
        hub.accept(CompleteTask.class);
    }

    @Test
    void work_that_was_confirmed_during_a_pause_waits_for_its_end_or_is_given_back() {
        agent.waits = true;
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.deliver(0, assignment(1, "api", 1));
        ExecuteAsAgent start = hub.expect(StartTask.class);
        hub.control(ToAgent.Action.PAUSE);
        hub.reply(start, new Reply.Accepted(1, ""));
        hub.accept(Acknowledge.class);
        await().untilAsserted(() -> assertThat(agent.log).containsExactly("paused"));
        hub.control(ToAgent.Action.RESUME);
        await().untilAsserted(() -> assertThat(agent.log).contains("work api 1"));

        ScriptedAgent impatient = new ScriptedAgent();
        FakeHub other = new FakeHub(kit, impatient, 0, 0);
        other.deliver(0, assignment(1, "api", 1));
        ExecuteAsAgent begin = other.expect(StartTask.class);
        other.control(ToAgent.Action.PAUSE);
        other.reply(begin, new Reply.Accepted(1, ""));
        other.accept(Acknowledge.class);
        other.accept(ReleaseTask.class);
        assertThat(impatient.log).isEmpty();
    }

    @Test
    void a_stopped_agent_is_interrupted_and_closed_and_its_host_ends() throws InterruptedException {
        FakeHub hub = running("api", 1);
        hub.control(ToAgent.Action.STOP);
        hub.probe.expectTerminated(hub.host, Duration.ofSeconds(10));
        assertThat(agent.closed.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(agent.log).containsExactly("work api 1", "interrupted", "closed");
    }

    @Test
    void a_host_whose_place_was_taken_ends_without_a_word() {
        FakeHub hub = running("api", 1);
        hub.host.tell(new ToAgent.Detached("another host has attached"));
        hub.probe.expectTerminated(hub.host, Duration.ofSeconds(10));
        assertThat(agent.log).contains("interrupted", "closed");
        hub.probe.expectNoMessage();
    }

    @Test
    void work_that_does_not_listen_to_interruption_cannot_hold_the_host_for_ever() {
        FakeHub hub = running("api", 1);
        Thread[] worker = new Thread[1];
        agent.steps.add(it -> {
            worker[0] = Thread.currentThread();
            while (!agent.log.contains("let go")) Thread.onSpinWait();
            return TaskResult.EMPTY;
        });
        await().until(() -> worker[0] != null);
        hub.control(ToAgent.Action.STOP);
        hub.probe.expectNoMessage();
        time.timePasses(FakeHub.SETTINGS.stopGrace());
        hub.probe.expectTerminated(hub.host, Duration.ofSeconds(10));
        agent.log.add("let go");
    }

    @Test
    void the_next_task_waits_until_the_one_before_has_left_its_thread() {
        FakeHub hub = running("api", 1);
        agent.steps.add(it -> {
            while (!agent.log.contains("let go")) Thread.onSpinWait();
            return TaskResult.of("late");
        });
        await().until(agent.steps::isEmpty);
        hub.deliver(1, assignment(2, "api", 2));
        hub.probe.expectNoMessage();
        agent.log.add("let go");
        assertThat(hub.accept(StartTask.class)).isEqualTo(new StartTask(task, 2));
    }

    @Test
    void heartbeats_carry_the_lease_while_work_is_in_hand_and_none_after() {
        FakeHub hub = running("api", 1);
        time.timePasses(Duration.ofSeconds(5));
        assertThat(hub.next(Heartbeat.class).lease()).contains(new Lease(task, 1));
        agent.steps.add(it -> TaskResult.of("done"));
        hub.accept(CompleteTask.class);
        await().untilAsserted(() -> {
            time.timePasses(Duration.ofSeconds(5));
            assertThat(hub.next(Heartbeat.class).lease()).isEmpty();
        });
    }

    @Test
    void a_short_lease_is_renewed_three_times_within_its_time() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.deliver(0, letter(1, assignment("api", 1, Duration.ofMillis(900))));
        hub.accept(StartTask.class);
        hub.accept(Acknowledge.class);
        for (int beat = 0; beat < 3; beat++) {
            time.timePasses(Duration.ofMillis(300));
            assertThat(hub.next(Heartbeat.class).lease()).contains(new Lease(task, 1));
        }
    }

    private FakeHub running(String name, long epoch) {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.deliver(0, assignment(1, name, epoch));
        hub.accept(StartTask.class);
        hub.accept(Acknowledge.class);
        await().untilAsserted(() -> assertThat(agent.log).containsExactly("work " + name + " " + epoch));
        return hub;
    }
}
