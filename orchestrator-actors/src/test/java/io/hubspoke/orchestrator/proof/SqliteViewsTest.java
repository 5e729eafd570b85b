// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an auditor sees with nothing but SQLite, against what replay comes to. */
class SqliteViewsTest {
    @TempDir
    Path folder;

    private Path journal;

    @BeforeEach
    void copy() throws IOException {
        journal = Golden.copied(folder);
    }

    private List<String> query(String sql) throws SQLException {
        List<String> lines = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            int columns = row.getMetaData().getColumnCount();
            while (row.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= columns; i++) cells.add(String.valueOf(row.getString(i)));
                lines.add(String.join("|", cells));
            }
        }
        return lines;
    }

    @Test
    void every_event_is_a_row() throws SQLException {
        List<String> expected = new ArrayList<>();
        List<String> commits = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            for (ProjectId project : reader.projects()) {
                reader.commits(project, 1, commit -> {
                    commits.add("%s|%d|%s|%d|%s"
                            .formatted(
                                    project,
                                    commit.number(),
                                    commit.at(),
                                    commit.events().size(),
                                    commit.hash()));
                    for (Recorded each : commit.events())
                        expected.add("%s|%d|%d|%s|%s|%s"
                                .formatted(
                                        project,
                                        each.revision(),
                                        commit.number(),
                                        each.at(),
                                        each.by(),
                                        each.command()));
                    return true;
                });
            }
        }
        assertThat(query("SELECT project, revision, number, at, who, command FROM events ORDER BY project, revision"))
                .isEqualTo(expected)
                .hasSizeGreaterThan(700);
        assertThat(query("SELECT project, number, at, events, hash FROM commits ORDER BY project, number"))
                .isEqualTo(commits);
    }

    @Test
    void every_letter_that_the_hub_has_delivered_is_a_row() throws SQLException {
        List<String> expected = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            for (ProjectId project : reader.projects()) {
                ProjectState[] state = {ProjectState.empty(project)};
                reader.commits(project, 1, commit -> {
                    for (Recorded each : commit.events()) {
                        ProjectState after = state[0].evolve(each);
                        after.mailboxes().byAgent().forEach((agent, mailbox) -> {
                            Letter last = mailbox.waiting().get(mailbox.last());
                            if (last != null && last.revision() == each.revision())
                                expected.add(line(project, agent, last));
                        });
                        state[0] = after;
                    }
                    return true;
                });
            }
        }
        assertThat(query("SELECT project, recipient, letter, revision, sender, kind FROM letters"
                        + " ORDER BY project, revision"))
                .isEqualTo(expected)
                .hasSizeGreaterThan(80);
    }

    private static String line(ProjectId project, AgentId agent, Letter letter) {
        String kind = switch (letter.content()) {
            case Letter.Assignment a -> "assignment";
            case Letter.Message m -> "message";
            case Letter.Question q -> "question";
            case Letter.Answer a -> "answer";
            case Letter.GateClosed g -> "gate-closed";
        };
        return "%s|%s|%d|%d|%s|%s".formatted(project, agent, letter.number(), letter.revision(), letter.from(), kind);
    }

    @Test
    void every_gate_is_a_row_with_who_decided_what() throws SQLException {
        List<String> expected = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            for (ProjectId project : reader.projects()) {
                reader.replay(project)
                        .gates()
                        .inOrder()
                        .forEach(gate -> expected.add("%s|%s|%s|%s|%s"
                                .formatted(
                                        project,
                                        gate.id(),
                                        gate.asker(),
                                        gate.question().reason(),
                                        gate.outcome()
                                                .map(outcome -> outcome.by().text())
                                                .orElse("null"))));
            }
        }
        assertThat(query("SELECT project, gate, asker, question, decided_by FROM gates"
                        + " ORDER BY project, opened_revision"))
                .isEqualTo(expected)
                .hasSizeGreaterThan(10);
        assertThat(query("SELECT gate, decision, decided_by, comment FROM gates WHERE project = 'rare-things'"))
                .containsExactly("g-1|APPROVE|operator:bob|as always", "g-2|APPROVE|operator:bob|once more");
    }

    @Test
    void every_task_is_a_row() throws SQLException {
        assertThat(query("SELECT task, title, agent_type, assignments, last_type FROM tasks"
                        + " WHERE project = 'rare-things'"))
                .containsExactly("release|Release it|backend-developer|1|task-completed");
        TreeSet<String> expected = new TreeSet<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            for (ProjectId project : reader.projects())
                reader.replay(project).tasks().inOrder().forEach(task -> expected.add(project + "|" + task.id()));
        }
        assertThat(new TreeSet<>(query("SELECT project, task FROM tasks"))).isEqualTo(expected);
    }

    @Test
    void an_older_journal_gets_the_views_when_it_is_opened_and_keeps_its_rows() throws Exception {
        Path old = Files.copy(Path.of("src/test/resources/golden/format-1.db"), folder.resolve("old.db"));
        String rows = "SELECT count(*), sum(length(event_payload)) FROM event_journal";
        journal = old;
        List<String> before = query(rows);
        assertThat(query("SELECT name FROM sqlite_master WHERE type = 'view'")).isEmpty();
        io.hubspoke.orchestrator.journal.JournalFile.open(old).close();

        assertThat(query(rows)).isEqualTo(before);
        assertThat(query("SELECT name FROM sqlite_master WHERE type = 'view' ORDER BY name"))
                .containsExactly("commits", "events", "gates", "letters", "tasks");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + old);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("DROP VIEW gates");
            statement.executeUpdate("CREATE VIEW gates AS SELECT 1 AS outdated");
        }
        io.hubspoke.orchestrator.journal.JournalFile.open(old).close();
        assertThat(query("SELECT count(*) > 10 FROM gates WHERE gate IS NOT NULL"))
                .containsExactly("1");
    }
}
