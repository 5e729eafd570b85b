// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The table of a SQLite journal that holds signed heads. Journals that no newer version has written to have none. */
final class HeadTable {
    private static final String EXISTS =
            "SELECT count(*) FROM sqlite_master WHERE type = 'table' AND name = 'signed_head'";
    private static final String SELECT = "SELECT sequence_number, revision, hash, at, key, signature FROM signed_head"
            + " WHERE persistence_id = ? ORDER BY sequence_number, at";
    private static final String INSERT = "INSERT OR IGNORE INTO signed_head (persistence_id, sequence_number, revision,"
            + " hash, at, key, signature) VALUES (?, ?, ?, ?, ?, ?, ?)";

    private HeadTable() {}

    static boolean existsIn(Connection connection) throws SQLException {
        try (PreparedStatement query = connection.prepareStatement(EXISTS);
                ResultSet row = query.executeQuery()) {
            return row.next() && row.getInt(1) == 1;
        }
    }

    /** @throws JournalException when one of them cannot be a head */
    static List<SignedHead> of(Connection connection, ProjectId project) throws SQLException {
        List<SignedHead> heads = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(SELECT)) {
            query.setString(1, JournalReader.PERSISTENCE_ID_PREFIX + project);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) heads.add(head(project, row));
            }
        }
        return heads;
    }

    private static SignedHead head(ProjectId project, ResultSet row) throws SQLException {
        try {
            return new SignedHead(
                    project,
                    row.getLong(1),
                    row.getLong(2),
                    String.valueOf(row.getString(3)),
                    Instant.parse(String.valueOf(row.getString(4))),
                    String.valueOf(row.getString(5)),
                    String.valueOf(row.getString(6)));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw new JournalException("a signed head was changed: " + malformed.getMessage(), malformed);
        }
    }

    static void add(Connection connection, SignedHead head) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            insert.setString(1, JournalReader.PERSISTENCE_ID_PREFIX + head.project());
            insert.setLong(2, head.number());
            insert.setLong(3, head.revision());
            insert.setString(4, head.hash());
            insert.setString(5, head.at().toString());
            insert.setString(6, head.key());
            insert.setString(7, head.signature());
            insert.executeUpdate();
        }
    }
}
