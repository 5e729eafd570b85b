// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static io.hubspoke.orchestrator.journal.CommitCodecTest.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalReaderTest {
    private static final ProjectId PROJECT = ProjectId.of("todo");

    @TempDir
    Path folder;

    private Path file;
    private JournalFile journal;
    private Connection writer;

    @BeforeEach
    void open() throws SQLException {
        file = folder.resolve("journal.db");
        journal = JournalFile.open(file);
        writer = DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=5000");
    }

    @AfterEach
    void close() throws SQLException {
        writer.close();
        journal.close();
    }

    private Head write(ProjectId project, Head from, int count) throws SQLException {
        Head head = from;
        try (PreparedStatement insert =
                writer.prepareStatement("INSERT INTO event_journal (persistence_id, sequence_number, writer,"
                        + " write_timestamp, adapter_manifest, event_payload, event_ser_id, event_ser_manifest)"
                        + " VALUES (?, ?, '', 0, '', ?, 9801, 'commit-1')")) {
            for (int i = 0; i < count; i++) {
                Recorded event = message(head.revision() + 1, "number " + (head.number() + 1));
                Commit commit = new CommitCodec().encode(head, event.at(), List.of(event));
                head = head.then(commit);
                insert.setString(1, "orchestrator|" + project);
                insert.setLong(2, commit.number());
                insert.setBytes(3, commit.row().bytes());
                insert.executeUpdate();
            }
        }
        return head;
    }

    private static List<Long> numbers(JournalReader reader, long from) {
        List<Long> numbers = new ArrayList<>();
        reader.commits(PROJECT, from, commit -> numbers.add(commit.number()));
        return numbers;
    }

    @Test
    void commits_come_in_order_over_many_pages_from_any_number_on() throws SQLException {
        write(PROJECT, Head.START, 100);
        write(ProjectId.of("other"), Head.START, 3);
        try (JournalReader reader = JournalReader.open(file)) {
            assertThat(reader.projects()).containsExactly(ProjectId.of("other"), PROJECT);
            assertThat(reader.lastNumber(PROJECT)).isEqualTo(100);
            assertThat(reader.lastNumber(ProjectId.of("nobody"))).isZero();
            assertThat(numbers(reader, 0)).hasSize(100).isSorted();
            assertThat(numbers(reader, 33)).hasSize(68).startsWith(33L);
            assertThat(numbers(reader, 100)).containsExactly(100L);
            assertThat(numbers(reader, 101)).isEmpty();
            assertThat(numbers(reader, 500)).isEmpty();
        }
    }

    @Test
    void reading_ends_when_the_reader_has_seen_enough() throws SQLException {
        write(PROJECT, Head.START, 100);
        List<Long> seen = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(file)) {
            reader.commits(PROJECT, 1, commit -> {
                seen.add(commit.number());
                return commit.number() < 40;
            });
        }
        assertThat(seen).hasSize(40);
    }

    @Test
    void what_is_written_meanwhile_is_read_next_and_never_held_up() throws SQLException {
        Head head = write(PROJECT, Head.START, 10);
        try (JournalReader reader = JournalReader.open(file)) {
            assertThat(numbers(reader, 1)).hasSize(10);
            reader.commits(PROJECT, 1, commit -> {
                try {
                    if (commit.number() == 5) write(PROJECT, head, 5);
                } catch (SQLException heldUp) {
                    throw new IllegalStateException(heldUp);
                }
                return true;
            });
            assertThat(numbers(reader, 11)).hasSize(5);
        }
    }

    @Test
    void the_chain_is_checked_from_the_first_commit_asked_for() throws SQLException {
        write(PROJECT, Head.START, 50);
        writer.createStatement().executeUpdate("DELETE FROM event_journal WHERE sequence_number = 20");
        try (JournalReader reader = JournalReader.open(file)) {
            assertThatThrownBy(() -> numbers(reader, 1))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("commit 20 is missing");
            assertThatThrownBy(() -> numbers(reader, 21))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("commit 20");
            assertThatThrownBy(() -> numbers(reader, 20))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("commit 20 is missing");
            assertThat(numbers(reader, 30)).hasSize(21);
        }
    }

    @Test
    void events_that_cannot_apply_are_a_damaged_journal() throws SQLException {
        write(PROJECT, Head.START, 1);
        try (JournalReader reader = JournalReader.open(file)) {
            assertThatThrownBy(() -> reader.replay(PROJECT))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("commit 1 cannot apply");
        }
    }

    @Test
    void reading_changes_nothing() throws SQLException {
        write(PROJECT, Head.START, 3);
        try (JournalReader reader = JournalReader.open(file)) {
            assertThat(reader.projects()).hasSize(1);
        }
        try (Connection readOnly = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            assertThat(readOnly.createStatement()
                            .executeQuery("SELECT count(*) FROM event_journal")
                            .getLong(1))
                    .isEqualTo(3);
        }
    }
}
