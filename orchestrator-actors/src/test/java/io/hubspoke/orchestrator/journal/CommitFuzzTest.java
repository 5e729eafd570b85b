// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import io.hubspoke.orchestrator.Samples;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever stands in a row, it is a commit that can be written again, or one sentence says why it is none. */
class CommitFuzzTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.006Z");
    private static final Pattern PREVIOUS = Pattern.compile("\"previous\":\"([0-9a-f]{64})\"");
    private static final CommitCodec CODEC = new CommitCodec();

    /** A row of each event as it is written, without the hash at its end. */
    static Stream<byte[]> bodies() {
        return Samples.of(Event.class).stream().map(event -> {
            Recorded recorded = new Recorded(1, AT, CommandId.HUB, Principal.HUB, 0xAB, (Event) event);
            String row = CODEC.encode(Head.START, AT, List.of(recorded)).row().toString();
            return row.substring(0, row.length() - CommitCodec.TAIL_LENGTH).getBytes(StandardCharsets.UTF_8);
        });
    }

    /** The hash is made to fit, as of somebody who knows the format; else nothing would get past it. */
    @MethodSource("bodies")
    @FuzzTest(maxDuration = "")
    void any_row_is_a_commit_or_one_sentence(byte[] body) {
        Optional<Commit> unhashed = decode(body);
        unhashed.ifPresent(CommitFuzzTest::canBeWrittenAgain);
        decode(hashed(body)).ifPresent(CommitFuzzTest::canBeWrittenAgain);
    }

    private static Optional<Commit> decode(byte[] row) {
        try {
            return Optional.of(CODEC.decode(row));
        } catch (JournalException refused) {
            assertThat(refused).message().isNotBlank().hasSizeLessThan(1_000);
            assertThat(String.valueOf(refused.getMessage()).chars()).noneMatch(each -> each < ' ');
            return Optional.empty();
        }
    }

    private static void canBeWrittenAgain(Commit commit) {
        assertThat(commit.row().length()).isPositive();
        Head before = new Head(commit.number() - 1, commit.previousHash(), commit.firstRevision() - 1, commit.at());
        Commit written = CODEC.encode(before, commit.at(), commit.events());
        Commit again = CODEC.decode(written.row().bytes());
        assertThat(again).isEqualTo(written);
        assertThat(again.events()).isEqualTo(commit.events());
        assertThat(holdsNull(written)).as("a value that is not there").isFalse();
        assertThat(before.then(again).number()).isEqualTo(commit.number());
        byte[] bytes = written.row().bytes();
        assertThat(CODEC.encode(before, again.at(), again.events()).row().bytes())
                .isEqualTo(bytes);
    }

    private static boolean holdsNull(Commit commit) {
        try {
            return JournalJson.MAPPER.readTree(commit.row().bytes()).findValues("data").stream()
                    .anyMatch(CommitFuzzTest::holdsNull);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static boolean holdsNull(JsonNode node) {
        return node.isNull() || node.valueStream().anyMatch(CommitFuzzTest::holdsNull);
    }

    private static byte[] hashed(byte[] body) {
        try {
            Matcher previous = PREVIOUS.matcher(new String(body, StandardCharsets.ISO_8859_1));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(HexFormat.of().parseHex(previous.find() ? previous.group(1) : Head.NO_HASH));
            digest.update(body);
            String end = ",\"hash\":\"" + HexFormat.of().formatHex(digest.digest()) + "\"}";
            return (new String(body, StandardCharsets.ISO_8859_1) + end).getBytes(StandardCharsets.ISO_8859_1);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
