// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.proof.Evidence;
import io.hubspoke.orchestrator.proof.SignedHead;
import io.hubspoke.orchestrator.proof.Trust;
import io.hubspoke.orchestrator.proof.Verification;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.testkit.ProjectScenario;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Told stories as the journals that they would have left: a commit for each command. */
public final class Histories {
    private Histories() {}

    static List<Commit> commits(ProjectScenario story) {
        CommitCodec codec = new CommitCodec();
        List<Commit> commits = new ArrayList<>();
        Head head = Head.START;
        List<Recorded> batch = new ArrayList<>();
        for (Recorded recorded : story.recorded()) {
            if (!batch.isEmpty() && !together(batch.getLast(), recorded)) {
                commits.add(codec.encode(head, batch.getFirst().at(), batch));
                head = head.then(commits.getLast());
                batch = new ArrayList<>();
            }
            batch.add(recorded);
        }
        if (!batch.isEmpty()) commits.add(codec.encode(head, batch.getFirst().at(), batch));
        return commits;
    }

    private static boolean together(Recorded one, Recorded next) {
        return one.at().equals(next.at())
                && one.by().equals(next.by())
                && one.command().equals(next.command());
    }

    static CommitSource source(ProjectScenario story) {
        return new Told(story.state().id(), commits(story));
    }

    /** In memory, with nothing beside its commits. */
    private record Told(ProjectId id, List<Commit> all) implements CommitSource, Evidence {
        @Override
        public List<ProjectId> projects() {
            return List.of(id);
        }

        @Override
        public long lastNumber(ProjectId project) {
            return all.size();
        }

        @Override
        public void commits(ProjectId project, long fromNumber, Predicate<Commit> whileTrue) {
            for (Commit commit : all.subList((int) fromNumber - 1, all.size())) {
                if (!whileTrue.test(commit)) return;
            }
        }

        @Override
        public void commits(ProjectId project, Predicate<Stored> whileTrue) {
            commits(
                    project,
                    1,
                    commit -> whileTrue.test(
                            new Stored(commit.number(), commit.row().bytes())));
        }

        @Override
        public List<Long> snapshots(ProjectId project) {
            return List.of();
        }

        @Override
        public byte[] snapshotBytes(ProjectId project, long number) {
            return new byte[0];
        }

        @Override
        public List<SignedHead> heads(ProjectId project) {
            return List.of();
        }

        @Override
        public void close() {}
    }

    static ReportData report(ProjectScenario story, long from, long to) {
        Told told = new Told(story.state().id(), commits(story));
        Proof proof = Proof.of(Verification.of(told, told.id(), Trust.NOTHING));
        return ReportData.of(told, told.id(), new Range(from, to), proof);
    }

    /** A SQLite journal of a project in which all sorts of things have happened. */
    public static void write(Path file, int commands) throws SQLException {
        write(file, RandomStory.of(1, commands));
    }

    static void write(Path file, ProjectScenario story) throws SQLException {
        try (JournalFile journal = JournalFile.open(file);
                Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal.path());
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO event_journal (persistence_id, sequence_number, writer, write_timestamp,"
                                + " adapter_manifest, event_payload, event_ser_id, event_ser_manifest)"
                                + " VALUES (?, ?, '', 0, '', ?, 9801, 'commit-1')")) {
            connection.setAutoCommit(false);
            for (Commit commit : commits(story)) {
                insert.setString(1, "orchestrator|" + story.state().id());
                insert.setLong(2, commit.number());
                insert.setBytes(3, commit.row().bytes());
                insert.executeUpdate();
            }
            connection.commit();
        }
    }
}
