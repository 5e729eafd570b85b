// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSerializer;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** A journal in memory becomes one in SQLite, row for row. */
final class SavedJournal {
    private static final String INSERT = "INSERT INTO \"event_journal\" (\"persistence_id\", \"sequence_number\","
            + " \"writer\", \"write_timestamp\", \"adapter_manifest\", \"event_payload\", \"event_ser_id\","
            + " \"event_ser_manifest\") VALUES (?, ?, 'hubspoke-testkit', ?, '', ?, ?, ?)";

    private SavedJournal() {}

    static void write(Path file, ProjectId project, List<Commit> commits) {
        if (Files.exists(file))
            throw new JournalException("there is a journal at %s already: name another file".formatted(file));
        JournalFile.open(file).close();
        CommitSerializer serializer = new CommitSerializer();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement insert = connection.prepareStatement(INSERT)) {
            connection.setAutoCommit(false);
            for (Commit commit : commits) {
                insert.setString(1, JournalReader.PERSISTENCE_ID_PREFIX + project);
                insert.setLong(2, commit.number());
                insert.setLong(3, commit.at().toEpochMilli());
                insert.setBytes(4, serializer.toBinary(commit));
                insert.setInt(5, serializer.identifier());
                insert.setString(6, serializer.manifest(commit));
                insert.executeUpdate();
            }
            connection.commit();
            // The writer's lock of a journal that nobody writes to any more.
            Files.deleteIfExists(Path.of(file + ".lock"));
        } catch (SQLException | IOException trouble) {
            throw new JournalException(
                    "journal %s cannot be written: %s".formatted(file, trouble.getMessage()), trouble);
        }
    }
}
