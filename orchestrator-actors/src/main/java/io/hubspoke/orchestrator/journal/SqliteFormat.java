// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the file says of itself. */
final class SqliteFormat {
    private SqliteFormat() {}

    /** 0 for an empty file. */
    static int of(Connection connection) throws SQLException {
        return (int) number(connection, "PRAGMA user_version");
    }

    static void requireKnown(Path file, Connection connection, int format) throws SQLException {
        if (format > JournalFile.FORMAT) {
            throw new JournalException(
                    "journal %s has format %d of a newer Hubspoke, and this one knows format %d: use the newer version"
                            .formatted(file, format, JournalFile.FORMAT));
        }
        if (format == 0 && number(connection, "SELECT count(*) FROM sqlite_master") > 0) {
            throw new JournalException(
                    "%s is an SQLite database, but not a Hubspoke journal: use another file".formatted(file));
        }
        if (format != 0)
            number(connection, "SELECT count(*) FROM (SELECT \"event_payload\" FROM \"event_journal\" LIMIT 1)");
    }

    static void requireSound(Path file, Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery("PRAGMA quick_check(1)")) {
            String finding = found.next() ? found.getString(1) : "nothing";
            if (!finding.equals("ok")) {
                throw new JournalException("journal %s is damaged (%s): restore it from a copy, or use another one"
                        .formatted(file, finding.strip().replace('\n', ' ')));
            }
        }
    }

    static long number(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(query)) {
            return result.next() ? result.getLong(1) : 0;
        }
    }
}
