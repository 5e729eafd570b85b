// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import static io.hubspoke.agent.FakeHub.assignment;
import static io.hubspoke.agent.FakeHub.letter;
import static io.hubspoke.agent.FakeHub.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.AnswerConsultation;
import io.hubspoke.protocol.Command.DeclineConsultation;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator.Attach;
import io.hubspoke.protocol.wire.ToOrchestrator.ExecuteAsAgent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentActorProtocolTest {
    private final ActorTestKit kit =
            ActorTestKit.create(ManualTime.config().withFallback(ConfigFactory.load("hubspoke-test-agents")));
    private final ManualTime time = ManualTime.get(kit.system());
    private final ScriptedAgent agent = new ScriptedAgent();

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void a_host_asks_to_be_attached_until_it_is_answered_with_the_same_incarnation() {
        FakeHub hub = new FakeHub(kit, agent);
        long incarnation = hub.next(Attach.class).incarnation();
        hub.probe.expectNoMessage();
        for (int attempt = 0; attempt < 3; attempt++) {
            time.timePasses(Duration.ofSeconds(1));
            assertThat(hub.next(Attach.class).incarnation()).isEqualTo(incarnation);
        }
    }

    @Test
    void an_agent_that_is_not_registered_yet_is_attached_later() {
        FakeHub hub = new FakeHub(kit, agent);
        Attach first = hub.next(Attach.class);
        hub.host.tell(new ToAgent.AttachRefused(first.incarnation(), new Rejection.UnknownAgent(FakeHub.AGENT)));
        time.timePasses(Duration.ofSeconds(1));
        hub.attach(0, 0);
        hub.deliver(0, message(1, "hello"));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(1));
    }

    @Test
    void a_host_that_the_hub_never_wants_again_ends() {
        FakeHub hub = new FakeHub(kit, agent);
        Attach first = hub.next(Attach.class);
        hub.host.tell(new ToAgent.AttachRefused(first.incarnation(), new Rejection.AgentEnded(FakeHub.AGENT)));
        hub.probe.expectTerminated(hub.host, Duration.ofSeconds(10));
    }

    @Test
    void an_attachment_of_another_incarnation_is_not_ours() {
        FakeHub hub = new FakeHub(kit, agent);
        hub.next(Attach.class);
        hub.host.tell(new ToAgent.Attached(1, 0, 0, 1_000));
        hub.deliver(0, assignment(1, "api", 1));
        hub.probe.expectNoMessage();
    }

    @Test
    void letters_are_handled_once_in_order_and_acknowledged_once_for_the_whole_delivery() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.deliver(0, message(1, "a"), message(2, "b"), message(3, "c"));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(3));
        hub.deliver(0, message(1, "a"), message(2, "b"), message(3, "c"), message(4, "d"));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(4));
        assertThat(agent.log).containsExactly("message a", "message b", "message c", "message d");
    }

    @Test
    void letters_behind_a_gap_wait_for_a_delivery_without_one() {
        FakeHub hub = new FakeHub(kit, agent, 0, 4);
        hub.deliver(5, message(6, "early"));
        hub.probe.expectNoMessage();
        hub.deliver(4, message(5, "first"), message(6, "early"));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(6));
        assertThat(agent.log).containsExactly("message first", "message early");
    }

    @Test
    void acknowledgements_are_gathered_while_one_is_under_way() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.deliver(0, message(1, "1"));
        ExecuteAsAgent first = hub.expect(Acknowledge.class);
        for (int number = 2; number <= 50; number++) hub.deliver(number - 1, message(number, "" + number));
        await().untilAsserted(() -> assertThat(agent.log).hasSize(50));
        hub.probe.expectNoMessage();
        hub.reply(first, new Reply.Accepted(1, ""));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(50));
        hub.probe.expectNoMessage();
    }

    @Test
    void a_part_of_a_delivery_is_acknowledged_a_little_later_when_the_rest_takes_long() {
        Semaphore gate = new Semaphore(0);
        ScriptedAgent slow = new ScriptedAgent() {
            @Override
            public void onMessage(Principal from, Letter.Message message, Hub hub) throws InterruptedException {
                gate.acquire();
                log.add(message.payload());
            }
        };
        FakeHub hub = new FakeHub(kit, slow, 0, 0);
        hub.deliver(0, message(1, "quick"), message(2, "slow"));
        gate.release();
        await().untilAsserted(() -> assertThat(slow.log).containsExactly("quick"));
        hub.probe.expectNoMessage();
        gate.release();
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(2));
    }

    @Test
    void a_poisonous_message_stays_unacknowledged_and_does_not_block_those_behind_it() throws Exception {
        AtomicBoolean poisonous = new AtomicBoolean(true);
        ScriptedAgent queasy = new ScriptedAgent() {
            @Override
            public void onMessage(Principal from, Letter.Message message, Hub hub) throws AgentFailure {
                log.add(message.payload());
                if (message.payload().equals("poison") && poisonous.get()) throw AgentFailure.retryable("no");
            }
        };
        FakeHub hub = new FakeHub(kit, queasy, 0, 0);
        hub.deliver(0, message(1, "poison"), message(2, "food"));
        await().untilAsserted(() -> assertThat(queasy.log).containsExactly("poison", "poison", "poison", "food"));
        hub.probe.expectNoMessage();
        poisonous.set(false);
        hub.deliver(0, message(1, "poison"), message(2, "food"));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(2));
        assertThat(queasy.log).containsExactly("poison", "poison", "poison", "food", "poison");
    }

    @Test
    void when_the_hub_has_given_up_a_message_the_host_learns_it_by_attaching() {
        ScriptedAgent queasy = new ScriptedAgent() {
            @Override
            public void onMessage(Principal from, Letter.Message message, Hub hub) {
                log.add(message.payload());
                if (message.payload().equals("poison")) throw new IllegalStateException("no");
            }
        };
        FakeHub hub = new FakeHub(kit, queasy, 0, 0);
        hub.deliver(0, message(1, "poison"), message(2, "food"));
        await().untilAsserted(() -> assertThat(queasy.log).contains("food"));
        hub.probe.expectNoMessage();
        time.timePasses(Duration.ofSeconds(5));
        hub.attach(0, 1);
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(2));
    }

    @Test
    void a_question_is_answered_or_declined_by_the_agent() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.deliver(0, letter(1, question(7, "why?")));
        List<Object> commands = new ArrayList<>(List.of(hub.accept(), hub.accept()));
        assertThat(commands)
                .containsExactlyInAnyOrder(
                        new Acknowledge(1), new AnswerConsultation(new ConsultationId(7), "answer to why?"));

        ScriptedAgent mute = new ScriptedAgent() {
            @Override
            public String onQuestion(Letter.Question question, Hub it) throws AgentFailure {
                throw AgentFailure.permanent("ask somebody else");
            }
        };
        FakeHub other = new FakeHub(kit, mute, 0, 0);
        other.deliver(0, letter(1, question(8, "why?")));
        assertThat(List.of(other.accept(), other.accept()))
                .containsExactlyInAnyOrder(
                        new Acknowledge(1), new DeclineConsultation(new ConsultationId(8), "ask somebody else"));
    }

    @Test
    void letters_in_hand_wait_during_a_pause() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.control(ToAgent.Action.PAUSE);
        hub.deliver(0, message(1, "later"));
        hub.probe.expectNoMessage();
        hub.control(ToAgent.Action.RESUME);
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(1));
    }

    @Test
    void a_silent_hub_is_asked_for_a_sign_of_life_and_found_again() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        time.timePasses(Duration.ofSeconds(10));
        Attach again = hub.attach(0, 0);
        assertThat(again.incarnation()).isEqualTo(41);
        hub.deliver(0, message(1, "back"));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(1));
    }

    @Test
    void commands_without_an_answer_are_repeated_in_order_with_their_numbers_after_the_hub_is_back() {
        FakeHub hub = new FakeHub(kit, agent, 20, 0);
        agent.steps.add(it -> {
            HubClient client = (HubClient) it;
            var one = client.submit(new SendMessage(AgentId.of("other"), "note", "one"));
            var two = client.submit(new SendMessage(AgentId.of("other"), "note", "two"));
            CompletableFuture.allOf(one, two).get();
            return TaskResult.of("sent");
        });
        hub.deliver(0, assignment(1, "api", 1));
        hub.accept(StartTask.class);
        List<Long> sent = numbers(hub, 3);
        assertThat(sent).containsExactly(22L, 23L, 24L);
        hub.probe.expectNoMessage();
        hub.letTimePassUntilAttach(time);
        hub.attach(22, 0);
        assertThat(numbers(hub, 3)).containsExactly(22L, 23L, 24L);
    }

    @Test
    void an_overloaded_hub_gets_the_same_command_again_after_a_pause() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.deliver(0, message(1, "a"));
        ExecuteAsAgent first = hub.expect(Acknowledge.class);
        hub.reply(first, new Reply.Rejected(new Rejection.Overloaded(300)));
        hub.probe.expectNoMessage();
        time.timePasses(Duration.ofMillis(300));
        ExecuteAsAgent second = hub.expect(Acknowledge.class);
        assertThat(second).isEqualTo(first);
    }

    @Test
    void a_host_whose_command_is_refused_as_of_an_old_incarnation_ends() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.deliver(0, message(1, "a"));
        hub.reject(Acknowledge.class, new Rejection.StaleIncarnation(FakeHub.AGENT, 41, 42));
        hub.probe.expectTerminated(hub.host, Duration.ofSeconds(10));
    }

    @Test
    void an_answer_that_is_for_nobody_does_no_harm_and_is_acknowledged() {
        FakeHub hub = new FakeHub(kit, agent, 0, 0);
        hub.host.tell(new ToAgent.Answered(99, new Reply.Accepted(1, "")));
        hub.deliver(0, letter(1, new Letter.Answer(new ConsultationId(3), Letter.Outcome.ANSWERED, "old")));
        assertThat(hub.accept(Acknowledge.class)).isEqualTo(new Acknowledge(1));
    }

    private static Letter.Question question(long number, String text) {
        return new Letter.Question(new ConsultationId(number), AgentId.of("asker"), text, "");
    }

    private static List<Long> numbers(FakeHub hub, int count) {
        List<Long> numbers = new ArrayList<>();
        while (numbers.size() < count)
            numbers.add(hub.next(ExecuteAsAgent.class).number());
        return numbers;
    }
}
