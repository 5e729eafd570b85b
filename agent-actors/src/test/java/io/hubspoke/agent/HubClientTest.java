// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import static io.hubspoke.agent.FakeHub.assignment;
import static io.hubspoke.agent.FakeHub.letter;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.ConsultSpecialist;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.EscalateToHuman;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.RecordUsage;
import io.hubspoke.protocol.Command.ReportProgress;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator.ExecuteAsAgent;
import io.hubspoke.spi.HubRefusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HubClientTest {
    private static final AgentType SECURITY = AgentType.SECURITY_EXPERT;
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.load("hubspoke-test-agents"));
    private final ScriptedAgent agent = new ScriptedAgent();

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void each_call_is_one_command_and_returns_when_it_is_accepted() {
        FakeHub hub = running();
        TaskSpec more = TaskSpec.of(TaskId.of("more"), AgentType.REVIEWER, "More");
        agent.steps.add(it -> {
            it.send(AgentId.of("b"), "note", "hello", Optional.of("c-1"));
            it.progress(40, "nearly half");
            it.usage(new Usage(1, 2, 3), "a model");
            it.enqueue(List.of(more));
            return TaskResult.of(it.self().value());
        });
        assertThat(hub.accept(SendMessage.class))
                .isEqualTo(new SendMessage(AgentId.of("b"), "note", "hello", Optional.of("c-1")));
        assertThat(hub.accept(ReportProgress.class))
                .isEqualTo(new ReportProgress(TaskId.of("api"), 1, 40, "nearly half"));
        assertThat(hub.accept(RecordUsage.class))
                .isEqualTo(new RecordUsage(new Usage(1, 2, 3), Optional.of(TaskId.of("api")), "a model"));
        assertThat(hub.accept(EnqueueTasks.class)).isEqualTo(EnqueueTasks.one(more));
        assertThat(hub.accept(CompleteTask.class).result().summary()).isEqualTo("coder-1");
    }

    @Test
    void a_refusal_is_thrown_with_its_facts() {
        FakeHub hub = running();
        agent.steps.add(it -> {
            try {
                it.send(AgentId.of("nobody"), "note", "hello");
                return TaskResult.of("sent");
            } catch (HubRefusal refusal) {
                return TaskResult.of(refusal.rejection().toString());
            }
        });
        hub.reject(SendMessage.class, new Rejection.UnknownAgent(AgentId.of("nobody")));
        assertThat(hub.accept(CompleteTask.class).result().summary())
                .contains("UnknownAgent")
                .contains("nobody");
    }

    @Test
    void a_consultation_waits_for_its_own_answer() {
        FakeHub hub = running();
        agent.steps.add(it -> TaskResult.of(it.consult(SECURITY, "safe?", "code", MINUTE)));
        assertThat(hub.accept(ConsultSpecialist.class, "c-2"))
                .isEqualTo(new ConsultSpecialist(SECURITY, "safe?", "code", MINUTE));
        hub.deliver(1, answer(2, 1, "not for you"), answer(3, 2, "it is safe"));
        hub.accept(Acknowledge.class);
        assertThat(hub.accept(CompleteTask.class).result().summary()).isEqualTo("it is safe");
    }

    @Test
    void an_answer_that_is_faster_than_the_reply_is_kept() {
        FakeHub hub = running();
        agent.steps.add(it -> TaskResult.of(it.consult(SECURITY, "safe?", "", MINUTE)));
        ExecuteAsAgent consult = hub.expect(ConsultSpecialist.class);
        hub.deliver(1, answer(2, 5, "quick"));
        hub.accept(Acknowledge.class);
        hub.reply(consult, new Reply.Accepted(9, "c-5"));
        assertThat(hub.accept(CompleteTask.class).result().summary()).isEqualTo("quick");
    }

    @Test
    void a_consultation_without_an_answer_is_a_failure_that_may_be_tried_again() {
        FakeHub hub = running();
        agent.steps.add(it -> TaskResult.of(it.consult(SECURITY, "safe?", "", MINUTE)));
        hub.accept(ConsultSpecialist.class, "c-2");
        hub.deliver(
                1,
                letter(2, new Letter.Answer(new ConsultationId(2), Letter.Outcome.EXPIRED, "one minute has passed")));
        List<Object> both = List.of(hub.accept(), hub.accept());
        assertThat(both)
                .contains(
                        new Acknowledge(2),
                        new FailTask(
                                TaskId.of("api"),
                                1,
                                "no answer from a security-expert in time: one minute has passed",
                                true));
    }

    @Test
    void an_escalation_waits_for_its_gate_even_when_letters_before_it_are_held_back() {
        FakeHub hub = running();
        agent.steps.add(
                it -> TaskResult.of(it.escalate(GateQuestion.of("Go on?")).comment()));
        assertThat(hub.accept(EscalateToHuman.class, "g-4"))
                .isEqualTo(new EscalateToHuman(GateQuestion.of("Go on?"), Optional.of(TaskId.of("api"))));
        GateOutcome outcome = new GateOutcome(
                new GateId(4), "Go on?", GateStatus.APPROVED, Principal.operator("alice"), "", "fine by me", "");
        hub.deliver(7, letter(8, new Letter.GateClosed(outcome)));
        assertThat(hub.accept(CompleteTask.class).result().summary()).isEqualTo("fine by me");
    }

    @Test
    void outside_of_a_task_progress_says_nothing_and_an_escalation_names_no_task() {
        ScriptedAgent asker = new ScriptedAgent() {
            @Override
            public void onMessage(Principal from, Letter.Message message, io.hubspoke.spi.Hub it)
                    throws InterruptedException {
                try {
                    it.progress(50, "nothing");
                    it.escalate(GateQuestion.of("What is that?"));
                } catch (HubRefusal refused) {
                    log.add("refused");
                }
            }
        };
        FakeHub hub = new FakeHub(kit, asker, 0, 0);
        hub.deliver(0, FakeHub.message(1, "odd"));
        assertThat(((EscalateToHuman) hub.expect(EscalateToHuman.class).command()).task())
                .isEmpty();
    }

    @Test
    void commands_of_several_threads_are_under_way_together() throws Exception {
        FakeHub hub = running();
        agent.steps.add(it -> {
            CountDownLatch sent = new CountDownLatch(20);
            for (int i = 0; i < 20; i++) {
                String payload = "m" + i;
                Thread.ofVirtual().start(() -> {
                    try {
                        it.send(AgentId.of("b"), "note", payload);
                        sent.countDown();
                    } catch (HubRefusal | InterruptedException trouble) {
                        agent.log.add(trouble.toString());
                    }
                });
            }
            sent.await();
            return TaskResult.of("all");
        });
        List<ExecuteAsAgent> all = new ArrayList<>();
        while (all.size() < 20) all.add(hub.expect(SendMessage.class));
        assertThat(new TreeSet<>(all.stream().map(ExecuteAsAgent::number).toList()))
                .hasSize(20);
        all.reversed().forEach(each -> hub.reply(each, new Reply.Accepted(1, "")));
        assertThat(hub.accept(CompleteTask.class).result().summary()).isEqualTo("all");
    }

    @Test
    void whoever_waits_for_the_hub_is_told_when_the_host_ends() throws Exception {
        FakeHub hub = running();
        CompletableFuture<String> outcome = new CompletableFuture<>();
        agent.steps.add(it -> {
            Thread.ofVirtual().start(() -> {
                try {
                    it.consult(SECURITY, "safe?", "", MINUTE);
                    outcome.complete("answered");
                } catch (Exception trouble) {
                    outcome.complete(trouble.getClass().getSimpleName());
                }
            });
            return agent.steps.take().run(it);
        });
        hub.accept(ConsultSpecialist.class, "c-1");
        hub.control(ToAgent.Action.STOP);
        assertThat(outcome.get(10, java.util.concurrent.TimeUnit.SECONDS)).isEqualTo("InterruptedException");
    }

    private FakeHub running() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.deliver(0, assignment(1, "api", 1));
        hub.accept(StartTask.class);
        hub.accept(Acknowledge.class);
        await().untilAsserted(() -> assertThat(agent.log).containsExactly("work api 1"));
        return hub;
    }

    private static Letter answer(long number, long consultation, String text) {
        return letter(number, new Letter.Answer(new ConsultationId(consultation), Letter.Outcome.ANSWERED, text));
    }
}
