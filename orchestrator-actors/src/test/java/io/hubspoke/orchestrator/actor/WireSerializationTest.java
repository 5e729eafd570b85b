// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.Samples;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.Committed;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.protocol.wire.WireMessage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/**
 * Whatever crosses from one node to another comes out as it went in: found by reflection, so nothing can be
 * forgotten.
 */
class WireSerializationTest {
    private static final ActorTestKit KIT = HubUnderTest.kit(HubUnderTest.config());
    private static final ActorRef<?> ADDRESS = KIT.createTestProbe().getRef();
    private static final Serialization SERIALIZATION = SerializationExtension.get(Adapter.toClassic(KIT.system()));
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.006Z");

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    private static void expectSame(List<? extends WireMessage> messages) {
        for (WireMessage message : messages) {
            byte[] bytes = SERIALIZATION.serialize(message).get();
            Serializer serializer = SERIALIZATION.findSerializerFor(message);
            Object read = SERIALIZATION
                    .deserialize(bytes, serializer.identifier(), Serializers.manifestFor(serializer, message))
                    .get();
            assertThat(read).isEqualTo(message);
            assertThat(serializer.identifier()).as("Jackson's CBOR").isEqualTo(33);
        }
    }

    private static <T> Stream<T> samples(Class<T> type) {
        return Samples.of(type, ADDRESS).stream().map(type::cast);
    }

    @Test
    void every_envelope_to_the_orchestrator() {
        List<ToOrchestrator> envelopes = samples(ToOrchestrator.class).toList();
        assertThat(envelopes)
                .hasSize(2 * Samples.leaves(ToOrchestrator.class).size())
                .hasSizeGreaterThanOrEqualTo(12);
        expectSame(envelopes);
    }

    @Test
    void every_envelope_to_an_agent() {
        assertThat(Samples.leaves(ToAgent.class)).hasSizeGreaterThanOrEqualTo(6);
        expectSame(samples(ToAgent.class).toList());
    }

    @Test
    void every_command_by_whoever_may_ask_for_it() {
        List<WireMessage> messages = new ArrayList<>();
        ActorRef<Replied> replyTo = KIT.createTestProbe(Replied.class).getRef();
        samples(Command.class).forEach(command -> {
            if (command instanceof Command.OperatorCommand operator) {
                messages.add(new ToOrchestrator.ExecuteAsOperator(new CommandId("x"), "alice", operator, replyTo));
            }
            if (command instanceof Command.AgentCommand agent) {
                messages.add(new ToOrchestrator.ExecuteAsAgent(HubUnderTest.ANN, 1, 1, agent));
            }
        });
        assertThat(messages).hasSizeGreaterThan(50);
        expectSame(messages);
    }

    @Test
    void every_reply_and_every_refusal() {
        assertThat(Samples.leaves(Rejection.class)).hasSizeGreaterThan(40);
        expectSame(samples(Reply.class)
                .map(reply -> new Replied(new CommandId("x"), reply))
                .toList());
        expectSame(samples(Rejection.class)
                .map(no -> new ToAgent.Answered(1, new Reply.Rejected(no)))
                .toList());
    }

    @Test
    void every_refusal_says_one_sentence() {
        samples(Rejection.class)
                .forEach(rejection -> assertThat(rejection.sentence())
                        .as(rejection.toString())
                        .isNotBlank()
                        .doesNotContain("\n")
                        .doesNotContain("null")
                        .doesNotContain("["));
    }

    @Test
    void every_content_of_a_letter() {
        expectSame(samples(Letter.Content.class)
                .map(content -> new ToAgent.Deliver(0, List.of(new Letter(1, 1, Principal.HUB, content))))
                .toList());
    }

    @Test
    void every_event_for_followers() {
        expectSame(samples(Event.class)
                .map(event -> new Committed(List.of(new Recorded(1, AT, CommandId.HUB, Principal.HUB, 0, event))))
                .toList());
    }

    @Test
    void every_query() {
        ActorRef<View> replyTo = KIT.createTestProbe(View.class).getRef();
        expectSame(samples(Query.class)
                .map(query -> new ToOrchestrator.Read(query, replyTo))
                .toList());
    }
}
