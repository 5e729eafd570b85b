// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryEntries;
import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A command may print whatever it likes: the hub hears the same however the stream is cut, and never the secret. */
class OutputFuzzTest {
    private static final String SECRET = "topsecret";
    private static final Redactor REDACTOR = new Redactor(List.of(SECRET));
    private static final int LINE_BYTES_MAX = 512;
    private static final int TAIL_MAX = 256;

    private record Heard(List<String> talk, String last, String tail) {}

    /** The first byte says how long the pieces are in which the rest comes. */
    @FuzzTest(maxDuration = "")
    @DictionaryEntries({
        "{\"type\":\"progress\",\"percent\":1}",
        "{\"type\":\"fail\",\"reason\":\"topsecret\"}",
        "{\"type\":\"consult\",\"specialist\":\"architect\",\"question\":\"topsecret?\"}",
        "topsecret",
        "tops"
    })
    void any_output_is_heard_alike_however_it_is_cut(byte[] bytes) throws InterruptedException {
        if (bytes.length == 0) return;
        byte[] output = Arrays.copyOfRange(bytes, 1, bytes.length);

        Heard whole = hear(output, Math.max(1, output.length));
        assertThat(hear(output, 1 + (bytes[0] & 0x3F))).isEqualTo(whole);
        assertThat(whole.tail()).hasSizeLessThanOrEqualTo(2 * TAIL_MAX);
        assertThat(whole.toString()).doesNotContain(SECRET);
        converse(whole.talk());
    }

    private static Heard hear(byte[] output, int piece) {
        List<String> talk = new ArrayList<>();
        Lines lines = new Lines(LINE_BYTES_MAX, TAIL_MAX, line -> {
            talk.add(line);
            return Talk.parse(line, REDACTOR).isPresent();
        });
        Redactor.Stream clean = REDACTOR.new Stream(lines::accept);
        for (int from = 0; from < output.length; from += piece) {
            byte[] part = Arrays.copyOfRange(output, from, Math.min(output.length, from + piece));
            clean.accept(part, part.length);
        }
        clean.end();
        lines.finish();
        return new Heard(talk, lines.last(), lines.tail());
    }

    private static void converse(List<String> lines) throws InterruptedException {
        RecordingHub hub = new RecordingHub();
        List<String> answers = new CopyOnWriteArrayList<>();
        List<String> journal = new CopyOnWriteArrayList<>();
        try (Conversation conversation = new Conversation(hub, REDACTOR)) {
            conversation.connect(answers::add, journal::add);
            lines.forEach(conversation::hear);
            conversation.finish();
        }
        assertThat(hub.log.toString()).doesNotContain(SECRET);
        assertThat(journal.toString()).doesNotContain(SECRET);
        for (String answer : answers) {
            JsonNode node = Json.object(answer).orElseThrow();
            assertThat(node.path("type").asText()).isIn("answer", "decision", "error");
            assertThat(answer).doesNotContain("\n", SECRET);
        }
    }
}
