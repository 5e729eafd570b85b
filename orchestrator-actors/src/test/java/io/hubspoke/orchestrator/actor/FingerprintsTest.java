// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.Samples;
import io.hubspoke.orchestrator.actor.Fingerprints.Fingerprint;
import io.hubspoke.orchestrator.journal.JournalJson;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.SendMessage;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;

class FingerprintsTest {
    private static final SendMessage MESSAGE = new SendMessage(AgentId.of("dev"), "note", "hello");

    private final Fingerprints fingerprints = new Fingerprints();

    /** They stand in the journal, so they must stay what they are. */
    @Test
    void a_fingerprint_is_that_of_the_commands_json_alone_whatever_came_before() throws Exception {
        for (Object sample : Samples.of(Command.class)) {
            byte[] json = JournalJson.MAPPER.writerFor(Command.class).writeValueAsBytes(sample);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(json);
            assertThat(fingerprints.of((Command) sample))
                    .as("%s", sample)
                    .isEqualTo(new Fingerprint(ByteBuffer.wrap(hash).getLong(), json.length));
        }
    }

    @Test
    void a_command_longer_than_any_buffer_counts_with_all_its_bytes() {
        SendMessage large = new SendMessage(AgentId.of("dev"), "note", "x".repeat(100_000));
        assertThat(fingerprints.of(large).bytes()).isGreaterThan(100_000);
        assertThat(fingerprints.of(MESSAGE).bytes()).isLessThan(200);
    }
}
