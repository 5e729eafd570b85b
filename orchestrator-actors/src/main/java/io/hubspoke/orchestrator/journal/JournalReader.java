// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.ProjectId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Reads a SQLite journal without an orchestrator, while another process may write to it. It changes nothing, starts
 * nothing and holds one page of rows at a time. What it hands out is verified: the chain of commits from the first
 * one asked for.
 *
 * <p>For one thread.
 */
public final class JournalReader implements CommitSource {
    /** What stands before a project's name in the column {@code persistence_id}. */
    public static final String PERSISTENCE_ID_PREFIX = "orchestrator|";

    private static final int PAGE_ROWS = 32;
    private static final String ROWS =
            "SELECT \"event_payload\" FROM \"event_journal\" WHERE \"persistence_id\" = ? AND"
                    + " \"sequence_number\" >= ? AND NOT \"deleted\" ORDER BY \"sequence_number\" LIMIT ?";
    private static final String NEXT_PROJECT =
            "SELECT min(\"persistence_id\") FROM \"event_journal\" WHERE \"persistence_id\" > ?";
    private static final String LAST_NUMBER =
            "SELECT max(\"sequence_number\") FROM \"event_journal\" WHERE \"persistence_id\" = ?";
    private static final String SNAPSHOTS =
            "SELECT \"sequence_number\" FROM \"snapshot\" WHERE \"persistence_id\" = ? ORDER BY \"sequence_number\"";
    private static final String SNAPSHOT = "SELECT \"snapshot_ser_manifest\", \"snapshot_payload\" FROM \"snapshot\""
            + " WHERE \"persistence_id\" = ? AND \"sequence_number\" = ?";

    private final Path file;
    private final Connection connection;
    private final CommitCodec codec = new CommitCodec();

    private JournalReader(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens the journal for reading.
     *
     * @throws JournalException with one sentence when there is none, or it is no journal, damaged or of a newer format
     */
    public static JournalReader open(Path file) {
        return new JournalReader(file, ReadOnly.connect(file));
    }

    @Override
    public List<ProjectId> projects() {
        List<ProjectId> projects = new ArrayList<>();
        try (PreparedStatement next = connection.prepareStatement(NEXT_PROJECT)) {
            String last = PERSISTENCE_ID_PREFIX;
            while (true) {
                next.setString(1, last);
                try (ResultSet row = next.executeQuery()) {
                    String found = row.next() ? row.getString(1) : null;
                    if (found == null || !found.startsWith(PERSISTENCE_ID_PREFIX)) return projects;
                    projects.add(ProjectId.of(found.substring(PERSISTENCE_ID_PREFIX.length())));
                    last = found;
                }
            }
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }

    @Override
    public long lastNumber(ProjectId project) {
        try (PreparedStatement last = connection.prepareStatement(LAST_NUMBER)) {
            last.setString(1, PERSISTENCE_ID_PREFIX + project);
            try (ResultSet row = last.executeQuery()) {
                return row.next() ? row.getLong(1) : 0;
            }
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }

    @Override
    public void commits(ProjectId project, long fromNumber, Predicate<Commit> whileTrue) {
        CommitChain.read(project, rows(project), codec, fromNumber, whileTrue);
    }

    @Override
    public List<Long> snapshots(ProjectId project) {
        List<Long> numbers = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(SNAPSHOTS)) {
            query.setString(1, PERSISTENCE_ID_PREFIX + project);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) numbers.add(row.getLong(1));
            }
            return numbers;
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }

    @Override
    public Optional<Snapshot> snapshot(ProjectId project, long number) {
        try (PreparedStatement query = connection.prepareStatement(SNAPSHOT)) {
            query.setString(1, PERSISTENCE_ID_PREFIX + project);
            query.setLong(2, number);
            try (ResultSet row = query.executeQuery()) {
                if (!row.next()) return Optional.empty();
                return Optional.of((Snapshot) new SnapshotSerializer().fromBinary(row.getBytes(2), row.getString(1)))
                        .filter(snapshot -> confirmed(project, number, snapshot));
            }
        } catch (JournalException damagedOrOfAnotherForm) {
            return Optional.empty();
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }

    private boolean confirmed(ProjectId project, long number, Snapshot snapshot) {
        return snapshot.head().number() == number
                && snapshot.head().equals(CommitChain.headAfter(rows(project), codec, number))
                && snapshot.state().id().equals(project)
                && snapshot.state().revision() == snapshot.head().revision();
    }

    /** The state after the last commit. */
    public ProjectState replay(ProjectId project) {
        ProjectState[] state = {ProjectState.empty(project)};
        commits(project, 1, commit -> {
            state[0] = commit.appliedTo(state[0]);
            return true;
        });
        return state[0];
    }

    private CommitChain.Rows rows(ProjectId project) {
        return (number, whileTrue) -> pages(project, number, whileTrue);
    }

    private void pages(ProjectId project, long fromNumber, Predicate<byte[]> whileTrue) {
        long from = fromNumber;
        try (PreparedStatement page = connection.prepareStatement(ROWS)) {
            while (true) {
                page.setString(1, PERSISTENCE_ID_PREFIX + project);
                page.setLong(2, from);
                page.setInt(3, PAGE_ROWS);
                int rows = 0;
                try (ResultSet row = page.executeQuery()) {
                    for (; row.next(); rows++) if (!whileTrue.test(row.getBytes(1))) return;
                }
                if (rows < PAGE_ROWS) return;
                from += rows;
            }
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }
}
