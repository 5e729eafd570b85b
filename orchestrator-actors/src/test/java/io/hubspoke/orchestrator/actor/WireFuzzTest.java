// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.hubspoke.orchestrator.Samples;
import io.hubspoke.protocol.wire.Committed;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.protocol.wire.WireMessage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.provider.MethodSource;
import scala.util.Try;

/** Whatever bytes come from another node, they are a message that can be sent on, or they are refused. */
class WireFuzzTest {
    private static final int JACKSON_CBOR = 33;
    private static final List<Class<?>> TYPES = Stream.of(
                    ToOrchestrator.class, ToAgent.class, Replied.class, Committed.class)
            .flatMap(type -> Samples.leaves(type).stream())
            .toList();
    private static final ActorTestKit KIT = HubUnderTest.kit(HubUnderTest.config());
    private static final ActorRef<?> ADDRESS = KIT.createTestProbe().getRef();
    private static final Serialization SERIALIZATION = SerializationExtension.get(Adapter.toClassic(KIT.system()));

    @AfterAll
    static void stop() {
        KIT.shutdownTestKit();
    }

    /** Two of each message, behind the number of its type. */
    static Stream<byte[]> messages() {
        return IntStream.range(0, TYPES.size())
                .boxed()
                .flatMap(type -> Samples.of(TYPES.get(type), ADDRESS).stream().map(message -> {
                    byte[] bytes = SERIALIZATION.serialize(message).get();
                    byte[] numbered = new byte[bytes.length + 1];
                    numbered[0] = type.byteValue();
                    System.arraycopy(bytes, 0, numbered, 1, bytes.length);
                    return numbered;
                }));
    }

    @MethodSource("messages")
    @FuzzTest(maxDuration = "")
    void any_bytes_are_a_message_or_refused(byte[] bytes) {
        if (bytes.length == 0) return;
        Class<?> type = TYPES.get((bytes[0] & 0xFF) % TYPES.size());

        Try<Object> read = read(Arrays.copyOfRange(bytes, 1, bytes.length), type);

        // A bare null is read as no message at all, which Pekko does not deliver.
        if (read.isFailure() || read.get() == null) return;
        assertThat(read.get()).isInstanceOf(type).isInstanceOf(WireMessage.class);
        byte[] sentOn = SERIALIZATION.serialize(read.get()).get();
        assertThat(read(sentOn, type).get()).isEqualTo(read.get());
    }

    private static Try<Object> read(byte[] bytes, Class<?> type) {
        return SERIALIZATION.deserialize(bytes, JACKSON_CBOR, type.getName());
    }
}
