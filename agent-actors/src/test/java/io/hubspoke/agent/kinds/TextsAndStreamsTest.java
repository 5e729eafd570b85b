// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.agent.AgentProviders;
import io.hubspoke.agent.Texts;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TextsAndStreamsTest {
    @Test
    void all_shipped_kinds_are_found() {
        assertThat(AgentProviders.load().kinds())
                .containsExactly("checks", "command", "human", "junit-report", "secret-scan");
    }

    @Test
    void a_secret_is_hidden_wherever_a_stream_is_cut() {
        Redactor redactor = new Redactor(List.of("abcabd", "topsecret", "secretary"));
        String text = "x abcabcabd y topsecretary topsecret abcab secret z";
        String clean = "x abc*** y ***ary *** abcab secret z";
        for (int cut = 0; cut <= text.length(); cut++) {
            for (int second = cut; second <= text.length(); second++) {
                assertThat(stream(
                                redactor, text.substring(0, cut), text.substring(cut, second), text.substring(second)))
                        .as("cut at %d and %d", cut, second)
                        .isEqualTo(clean);
            }
        }
    }

    @Test
    void a_secret_that_begins_another_is_hidden_to_its_end() {
        Redactor redactor = new Redactor(List.of("pass", "password"));
        assertThat(stream(redactor, "my pass", "word and pass")).isEqualTo("my *** and ***");
        assertThat(redactor.text("my password and pass")).isEqualTo("my *** and ***");
    }

    @Test
    void random_streams_never_show_the_secret() {
        Random random = new Random(7);
        Redactor redactor = new Redactor(List.of("aabaa"));
        for (int round = 0; round < 2_000; round++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 30; i++) text.append(random.nextInt(3) == 0 ? 'b' : 'a');
            List<String> pieces = new ArrayList<>();
            for (int at = 0; at < text.length(); ) {
                int end = Math.min(text.length(), at + 1 + random.nextInt(6));
                pieces.add(text.substring(at, end));
                at = end;
            }
            assertThat(stream(redactor, pieces.toArray(String[]::new))).doesNotContain("aabaa");
        }
    }

    @Test
    void lines_are_whole_whatever_the_pieces_and_over_long_ones_are_cut() {
        List<String> talk = new ArrayList<>();
        Lines lines = new Lines(20, 100, talk::add);
        for (byte each : " {\"a\":\"é\"}\r\nplain\n{\"long\":\"0123456789012345\"}\n\n{\"rest\":1}"
                .getBytes(StandardCharsets.UTF_8)) {
            lines.accept(new byte[] {each}, 1);
        }
        lines.finish();
        assertThat(talk).containsExactly(" {\"a\":\"é\"}", "{\"rest\":1}");
        assertThat(lines.last()).isEqualTo("{\"long\":\"01234567890 […]");
        assertThat(lines.tail()).isEqualTo("plain\n{\"long\":\"01234567890 […]\n\n");
    }

    @Test
    void texts_are_cut_between_characters() {
        assertThat(Texts.clip("short", 100)).isEqualTo("short");
        for (int limit = 0; limit < 60; limit++) {
            String cut = Texts.clip("äöü€😀".repeat(10), limit);
            assertThat(cut.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(limit);
            assertThat(cut).doesNotContain("\uFFFD");
        }
    }

    private static String stream(Redactor redactor, String... pieces) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Redactor.Stream stream = redactor.new Stream((bytes, length) -> out.write(bytes, 0, length));
        for (String piece : pieces) {
            byte[] bytes = piece.getBytes(StandardCharsets.UTF_8);
            stream.accept(bytes, bytes.length);
        }
        stream.end();
        return out.toString(StandardCharsets.UTF_8);
    }
}
