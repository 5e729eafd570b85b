// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hubspoke.orchestrator.Samples;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CommitCodecTest {
    private static final Instant AT = Instant.parse("2026-01-02T03:04:05.006Z");
    private final CommitCodec codec = new CommitCodec();

    static Recorded message(long revision, String payload) {
        return new Recorded(
                revision,
                AT,
                CommandId.numbered(revision),
                Principal.operator("alice"),
                0xAB,
                new Event.MessageRouted(
                        Principal.operator("alice"), AgentId.of("a"), "note", payload, Optional.empty(), revision));
    }

    private Commit commit(Head head, String... payloads) {
        List<Recorded> events = new ArrayList<>();
        for (String payload : payloads) events.add(message(head.revision() + 1 + events.size(), payload));
        return codec.encode(head, AT, events);
    }

    @Test
    void every_event_type_comes_back_from_its_bytes_as_it_was() {
        List<Recorded> events = new ArrayList<>();
        for (Object sample : Samples.of(Event.class)) {
            events.add(new Recorded(events.size() + 1, AT, CommandId.HUB, Principal.HUB, 0, (Event) sample));
        }
        Commit commit = codec.encode(Head.START, AT, events);

        assertThat(codec.decode(commit.row().bytes())).isEqualTo(commit);
        assertThat(events).hasSizeGreaterThan(80);
    }

    @Test
    void every_event_record_is_listed_with_a_name_of_its_own() {
        List<Class<?>> listed = Arrays.stream(
                        Event.class.getAnnotation(JsonSubTypes.class).value())
                .<Class<?>>map(JsonSubTypes.Type::value)
                .toList();

        assertThat(listed).containsExactlyInAnyOrderElementsOf(Samples.leaves(Event.class));
        assertThat(Arrays.stream(Event.class.getAnnotation(JsonSubTypes.class).value())
                        .map(JsonSubTypes.Type::name))
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z-]+"));
    }

    @Test
    void a_row_has_the_published_form() throws Exception {
        Commit commit = commit(Head.START, "hello");

        assertThat(commit.row())
                .hasToString("{\"number\":1,\"at\":\"2026-01-02T03:04:05.006Z\",\"previous\":\"" + "0".repeat(64)
                        + "\",\"firstRevision\":1,\"events\":[{\"revision\":1,\"type\":\"message-routed\",\"v\":1,"
                        + "\"by\":\"operator:alice\","
                        + "\"command\":\"1\",\"fingerprint\":\"00000000000000ab\","
                        + "\"data\":{\"from\":\"operator:alice\",\"to\":\"a\","
                        + "\"messageType\":\"note\",\"payload\":\"hello\",\"letter\":1}}],\"hash\":\"" + commit.hash()
                        + "\"}");
        JsonNode json = new ObjectMapper().readTree(commit.row().bytes());
        assertThat(json.get("hash").asText()).isEqualTo(commit.hash());
    }

    @Test
    void the_hash_covers_the_previous_hash_and_all_bytes_before_it() throws Exception {
        Commit first = commit(Head.START, "one");
        Commit second = commit(Head.START.then(first), "two");

        String row = second.row().toString();
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        digest.update(HexFormat.of().parseHex(first.hash()));
        digest.update(row.substring(0, row.lastIndexOf(",\"hash\":\"")).getBytes(StandardCharsets.UTF_8));
        assertThat(second.hash()).isEqualTo(HexFormat.of().formatHex(digest.digest()));
        assertThat(second.previousHash()).isEqualTo(first.hash());
    }

    @Test
    void durations_and_instants_stand_as_text_and_a_hub_command_has_no_fingerprint() {
        Object created = Samples.of(Event.ProjectCreated.class).getFirst();
        Commit commit = codec.encode(
                Head.START, AT, List.of(new Recorded(1, AT, CommandId.HUB, Principal.HUB, 0, (Event) created)));

        assertThat(commit.row().toString())
                .contains("\"backoff\":\"PT7.000000005S\"")
                .doesNotContain("fingerprint");
    }

    @Test
    void a_change_of_any_byte_is_detected() {
        byte[] row = commit(Head.START, "some text", "and more").row().bytes();
        for (int at = 0; at < row.length; at++) {
            for (int flip : new int[] {0x01, 0x20, 0x80}) {
                byte[] changed = row.clone();
                changed[at] ^= (byte) flip;
                assertThatThrownBy(() -> codec.decode(changed))
                        .as("byte %d", at)
                        .isInstanceOf(JournalException.class);
            }
        }
    }

    @Test
    void a_row_cut_off_anywhere_or_with_more_behind_it_is_detected() {
        byte[] row = commit(Head.START, "some text").row().bytes();
        for (int length = 0; length < row.length; length++) {
            byte[] cut = Arrays.copyOf(row, length);
            assertThatThrownBy(() -> codec.decode(cut)).isInstanceOf(JournalException.class);
        }
        assertThatThrownBy(() -> codec.decode(Arrays.copyOf(row, row.length + 1)))
                .isInstanceOf(JournalException.class);
    }

    @Test
    void a_missing_swapped_doubled_or_foreign_commit_does_not_continue_the_chain() {
        Commit first = commit(Head.START, "one");
        Head one = Head.START.then(first);
        Commit second = commit(one, "two");
        Commit third = commit(one.then(second), "three");
        Commit foreign = commit(Head.START.then(commit(Head.START, "another")), "two");

        assertThatThrownBy(() -> one.then(third)).hasMessage("commit 2 is missing: commit 3 follows commit 1");
        assertThatThrownBy(() -> Head.START.then(second)).hasMessageContaining("commit 1 is missing");
        assertThatThrownBy(() -> one.then(first)).hasMessage("commit 1 stands after commit 1");
        assertThatThrownBy(() -> one.then(foreign)).hasMessageContaining("commit 2 does not continue commit 1");
        assertThat(one.then(second).then(third).number()).isEqualTo(3);
    }

    @Test
    void revisions_that_leave_a_gap_are_neither_written_nor_read() {
        assertThatThrownBy(() -> codec.encode(Head.START, AT, List.of(message(2, "x"))))
                .isInstanceOf(IllegalArgumentException.class);
        Commit late = codec.encode(new Head(0, Head.NO_HASH, 6, AT), AT, List.of(message(7, "x")));
        assertThatThrownBy(() -> Head.START.then(late)).hasMessageContaining("revision 1 comes next");
    }

    @Test
    void an_unknown_type_or_a_later_version_is_said_to_come_from_a_newer_hubspoke() {
        String row = commit(Head.START, "x").row().toString();

        assertThatThrownBy(() -> codec.decode(rehashed(row.replace("\"message-routed\"", "\"message-teleported\""))))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("message-teleported")
                .hasMessageContaining("newer Hubspoke");
        assertThatThrownBy(() -> codec.decode(rehashed(row.replace("\"v\":1", "\"v\":2"))))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("version 2")
                .hasMessageContaining("newer Hubspoke");
        assertThatThrownBy(() -> codec.decode(rehashed(row.replace("\"letter\":1", "\"letter\":1,\"color\":2"))))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("color");
    }

    @Test
    void an_older_shape_is_raised_to_the_current_one_and_new_events_get_the_new_version() {
        String old = commit(Head.START, "x").row().toString().replace("\"messageType\"", "\"kind\"");
        CommitCodec later = new CommitCodec(Upcasters.NONE
                .with("message-routed", 1, data -> data.set("topic", data.remove("kind")))
                .with("message-routed", 2, data -> data.set("messageType", data.remove("topic"))));

        assertThat(later.decode(rehashed(old)).events()).containsExactly(message(1, "x"));
        Commit written = later.encode(Head.START, AT, List.of(message(1, "x")));
        assertThat(written.row().toString()).contains("\"v\":3");
        assertThat(later.decode(written.row().bytes())).isEqualTo(written);
        assertThatThrownBy(() -> codec.decode(written.row().bytes())).hasMessageContaining("newer Hubspoke");
    }

    @Test
    void the_steps_of_one_type_are_added_in_order() {
        assertThatThrownBy(() -> Upcasters.NONE.with("message-routed", 2, data -> data))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void what_a_limit_of_the_reader_would_refuse_is_not_written() {
        String longest = "x".repeat(JournalJson.TEXT_LENGTH_MAX + 1);

        assertThatThrownBy(() -> commit(Head.START, longest)).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> codec.encode(
                        Head.START,
                        AT,
                        List.of(new Recorded(
                                1,
                                AT,
                                CommandId.HUB,
                                Principal.HUB,
                                0,
                                new Event.ProjectUpdated(
                                        Optional.empty(),
                                        java.util.Map.of("n".repeat(JournalJson.NAME_LENGTH_MAX + 1), ""),
                                        Optional.empty())))))
                .isInstanceOf(JournalException.class);
        assertThat(codec.decode(commit(Head.START, longest.substring(2)).row().bytes())
                        .events())
                .hasSize(1);
    }

    @Test
    void text_comes_back_as_it_was_whatever_it_holds() {
        for (String text :
                List.of("", "\u0000\t\n\"\\", "grüße 你好 😀", "half a pair \uD800", "\uDC00 the other half")) {
            Commit commit = commit(Head.START, text);
            assertThat(codec.decode(commit.row().bytes())).isEqualTo(commit);
        }
    }

    /** As somebody would write it who knows the format. */
    private static byte[] rehashed(String row) {
        try {
            String body = row.substring(0, row.lastIndexOf(",\"hash\":\""));
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(new byte[32]);
            digest.update(body.getBytes(StandardCharsets.UTF_8));
            return (body + ",\"hash\":\"" + HexFormat.of().formatHex(digest.digest()) + "\"}")
                    .getBytes(StandardCharsets.UTF_8);
        } catch (java.security.NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
