// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Writes histories to SQLite journals as an orchestrator would have: what happened at one instant is one commit. */
public final class Journals {
    private final Path file;
    private final ProjectId project;
    private Head head = Head.START;

    private Journals(Path file, ProjectId project) {
        this.file = file;
        this.project = project;
    }

    public static Journals at(Path file, String project) {
        JournalFile.open(file).close();
        return new Journals(file, ProjectId.of(project));
    }

    /** Adds what comes next; returns this. */
    public Journals add(List<Recorded> events) throws SQLException {
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file + "?busy_timeout=5000")) {
            writer.setAutoCommit(false);
            List<Recorded> same = new ArrayList<>();
            for (Recorded recorded : events) {
                if (!same.isEmpty() && !same.getFirst().at().equals(recorded.at())) insert(writer, same);
                same.add(recorded);
            }
            if (!same.isEmpty()) insert(writer, same);
            writer.commit();
        }
        return this;
    }

    private void insert(Connection writer, List<Recorded> events) throws SQLException {
        Commit commit = new CommitCodec().encode(head, events.getFirst().at(), List.copyOf(events));
        head = head.then(commit);
        events.clear();
        try (PreparedStatement insert =
                writer.prepareStatement("INSERT INTO event_journal (persistence_id, sequence_number, writer,"
                        + " write_timestamp, adapter_manifest, event_payload, event_ser_id, event_ser_manifest)"
                        + " VALUES (?, ?, '', 0, '', ?, 9801, 'commit-1')")) {
            insert.setString(1, JournalReader.PERSISTENCE_ID_PREFIX + project);
            insert.setLong(2, commit.number());
            insert.setBytes(3, commit.row().bytes());
            insert.executeUpdate();
        }
    }
}
