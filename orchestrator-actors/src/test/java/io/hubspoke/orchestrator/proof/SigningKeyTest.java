// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SigningKeyTest {
    private static final Head HEAD = new Head(3, "ab".repeat(32), 7, Golden.NOW);
    private static final ProjectId PROJECT = ProjectId.of("todo");

    @TempDir
    Path folder;

    @Test
    void the_key_is_made_once_and_only_its_owner_can_read_it() throws IOException {
        Path file = folder.resolve("config/hubspoke/signing-key");
        SigningKey made = SigningKey.at(file);

        assertThat(SigningKey.at(file).publicKey()).isEqualTo(made.publicKey()).matches("[0-9a-f]{64}");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file.getParent()).isDirectoryNotContaining(other -> !other.equals(file));
    }

    @Test
    void a_key_that_others_can_read_is_refused() throws IOException {
        Path file = folder.resolve("signing-key");
        SigningKey.at(file);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));

        assertThatThrownBy(() -> SigningKey.at(file))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void what_is_no_key_is_refused_and_left_as_it_is() throws IOException {
        Path file = Files.writeString(folder.resolve("signing-key"), "something else");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));

        assertThatThrownBy(() -> SigningKey.at(file)).hasMessageContaining("is no signing key");
        assertThat(file).hasContent("something else");
    }

    @Test
    void a_head_is_one_line_that_its_key_has_signed() {
        SignedHead head = SigningKey.at(folder.resolve("k")).sign(PROJECT, HEAD, Golden.NOW);

        assertThat(head.line()).startsWith("hubspoke-head-1 todo 3 7 abab").doesNotContain("\n");
        assertThat(SignedHead.of(head.line())).isEqualTo(head);
        assertThat(head.isSigned()).isTrue();
        assertThat(SignedHead.of(head.line().replace("todo 3 7", "todo 3 8")).isSigned())
                .isFalse();
        assertThatThrownBy(() -> SignedHead.of("todo 3 7")).isInstanceOf(JournalException.class);
        assertThatThrownBy(() -> SignedHead.of(head.line().replace(" 3 ", " x ")))
                .isInstanceOf(JournalException.class);
    }

    @Test
    void a_journal_that_was_changed_under_the_last_signature_gets_no_other() throws Exception {
        SigningKey key = SigningKey.at(folder.resolve("k"));
        Path journal = Golden.signed(folder, key);
        try (var connection = java.sql.DriverManager.getConnection("jdbc:sqlite:" + journal);
                var change = connection.prepareStatement("UPDATE event_journal SET event_payload = CAST(replace("
                        + "CAST(event_payload AS TEXT), '\"hash\":\"', '\"hash\":\"0') AS BLOB)")) {
            change.executeUpdate();
        }
        Notary notary = new Notary(journal, key, 1, () -> Golden.NOW);

        assertThatThrownBy(() ->
                        notary.sign(Map.of(Golden.PROJECT, new Head(99, "ab".repeat(32), 99, Golden.NOW)), true))
                .hasMessageContaining("does not hold commit 15 as it was signed");
    }

    @Test
    void heads_are_signed_when_as_many_commits_have_come_and_at_the_end() throws IOException {
        Path journal = Golden.copied(folder);
        Notary notary = new Notary(journal, SigningKey.at(folder.resolve("k")), 10, () -> Golden.NOW);
        ProjectId project = ProjectId.of("grows");
        for (long number = 1; number < 20; number++) {
            notary.sign(Map.of(project, new Head(number, "ab".repeat(32), number, Golden.NOW)), false);
        }
        try (Evidence evidence = SqliteEvidence.open(journal)) {
            assertThat(evidence.heads(project)).extracting(SignedHead::number).containsExactly(10L);
        }
        // Nobody has written the commits of this project, and that is noticed before the next signature.
        assertThatThrownBy(() -> notary.sign(Map.of(project, new Head(20, "ab".repeat(32), 20, Golden.NOW)), true))
                .hasMessageContaining("does not hold commit 10");
    }
}
