// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static io.hubspoke.orchestrator.actor.HubUnderTest.ANN;
import static io.hubspoke.orchestrator.actor.HubUnderTest.BOB;
import static io.hubspoke.orchestrator.actor.HubUnderTest.message;
import static io.hubspoke.orchestrator.actor.HubUnderTest.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.Committed;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The envelopes between operators, hosts and the hub, in both directions. */
class OrchestratorTest {
    private final HubUnderTest hub = HubUnderTest.start();

    @AfterEach
    void stop() {
        hub.close();
    }

    @Test
    void a_message_goes_from_one_agent_to_another_through_the_hub_alone() {
        hub.withProject(ANN, BOB);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        TestProbe<ToAgent> bob = hub.attached(BOB, 2);

        Reply reply = hub.executeAs(ANN, 1, 1, message(BOB, "hello"), ann);

        ToAgent.Deliver delivery = bob.expectMessageClass(ToAgent.Deliver.class);
        assertThat(delivery.after()).isZero();
        assertThat(delivery.letters()).singleElement().satisfies(letter -> {
            assertThat(letter.number()).isEqualTo(1);
            assertThat(letter.from()).isEqualTo(Principal.agent(ANN));
            assertThat(text(letter)).isEqualTo("hello");
            assertThat(reply).isEqualTo(new Reply.Accepted(letter.revision(), ""));
        });
        assertThat(hub.executeAs(BOB, 2, 1, new Acknowledge(1), bob)).isInstanceOf(Reply.Accepted.class);
        assertThat(hub.status().lettersWaiting()).isZero();
    }

    @Test
    void the_same_command_again_gets_the_same_answer_and_other_content_under_its_id_is_refused() {
        hub.withProject(ANN);
        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        ToOrchestrator.ExecuteAsOperator command = new ToOrchestrator.ExecuteAsOperator(
                new CommandId("once"), "alice", message(ANN, "hello"), hub.operator.getRef());

        hub.hub.tell(command);
        Reply first = hub.operator.receiveMessage().reply();
        hub.hub.tell(command);
        assertThat(hub.operator.receiveMessage().reply()).isEqualTo(first);
        hub.hub.tell(new ToOrchestrator.ExecuteAsOperator(
                command.id(), "alice", message(ANN, "other"), hub.operator.getRef()));
        assertThat(hub.operator.receiveMessage())
                .isEqualTo(new Replied(command.id(), new Reply.Rejected(new Rejection.CommandReused(command.id()))));

        assertThat(HubUnderTest.letters(ann, 1)).hasSize(1);
        assertThat(hub.status().letters()).isEqualTo(1);
    }

    @Test
    void an_unknown_agent_cannot_attach_and_a_known_one_learns_where_it_stands() {
        hub.withProject(ANN);
        TestProbe<ToAgent> host = hub.host();
        hub.hub.tell(new ToOrchestrator.Attach(AgentId.of("nobody"), 1, host.getRef()));
        host.expectMessage(new ToAgent.AttachRefused(1, new Rejection.UnknownAgent(AgentId.of("nobody"))));

        TestProbe<ToAgent> ann = hub.attached(ANN, 1);
        hub.executeAs(ANN, 1, 1, message(ANN, "to myself"), ann);
        HubUnderTest.letters(ann, 1);
        hub.executeAs(ANN, 1, 2, new Acknowledge(1), ann);

        ToAgent.Attached again = hub.attach(ANN, 5, hub.host());
        assertThat(again).isEqualTo(new ToAgent.Attached(5, 2, 1, 128 * 1024));
    }

    @Test
    void every_question_is_answered_from_committed_state() {
        assertThat(hub.read(new Query.Project(), View.class)).isInstanceOf(View.Absent.class);
        hub.withProject(ANN);
        assertThat(hub.read(new Query.Project(), View.Project.class).revision()).isEqualTo(2);
        assertThat(hub.read(new Query.Agent(ANN), View.Agent.class).attached()).isFalse();
    }

    @Test
    void followers_see_every_event_in_order_until_they_end() {
        TestProbe<Committed> follower = hub.kit.createTestProbe(Committed.class);
        hub.hub.tell(new ToOrchestrator.Follow(follower.getRef()));
        hub.withProject(ANN, BOB);

        for (long revision = 1; revision <= 3; revision++) {
            assertThat(follower.receiveMessage().events())
                    .singleElement()
                    .extracting(event -> event.revision())
                    .isEqualTo(revision);
        }
        follower.stop();
        hub.accepted(message(ANN, "nobody follows"));
    }

    @Test
    void an_operator_name_that_is_not_allowed_is_refused() {
        hub.hub.tell(new ToOrchestrator.ExecuteAsOperator(
                new CommandId("x"), "not a name", message(ANN, "hello"), hub.operator.getRef()));
        assertThat(hub.operator.receiveMessage().reply())
                .isInstanceOfSatisfying(
                        Reply.Rejected.class,
                        rejected -> assertThat(rejected.rejection().sentence()).contains("operator"));
    }
}
