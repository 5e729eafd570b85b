// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSerializer;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.orchestrator.journal.JournalTrouble;
import io.hubspoke.protocol.ProjectId;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A new project in a journal that this process holds, made of commits from elsewhere: all of them or none, in one
 * transaction. Closed before it is {@link #keep kept}, nothing has happened.
 */
final class JournalCopy implements AutoCloseable {
    private static final String INSERT =
            "INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp, adapter_manifest,"
                    + " event_payload, event_ser_id, event_ser_manifest) VALUES (?, ?, ?, ?, '', ?, ?, ?)";
    private static final String KNOWN =
            "SELECT EXISTS (SELECT 1 FROM event_journal WHERE persistence_id = ?1) OR EXISTS (SELECT 1 FROM snapshot"
                    + " WHERE persistence_id = ?1) OR EXISTS (SELECT 1 FROM signed_head WHERE persistence_id = ?1)";

    private final JournalFile journal;
    private final String id;
    private final String writer = UUID.randomUUID().toString();
    private final Connection connection;
    private final PreparedStatement insert;

    /** @throws JournalException when the journal has a project of that name */
    JournalCopy(JournalFile journal, ProjectId project) {
        this.journal = journal;
        id = JournalReader.PERSISTENCE_ID_PREFIX + project;
        try {
            connection = DriverManager.getConnection(
                    "jdbc:sqlite:" + journal.path() + "?busy_timeout=5000&synchronous=FULL");
            connection.setAutoCommit(false);
            if (isKnown()) {
                connection.close();
                throw new JournalException(
                        "project %s exists in %s already: nothing was changed".formatted(project, journal.path()));
            }
            insert = connection.prepareStatement(INSERT);
        } catch (SQLException trouble) {
            throw JournalTrouble.at(journal.path(), trouble);
        }
    }

    private boolean isKnown() throws SQLException {
        try (PreparedStatement known = connection.prepareStatement(KNOWN)) {
            known.setString(1, id);
            try (ResultSet row = known.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    void add(Commit commit) {
        try {
            insert.setString(1, id);
            insert.setLong(2, commit.number());
            insert.setString(3, writer);
            insert.setLong(4, commit.at().toEpochMilli());
            insert.setBytes(5, commit.row().bytes());
            insert.setInt(6, CommitSerializer.IDENTIFIER);
            insert.setString(7, CommitSerializer.MANIFEST);
            insert.executeUpdate();
        } catch (SQLException trouble) {
            throw JournalTrouble.at(journal.path(), trouble);
        }
    }

    void add(SignedHead head) {
        try {
            HeadTable.add(connection, head);
        } catch (SQLException trouble) {
            throw JournalTrouble.at(journal.path(), trouble);
        }
    }

    /** Durable when this returns. */
    void keep() {
        try {
            connection.commit();
        } catch (SQLException trouble) {
            throw JournalTrouble.at(journal.path(), trouble);
        }
    }

    @Override
    public void close() {
        try {
            insert.close();
            connection.rollback();
            connection.close();
        } catch (SQLException trouble) {
            throw JournalTrouble.at(journal.path(), trouble);
        }
    }
}
