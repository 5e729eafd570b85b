// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.sqlite.SQLiteConfig;

/** Connections to a SQLite journal that change nothing, while another process may write to it. */
public final class ReadOnly {
    private ReadOnly() {}

    /**
     * Opens the journal for reading.
     *
     * @throws JournalException with one sentence when there is none, or it is no journal, damaged or of a newer format
     */
    public static Connection connect(Path file) {
        if (!Files.isRegularFile(file)) throw new JournalException("there is no journal at %s".formatted(file));
        try {
            return connect(file, "jdbc:sqlite:" + file);
        } catch (JournalException refused) {
            // In a folder that cannot be written, SQLite reads a quiet journal only when told that nobody changes it.
            if (Files.isWritable(file.toAbsolutePath().getParent()) || Files.exists(Path.of(file + "-wal")))
                throw refused;
            return connect(file, "jdbc:sqlite:file:" + file.toAbsolutePath() + "?immutable=1");
        }
    }

    private static Connection connect(Path file, String url) {
        SQLiteConfig config = new SQLiteConfig();
        config.setReadOnly(true);
        config.setBusyTimeout(5_000);
        try {
            Connection connection = config.createConnection(url);
            try {
                int format = SqliteFormat.of(connection);
                SqliteFormat.requireKnown(file, connection, format);
                if (format == 0) throw new JournalException("journal %s is empty".formatted(file));
                return connection;
            } catch (SQLException | JournalException refused) {
                connection.close();
                throw refused;
            }
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }
}
