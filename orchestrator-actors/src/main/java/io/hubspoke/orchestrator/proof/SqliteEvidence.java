// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.CommitSerializer;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.orchestrator.journal.JournalTrouble;
import io.hubspoke.orchestrator.journal.ReadOnly;
import io.hubspoke.orchestrator.journal.SnapshotSerializer;
import io.hubspoke.protocol.ProjectId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * What stands in a SQLite journal, every row of it: those that are marked as deleted or stored otherwise than a hub
 * writes them are not passed over but refused. It changes nothing and holds one page of rows at a time.
 */
public final class SqliteEvidence implements Evidence {
    private static final int PAGE_ROWS = 256;
    private static final String PREFIX = JournalReader.PERSISTENCE_ID_PREFIX;
    private static final String ROWS = """
            SELECT sequence_number, event_payload,
                   deleted = 0 AND adapter_manifest = '' AND event_ser_id = %d AND event_ser_manifest = '%s'
                       AND meta_payload IS NULL AND meta_ser_id IS NULL AND meta_ser_manifest IS NULL
                       AND typeof(sequence_number) = 'integer' AND typeof(event_payload) = 'blob'
              FROM event_journal WHERE persistence_id = ? AND sequence_number > ? ORDER BY sequence_number LIMIT ?
            """.formatted(CommitSerializer.IDENTIFIER, CommitSerializer.MANIFEST);
    /** Those of another form than this version's are never used, so they prove and spoil nothing. */
    private static final String SNAPSHOTS = "SELECT sequence_number FROM snapshot WHERE persistence_id = ?"
            + " AND snapshot_ser_manifest = '%s' ORDER BY sequence_number".formatted(SnapshotSerializer.MANIFEST);

    private static final String SNAPSHOT =
            "SELECT snapshot_payload FROM snapshot WHERE persistence_id = ? AND sequence_number = ?";

    private final Path file;
    private final Connection connection;
    private final boolean hasHeads;

    private SqliteEvidence(Path file, Connection connection, boolean hasHeads) {
        this.file = file;
        this.connection = connection;
        this.hasHeads = hasHeads;
    }

    /**
     * Opens it.
     *
     * @throws JournalException with one sentence when there is none, or it is no journal, damaged or of a newer format
     */
    public static SqliteEvidence open(Path file) {
        Connection connection = ReadOnly.connect(file);
        try {
            return new SqliteEvidence(file, connection, HeadTable.existsIn(connection));
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }

    @Override
    public List<ProjectId> projects() {
        TreeSet<ProjectId> projects = new TreeSet<>();
        String heads = hasHeads ? " UNION ALL SELECT persistence_id FROM signed_head" : "";
        String names = "SELECT DISTINCT persistence_id FROM (SELECT persistence_id FROM event_journal"
                + " UNION ALL SELECT persistence_id FROM snapshot" + heads + ")";
        try (PreparedStatement ids = connection.prepareStatement(names);
                ResultSet row = ids.executeQuery()) {
            while (row.next()) projects.add(project(String.valueOf(row.getString(1))));
            return List.copyOf(projects);
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }

    private static ProjectId project(String id) {
        try {
            if (id.startsWith(PREFIX)) return ProjectId.of(id.substring(PREFIX.length()));
        } catch (IllegalArgumentException noName) {
            // Nobody could have written to it.
        }
        throw new JournalException("something is stored under the name %s, which no project has".formatted(id));
    }

    @Override
    public void commits(ProjectId project, Predicate<Stored> whileTrue) {
        long last = Long.MIN_VALUE;
        try (PreparedStatement page = connection.prepareStatement(ROWS)) {
            while (true) {
                page.setString(1, PREFIX + project);
                page.setLong(2, last);
                page.setInt(3, PAGE_ROWS);
                int rows = 0;
                try (ResultSet row = page.executeQuery()) {
                    for (; row.next(); rows++) {
                        last = row.getLong(1);
                        if (!row.getBoolean(3)) {
                            throw new JournalException(
                                    "commit %d is marked as deleted or stored as something else".formatted(last));
                        }
                        if (!whileTrue.test(new Stored(last, row.getBytes(2)))) return;
                    }
                }
                if (rows < PAGE_ROWS) return;
            }
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }

    @Override
    public List<Long> snapshots(ProjectId project) {
        List<Long> numbers = new ArrayList<>();
        try (PreparedStatement query = connection.prepareStatement(SNAPSHOTS)) {
            query.setString(1, PREFIX + project);
            try (ResultSet row = query.executeQuery()) {
                while (row.next()) numbers.add(row.getLong(1));
            }
            return numbers;
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }

    @Override
    public byte[] snapshotBytes(ProjectId project, long number) {
        try (PreparedStatement query = connection.prepareStatement(SNAPSHOT)) {
            query.setString(1, PREFIX + project);
            query.setLong(2, number);
            try (ResultSet row = query.executeQuery()) {
                return row.next() ? row.getBytes(1) : new byte[0];
            }
        } catch (SQLException trouble) {
            throw JournalTrouble.at(file, trouble);
        }
    }

    @Override
    public List<SignedHead> heads(ProjectId project) {
        if (!hasHeads) return List.of();
        try {
            return HeadTable.of(connection, project);
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
