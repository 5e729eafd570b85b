// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.orchestrator.journal.SnapshotSerializer;
import io.hubspoke.orchestrator.journal.StateHash;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalVerificationTest {
    @TempDir
    Path folder;

    private SigningKey key;
    private Path journal;

    @BeforeEach
    void write() throws IOException {
        key = SigningKey.at(folder.resolve("keys/signing-key"));
        journal = Golden.signed(folder, key);
    }

    @Test
    void a_journal_as_it_was_written_holds() {
        try (JournalReader reader = JournalReader.open(journal)) {
            for (ProjectId project : reader.projects()) {
                Verdict verdict = Golden.verdict(journal, project, new Trust(List.of(), Set.of(key.publicKey())));
                assertThat(verdict.finding()).isEmpty();
                assertThat(verdict.head().number())
                        .isEqualTo(reader.lastNumber(project))
                        .isEqualTo(verdict.signedUpTo());
                assertThat(verdict.heads()).isEqualTo(2);
                assertThat(verdict.state()).isEqualTo(StateHash.of(reader.replay(project)));
            }
        }
    }

    @Test
    void an_export_holds_like_the_journal() throws IOException {
        for (ProjectId project : Golden.projects(journal)) {
            Path export = Files.write(folder.resolve(project + ".jsonl"), Golden.exported(journal, project));
            Trust trust = new Trust(List.of(), Set.of(key.publicKey()));
            assertThat(Golden.verdict(export, project, trust)).isEqualTo(Golden.verdict(journal, project, trust));
        }
    }

    private Verdict after(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                Statement change = connection.createStatement()) {
            assertThat(change.executeUpdate(sql)).isPositive();
        }
        return Golden.verdict(journal, Golden.PROJECT, Trust.NOTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE event_journal SET deleted = 1 WHERE sequence_number = 7",
                "UPDATE event_journal SET event_ser_id = 1 WHERE sequence_number = 7",
                "UPDATE event_journal SET event_ser_manifest = 'commit-2' WHERE sequence_number = 7",
                "UPDATE event_journal SET adapter_manifest = 'x' WHERE sequence_number = 7",
                "UPDATE event_journal SET meta_payload = x'00' WHERE sequence_number = 7",
                "UPDATE event_journal SET event_payload = CAST(event_payload AS TEXT) WHERE sequence_number = 7",
                "UPDATE event_journal SET event_payload = x'7b7d' WHERE sequence_number = 7",
                "UPDATE event_journal SET sequence_number = 700 WHERE sequence_number = 7",
                "UPDATE event_journal SET persistence_id = 'orchestrator|new' WHERE sequence_number = 7"
                        + " AND persistence_id = 'orchestrator|rare-things'",
                "DELETE FROM event_journal WHERE sequence_number = 7"
            })
    void whatever_is_changed_in_the_file_the_first_commit_that_is_wrong_is_named(String sql) throws SQLException {
        Verdict.Finding finding = after(sql).finding().orElseThrow();
        assertThat(finding.commit()).isEqualTo(7);
        assertThat(finding.sentence()).contains("7").doesNotContain("\n");
    }

    @Test
    void a_tail_cut_off_is_found_by_the_stored_head_and_when_that_is_gone_by_the_one_kept_elsewhere()
            throws SQLException {
        SignedHead kept = heads().getLast();
        Verdict verdict = after("DELETE FROM event_journal WHERE sequence_number > 12");
        assertThat(verdict.finding().orElseThrow().sentence())
                .isEqualTo("the journal ends with commit 12, but a signed head names commit 15:"
                        + " the last commits are gone");
        assertThat(after("DELETE FROM signed_head WHERE sequence_number > 12").finding())
                .isEmpty();
        assertThat(Golden.verdict(journal, Golden.PROJECT, new Trust(List.of(kept), Set.of()))
                        .finding()
                        .orElseThrow()
                        .commit())
                .isEqualTo(13);
    }

    @Test
    void a_project_that_is_gone_is_found_by_its_head() throws SQLException {
        Verdict verdict =
                after("DELETE FROM event_journal WHERE persistence_id = 'orchestrator|" + Golden.PROJECT + "'");
        assertThat(verdict.holds()).isFalse();
        assertThat(Golden.projects(journal)).doesNotContain(Golden.PROJECT);
        try (Evidence evidence = SqliteEvidence.open(journal)) {
            assertThat(evidence.projects()).contains(Golden.PROJECT);
        }
    }

    @Test
    void a_head_that_was_changed_is_found_and_does_not_hide_which_commits_are_good() throws SQLException {
        Verdict verdict = after("UPDATE signed_head SET revision = revision + 1 WHERE sequence_number = 15");
        assertThat(verdict.finding().orElseThrow().sentence())
                .isEqualTo("the signed head of commit 15 was changed: its signature is wrong");
        assertThat(verdict.head().number()).isEqualTo(15);
        verdict = after("DELETE FROM event_journal WHERE sequence_number = 7");
        assertThat(verdict.finding().orElseThrow().commit()).isEqualTo(7);
        assertThat(verdict.head().number()).isEqualTo(6);
    }

    @Test
    void only_the_keys_that_are_trusted_count() {
        Verdict other = Golden.verdict(journal, Golden.PROJECT, new Trust(List.of(), Set.of("00".repeat(32))));
        assertThat(other.finding().orElseThrow().sentence()).contains("which is not trusted here");
    }

    @Test
    void a_snapshot_that_is_not_what_replay_comes_to_is_found() throws SQLException {
        try (JournalReader reader = JournalReader.open(journal)) {
            Snapshot[] at = {new Snapshot(Head.START, ProjectState.empty(Golden.PROJECT))};
            reader.commits(Golden.PROJECT, 1, commit -> {
                at[0] = new Snapshot(at[0].head().then(commit), commit.appliedTo(at[0].state()));
                return commit.number() < 9;
            });
            store(9, at[0]);
            assertThat(Golden.verdict(journal, Golden.PROJECT, Trust.NOTHING).snapshots())
                    .isEqualTo(1);
            store(9, new Snapshot(at[0].head(), reader.replay(Golden.PROJECT)));
        }
        assertThat(Golden.verdict(journal, Golden.PROJECT, Trust.NOTHING)
                        .finding()
                        .orElseThrow()
                        .sentence())
                .contains("the snapshot after commit 9 is not what its events come to");
        assertThat(after("UPDATE snapshot SET snapshot_payload = x'00'")
                        .finding()
                        .orElseThrow()
                        .sentence())
                .contains("the snapshot after commit 9 is damaged");
        assertThat(after("UPDATE snapshot SET sequence_number = 90")
                        .finding()
                        .orElseThrow()
                        .sentence())
                .contains("a snapshot was taken after commit 90: the last commits are gone");
    }

    @Test
    void a_snapshot_that_says_the_same_in_other_bytes_holds() throws Exception {
        try (JournalReader reader = JournalReader.open(journal)) {
            ProjectState[] state = {ProjectState.empty(Golden.PROJECT)};
            Head[] head = {Head.START};
            reader.commits(Golden.PROJECT, 1, commit -> {
                state[0] = commit.appliedTo(state[0]);
                head[0] = Head.of(commit);
                return commit.number() < 9;
            });
            byte[] written = new SnapshotSerializer().toBinary(new Snapshot(head[0], state[0]));
            byte[] longer = Arrays.copyOf(written, written.length + 1);
            longer[written.length] = ' ';
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(longer, 32, longer.length - 32);
            System.arraycopy(digest.digest(), 0, longer, 0, 32);
            store(9, longer);
        }
        Verdict verdict = Golden.verdict(journal, Golden.PROJECT, Trust.NOTHING);
        assertThat(verdict.finding()).isEmpty();
        assertThat(verdict.snapshots()).isEqualTo(1);
    }

    private void store(long number, Snapshot snapshot) throws SQLException {
        store(number, new SnapshotSerializer().toBinary(snapshot));
    }

    private void store(long number, byte[] payload) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                PreparedStatement insert =
                        connection.prepareStatement("INSERT OR REPLACE INTO snapshot (persistence_id,"
                                + " sequence_number, created, snapshot_ser_id, snapshot_ser_manifest, snapshot_payload)"
                                + " VALUES ('orchestrator|' || ?, ?, 0, 9802, 'snapshot-1', ?)")) {
            insert.setString(1, Golden.PROJECT.value());
            insert.setLong(2, number);
            insert.setBytes(3, payload);
            insert.executeUpdate();
        }
    }

    private List<SignedHead> heads() {
        try (Evidence evidence = SqliteEvidence.open(journal)) {
            return evidence.heads(Golden.PROJECT);
        }
    }
}
