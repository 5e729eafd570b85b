// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalTrouble;
import io.hubspoke.protocol.ProjectId;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Signs where the journals of this process's projects end and keeps that in the journal file, beside the commits and
 * over a connection of its own. It signs only heads that the process itself has written, so whoever changes the file
 * gets no signature for it; and none for a journal that does not hold what was signed before.
 */
public final class Notary {
    private static final String HASH = "SELECT json_extract(CAST(event_payload AS TEXT), '$.hash') FROM event_journal"
            + " WHERE persistence_id = ? AND sequence_number = ?";

    private final Path journal;
    private final SigningKey key;
    private final InstantSource clock;
    private final long every;
    private final Map<ProjectId, Long> signed = new HashMap<>();

    /**
     * @param every commits between two heads of one project; at least 1
     */
    public Notary(Path journal, SigningKey key, long every, InstantSource clock) {
        if (every < 1)
            throw new IllegalArgumentException("heads are signed every " + every + " commits: use 1 or more");
        this.journal = journal;
        this.key = key;
        this.every = every;
        this.clock = clock;
    }

    /**
     * Signs the heads that are due: all of them at the end of a run, otherwise those of projects that have grown by as
     * many commits as were asked for.
     *
     * @throws JournalException when they cannot be written, or the journal does not hold what was signed before
     */
    public synchronized void sign(Map<ProjectId, Head> written, boolean atTheEnd) {
        List<Map.Entry<ProjectId, Head>> due = written.entrySet().stream()
                .filter(entry -> isDue(entry.getKey(), entry.getValue().number(), atTheEnd))
                .sorted(Map.Entry.comparingByKey())
                .toList();
        if (due.isEmpty()) return;
        try (Connection connection =
                DriverManager.getConnection("jdbc:sqlite:" + journal + "?busy_timeout=5000&synchronous=FULL")) {
            for (Map.Entry<ProjectId, Head> each : due) {
                ProjectId project = each.getKey();
                Head head = each.getValue();
                requireContinued(connection, project);
                HeadTable.add(connection, key.sign(project, head, clock.instant()));
                signed.put(project, head.number());
            }
        } catch (SQLException trouble) {
            throw JournalTrouble.at(journal, trouble);
        }
    }

    private boolean isDue(ProjectId project, long number, boolean atTheEnd) {
        long since = number - signed.getOrDefault(project, 0L);
        return number > 0 && (atTheEnd ? since > 0 : since >= every);
    }

    private void requireContinued(Connection connection, ProjectId project) throws SQLException {
        List<SignedHead> before = HeadTable.of(connection, project);
        if (before.isEmpty()) return;
        SignedHead last = before.getLast();
        try (var query = connection.prepareStatement(HASH)) {
            query.setString(1, io.hubspoke.orchestrator.journal.JournalReader.PERSISTENCE_ID_PREFIX + project);
            query.setLong(2, last.number());
            try (var row = query.executeQuery()) {
                if (row.next() && last.hash().equals(row.getString(1))) return;
            }
        }
        throw new JournalException(
                "the journal of project %s does not hold commit %d as it was signed: run hubspoke journal verify %s"
                        .formatted(project, last.number(), project));
    }
}
