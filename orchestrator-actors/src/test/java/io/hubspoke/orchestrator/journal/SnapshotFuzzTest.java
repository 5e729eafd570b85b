// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a snapshot holds, it is a state that can be kept again, or one sentence says why it is left aside. */
class SnapshotFuzzTest {
    private static final int DIGEST_LENGTH = 32;
    private static final SnapshotSerializer SERIALIZER = new SnapshotSerializer();

    static Stream<byte[]> states() {
        Head head = new Head(5, "ab".repeat(32), 13, Instant.EPOCH);
        byte[] bytes = SERIALIZER.toBinary(new Snapshot(head, SnapshotSerializerTest.story().state));
        return Stream.of(Arrays.copyOfRange(bytes, DIGEST_LENGTH, bytes.length));
    }

    /** The digest is made to fit; else nothing would get past it. */
    @MethodSource("states")
    @FuzzTest(maxDuration = "")
    void any_snapshot_is_a_state_or_one_sentence(byte[] json) throws NoSuchAlgorithmException {
        read(json);
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(json);
        byte[] bytes = Arrays.copyOf(digest, DIGEST_LENGTH + json.length);
        System.arraycopy(json, 0, bytes, DIGEST_LENGTH, json.length);
        read(bytes).ifPresent(snapshot -> {
            byte[] kept = SERIALIZER.toBinary(snapshot);
            assertThat(read(kept)).contains(snapshot);
            assertThat(SERIALIZER.toBinary(snapshot)).isEqualTo(kept);
        });
    }

    private static Optional<Snapshot> read(byte[] bytes) {
        try {
            return Optional.of((Snapshot) SERIALIZER.fromBinary(bytes, SnapshotSerializer.MANIFEST));
        } catch (JournalException refused) {
            assertThat(refused).message().isNotBlank().hasSizeLessThan(1_000);
            assertThat(String.valueOf(refused.getMessage()).chars()).noneMatch(each -> each < ' ');
            return Optional.empty();
        }
    }
}
