// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static io.hubspoke.orchestrator.actor.HubUnderTest.ANN;
import static io.hubspoke.orchestrator.actor.HubUnderTest.BOB;
import static io.hubspoke.orchestrator.actor.HubUnderTest.letters;
import static io.hubspoke.orchestrator.actor.HubUnderTest.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.EscalateToHuman;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Command.ResumeAgent;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.wire.ToAgent;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every accepted letter is sent until it is acknowledged, or dead after a stated number of tries. */
class RedeliveryTest {
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    private final HubUnderTest hub = HubUnderTest.start(
            "hubspoke.orchestrator.redelivery-interval = 5s",
            "hubspoke.orchestrator.redelivery-tries-max = 3",
            "hubspoke.orchestrator.delivery-window = 4",
            "hubspoke.agents.heartbeat-interval = 1h");

    @AfterEach
    void stop() {
        hub.close();
    }

    private void messages(int from, int to) {
        for (int i = from; i <= to; i++) hub.accepted(message(ANN, "number " + i));
    }

    private static void expectLetters(TestProbe<ToAgent> host, long after, long... numbers) {
        ToAgent.Deliver delivery = host.expectMessageClass(ToAgent.Deliver.class);
        assertThat(delivery.after()).isEqualTo(after);
        assertThat(delivery.letters().stream().mapToLong(Letter::number).toArray())
                .containsExactly(numbers);
    }

    private void nothingFor(TestProbe<ToAgent> host) {
        hub.status();
        host.expectNoMessage(Duration.ofMillis(30));
    }

    @Test
    void a_letter_not_acknowledged_is_sent_again_and_an_acknowledged_one_is_not() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        messages(1, 2);
        expectLetters(ann, 0, 1);
        expectLetters(ann, 1, 2);

        assertThat(hub.executeAs(ANN, 1, 1, new Acknowledge(1), ann)).isInstanceOf(Reply.Accepted.class);
        hub.pass(INTERVAL.minusSeconds(1));
        nothingFor(ann);
        hub.pass(Duration.ofSeconds(1));
        expectLetters(ann, 1, 2);
        hub.executeAs(ANN, 1, 2, new Acknowledge(2), ann);
        hub.pass(INTERVAL);
        nothingFor(ann);
    }

    @Test
    void no_more_than_the_window_is_under_way_and_acknowledging_moves_it_on() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        messages(1, 7);
        assertThat(letters(ann, 4)).extracting(Letter::number).containsExactly(1L, 2L, 3L, 4L);
        nothingFor(ann);

        hub.as(ANN, 1, 1, new Acknowledge(3));
        List<ToAgent> seen = List.of(ann.receiveMessage(), ann.receiveMessage());
        assertThat(seen)
                .filteredOn(ToAgent.Deliver.class::isInstance)
                .singleElement()
                .satisfies(delivery -> assertThat(((ToAgent.Deliver) delivery).letters())
                        .extracting(Letter::number)
                        .containsExactly(5L, 6L, 7L));
    }

    @Test
    void after_the_last_try_the_letter_is_dead_and_those_behind_it_go_on() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        messages(1, 2);
        letters(ann, 2);
        hub.pass(INTERVAL);
        expectLetters(ann, 0, 1, 2);
        hub.pass(INTERVAL);
        expectLetters(ann, 0, 1, 2);
        assertThat(hub.status().lettersWaiting()).isEqualTo(2);

        hub.pass(INTERVAL);
        Awaitility.await().until(() -> hub.status().lettersWaiting() == 1);
        nothingFor(ann);
        hub.pass(INTERVAL);
        expectLetters(ann, 1, 2);
    }

    @Test
    void a_host_that_comes_new_gets_everything_that_is_not_acknowledged() {
        hub.withProject(ANN);
        messages(1, 3);
        TestProbe<ToAgent> first = hub.attached(ANN, 1);
        expectLetters(first, 0, 1, 2, 3);
        hub.executeAs(ANN, 1, 1, new Acknowledge(1), first);

        TestProbe<ToAgent> second = hub.attached(ANN, 2);
        expectLetters(second, 1, 2, 3);
    }

    @Test
    void letters_of_one_sender_arrive_in_the_order_in_which_they_were_accepted() {
        hub.withProject(ANN, BOB);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        TestProbe<ToAgent> bob = hub.attached(BOB, 1);
        for (int i = 1; i <= 4; i++) hub.as(BOB, 1, i, message(ANN, "number " + i));
        for (int i = 1; i <= 4; i++) bob.expectMessageClass(ToAgent.Answered.class);
        assertThat(letters(ann, 4))
                .extracting(HubUnderTest::text)
                .containsExactly("number 1", "number 2", "number 3", "number 4");
    }

    @Test
    void a_paused_agent_gets_no_letter_until_it_is_resumed_and_none_of_it_counts_as_a_try() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        hub.accepted(new PauseAgent(ANN, "lunch"));
        ann.expectMessageClass(ToAgent.Control.class);
        messages(1, 1);
        for (int i = 0; i < 10; i++) hub.pass(INTERVAL);
        nothingFor(ann);

        hub.accepted(new ResumeAgent(ANN));
        ann.expectMessageClass(ToAgent.Control.class);
        expectLetters(ann, 0, 1);
        assertThat(hub.status().lettersWaiting()).isEqualTo(1);
    }

    @Test
    void an_agent_held_by_a_gate_gets_its_decision_and_then_the_rest() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        Reply reply = hub.executeAs(ANN, 1, 1, new EscalateToHuman(GateQuestion.of("may I?"), Optional.empty()), ann);
        String gate = ((Reply.Accepted) reply).subject();
        hub.accepted(new ResolveGate(GateId.of(gate), Decision.APPROVE, "yes"));

        ToAgent.Control resumed = ann.expectMessageClass(ToAgent.Control.class);
        assertThat(resumed.action()).isEqualTo(ToAgent.Action.RESUME);
        assertThat(letters(ann, 1).getFirst().content())
                .isInstanceOfSatisfying(
                        Letter.GateClosed.class,
                        closed -> assertThat(closed.outcome().approved()).isTrue());
    }

    @Test
    void one_that_is_paused_besides_gets_decisions_only() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        Reply reply = hub.executeAs(ANN, 1, 1, new EscalateToHuman(GateQuestion.of("may I?"), Optional.empty()), ann);
        hub.accepted(new PauseAgent(ANN, "lunch"));
        ann.expectMessageClass(ToAgent.Control.class);
        hub.accepted(new ResolveGate(GateId.of(((Reply.Accepted) reply).subject()), Decision.REJECT, "no"));
        messages(2, 2);

        expectLetters(ann, 0, 1);
        nothingFor(ann);
    }

    @Test
    void large_letters_travel_in_deliveries_that_fit_a_frame() {
        hub.withProject(ANN);
        for (int i = 0; i < 4; i++) hub.accepted(message(ANN, i + "x".repeat(100_000)));
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        for (int i = 0; i < 4; i++) expectLetters(ann, i, i + 1);
    }
}
