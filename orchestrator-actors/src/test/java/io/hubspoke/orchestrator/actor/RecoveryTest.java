// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static io.hubspoke.orchestrator.actor.HubUnderTest.ANN;
import static io.hubspoke.orchestrator.actor.HubUnderTest.BOB;
import static io.hubspoke.orchestrator.actor.HubUnderTest.PROJECT;
import static io.hubspoke.orchestrator.actor.HubUnderTest.message;
import static io.hubspoke.orchestrator.actor.SqliteHub.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a hub makes of the journal it finds: the same state again, or a loud stop. */
class RecoveryTest {
    private static final int COMMITS = 8;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void name() {
        file = folder.resolve("journal.db");
    }

    /** One commit for each command: the project, ann, and messages to her. */
    private void written(int commits, String... overrides) {
        writtenWithSnapshots(commits, Integer.MAX_VALUE, overrides);
    }

    /** The same, and each snapshot is awaited: the hub does not wait for them. */
    private void writtenWithSnapshots(int commits, int every, String... overrides) {
        try (HubUnderTest hub = SqliteHub.start(file, overrides)) {
            hub.withProject(ANN);
            for (int i = 3; i <= commits; i++) {
                hub.accepted(message(ANN, "number " + i));
                if (i % every == 0) awaitSnapshot(i);
            }
        }
    }

    private void awaitSnapshot(long number) {
        Awaitility.await().untilAsserted(() -> {
            try (JournalReader reader = JournalReader.open(file)) {
                assertThat(reader.snapshots(PROJECT)).contains(number);
            }
        });
    }

    /** By SQLite: a hub that has ended may still be closing the file, with commits in the log beside it. */
    private Path copy(String name) {
        Path copy = folder.resolve(name + ".db");
        sql(file, "VACUUM INTO ?", copy.toString());
        return copy;
    }

    private static void expectStopped(Path journal, String... findings) {
        try (HubUnderTest hub = SqliteHub.start(journal)) {
            assertThat(hub.execute(message(ANN, "anything"))).isInstanceOfSatisfying(Reply.Rejected.class, rejected -> {
                assertThat(rejected.rejection()).isInstanceOf(Rejection.JournalDamaged.class);
                assertThat(rejected.rejection().sentence())
                        .contains("project p is stopped")
                        .contains(findings);
            });
            assertThat(hub.read(new Query.Status(), View.Absent.class).sentence())
                    .contains("damaged");
            TestProbe<ToAgent> host = hub.host();
            hub.hub.tell(new ToOrchestrator.Attach(ANN, 1, host.getRef()));
            assertThat(host.expectMessageClass(ToAgent.AttachRefused.class).rejection())
                    .isInstanceOf(Rejection.JournalDamaged.class);
        }
    }

    private static long last(Path journal) {
        try (JournalReader reader = JournalReader.open(journal)) {
            return reader.lastNumber(PROJECT);
        }
    }

    @Test
    void the_state_after_a_restart_is_the_state_before() {
        ProjectState live;
        View.Status status;
        try (HubUnderTest hub = SqliteHub.start(file)) {
            hub.withProject(ANN, BOB);
            for (int i = 0; i < 30; i++) hub.accepted(message(i % 3 == 0 ? BOB : ANN, "number " + i));
            status = hub.status();
        }
        try (JournalReader reader = JournalReader.open(file)) {
            live = reader.replay(PROJECT);
        }
        try (HubUnderTest hub = SqliteHub.start(file)) {
            assertThat(hub.status()).isEqualTo(status).isEqualTo(Views.answer(live, new Query.Status()));
            hub.accepted(message(ANN, "and on it goes"));
            assertThat(hub.status().revision()).isEqualTo(status.revision() + 1);
        }
    }

    @Test
    void each_single_commit_that_is_missing_from_the_middle_stops_the_project() {
        written(COMMITS);
        for (int number = 1; number < COMMITS; number++) {
            Path journal = copy("without-" + number);
            assertThat(sql(journal, "DELETE FROM event_journal WHERE sequence_number = ?", number))
                    .isEqualTo(1);
            expectStopped(journal, "commit %d is missing".formatted(number));
            assertThat(last(journal)).as("nothing was written to it").isEqualTo(COMMITS);
        }
    }

    @Test
    void a_gap_that_ends_the_plugins_reading_early_is_noticed() {
        written(COMMITS);
        Path journal = copy("gap");
        sql(journal, "DELETE FROM event_journal WHERE sequence_number BETWEEN 3 AND 6");
        try (HubUnderTest hub = SqliteHub.start(journal, "hubspoke.journal.replay-rows = 2")) {
            assertThat(hub.execute(message(ANN, "anything")))
                    .isInstanceOfSatisfying(
                            Reply.Rejected.class,
                            rejected -> assertThat(rejected.rejection()).isInstanceOf(Rejection.JournalDamaged.class));
        }
    }

    @Test
    void a_changed_a_swapped_and_a_foreign_commit_stop_the_project_which_stays_readable() {
        written(COMMITS);
        Path changed = copy("changed");
        sql(
                changed,
                "UPDATE event_journal SET event_payload ="
                        + " CAST(replace(CAST(event_payload AS TEXT), 'number 5', 'number 6') AS BLOB)"
                        + " WHERE sequence_number = 5");
        expectStopped(changed, "commit 5 has another hash than its content");

        Path swapped = copy("swapped");
        sql(swapped, "UPDATE event_journal SET sequence_number = -4 WHERE sequence_number = 4");
        sql(swapped, "UPDATE event_journal SET sequence_number = 4 WHERE sequence_number = 5");
        sql(swapped, "UPDATE event_journal SET sequence_number = 5 WHERE sequence_number = -4");
        expectStopped(swapped, "commit 4 is missing");

        Path garbled = copy("garbled");
        sql(garbled, "UPDATE event_journal SET event_payload = X'00' WHERE sequence_number = 5");
        expectStopped(garbled, "does not end with its hash");
        try (JournalReader reader = JournalReader.open(garbled)) {
            int[] read = {0};
            assertThatThrownBy(() -> reader.commits(PROJECT, 1, commit -> ++read[0] > 0))
                    .isInstanceOf(JournalException.class);
            assertThat(read[0]).isEqualTo(4);
        }
    }

    @Test
    void a_commit_of_a_newer_hubspoke_stops_the_project_and_says_so() {
        written(3);
        sql(file, "UPDATE event_journal SET event_ser_manifest = 'commit-2' WHERE sequence_number = 3");
        expectStopped(file, "newer Hubspoke");
    }

    @Test
    void recovery_gives_the_same_state_with_snapshots_without_them_and_with_damaged_ones() {
        String often = "hubspoke.orchestrator.snapshot-every-commits = 5";
        writtenWithSnapshots(23, 5, often);
        View.Status status;
        try (HubUnderTest hub = SqliteHub.start(copy("with"), often)) {
            status = hub.status();
        }
        Path none = copy("none");
        sql(none, "DELETE FROM snapshot");
        Path damaged = copy("damaged");
        assertThat(sql(
                        damaged,
                        "UPDATE snapshot SET snapshot_payload = CAST(substr(snapshot_payload, 1, 100) || X'00'"
                                + " || substr(snapshot_payload, 102) AS BLOB)"))
                .isPositive();
        Path foreign = copy("foreign");
        sql(foreign, "UPDATE snapshot SET snapshot_ser_manifest = 'snapshot-77'");
        Path misplaced = copy("misplaced");
        sql(misplaced, "UPDATE snapshot SET sequence_number = sequence_number - 2");

        for (Path journal : new Path[] {none, damaged, foreign, misplaced}) {
            try (HubUnderTest hub = SqliteHub.start(journal, often)) {
                assertThat(hub.status()).as(journal.toString()).isEqualTo(status);
                hub.accepted(message(ANN, "and on it goes"));
            }
        }
    }

    @Test
    void beside_the_newest_two_snapshots_older_ones_are_kept_ever_further_apart() {
        writtenWithSnapshots(62, 5, "hubspoke.orchestrator.snapshot-every-commits = 5");
        try (JournalReader reader = JournalReader.open(file)) {
            assertThat(reader.snapshots(PROJECT)).containsExactly(5L, 10L, 20L, 40L, 55L, 60L);
        }
    }

    @Test
    void many_events_make_a_snapshot_even_when_commits_are_few() {
        String often = "hubspoke.orchestrator.snapshot-every-events = 400";
        writtenWithSnapshots(23, 20, often);
        sql(file, "DELETE FROM event_journal WHERE sequence_number <= 20");
        try (HubUnderTest hub = SqliteHub.start(file, often)) {
            assertThat(hub.status().letters()).isEqualTo(21);
        }
    }

    @Test
    void no_answer_waits_for_a_snapshot() throws Exception {
        Path apart = folder.resolve("snapshots.db");
        JournalFile.open(apart).close();
        String[] settings = {
            "hubspoke.orchestrator.snapshot-every-commits = 5",
            "jdbc-snapshot-store.slick.db.url = \"jdbc:sqlite:%s?busy_timeout=20000\"".formatted(apart)
        };
        try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + apart);
                Statement statement = other.createStatement();
                HubUnderTest hub = SqliteHub.start(file, settings)) {
            hub.withProject(ANN);
            statement.execute("BEGIN IMMEDIATE");
            // Nothing can be written there; Pekko would give up after eight seconds and answer then.
            assertTimeoutPreemptively(Duration.ofSeconds(6), () -> {
                for (int i = 3; i <= 12; i++) hub.accepted(message(ANN, "number " + i));
            });
            statement.execute("ROLLBACK");
            Awaitility.await().untilAsserted(() -> {
                try (JournalReader reader = JournalReader.open(apart)) {
                    assertThat(reader.snapshots(PROJECT)).containsExactly(5L);
                }
            });
        }
    }

    @Test
    void a_snapshot_that_cannot_be_written_costs_nothing() {
        String often = "hubspoke.orchestrator.snapshot-every-commits = 5";
        written(3);
        sql(file, "CREATE TRIGGER full BEFORE INSERT ON snapshot BEGIN SELECT RAISE(FAIL, 'no room'); END");
        try (HubUnderTest hub = SqliteHub.start(file, often)) {
            for (int i = 4; i <= 40; i++) hub.accepted(message(ANN, "number " + i));
            assertThat(hub.status().letters()).isEqualTo(38);
        }
        assertThat(sql(file, "DELETE FROM snapshot")).isZero();
        try (HubUnderTest hub = SqliteHub.start(file, often)) {
            assertThat(hub.status().letters()).isEqualTo(38);
        }
    }

    @Test
    void a_snapshot_is_used() {
        String often = "hubspoke.orchestrator.snapshot-every-commits = 5";
        writtenWithSnapshots(23, 5, often);
        // With the rows before the snapshot gone, only the snapshot can lead to the state: proof that it was taken.
        sql(file, "DELETE FROM event_journal WHERE sequence_number <= 20");
        try (HubUnderTest hub = SqliteHub.start(file, often)) {
            assertThat(hub.status().letters()).isEqualTo(21);
        }
    }

    @Test
    void a_removed_tail_is_noticed_when_a_snapshot_knows_of_it() {
        writtenWithSnapshots(20, 10, "hubspoke.orchestrator.snapshot-every-commits = 10");
        sql(file, "DELETE FROM event_journal WHERE sequence_number > 15");
        expectStopped(file, "the journal ends with commit 15, but commit 20 was written");
    }

    @Test
    void a_snapshot_exactly_at_the_end_is_checked_against_the_whole_journal() {
        String often = "hubspoke.orchestrator.snapshot-every-commits = 10";
        writtenWithSnapshots(20, 10, often);
        try (HubUnderTest hub = SqliteHub.start(file, often)) {
            assertThat(hub.status().letters()).isEqualTo(18);
        }
        sql(file, "DELETE FROM event_journal WHERE sequence_number = 7");
        expectStopped(file, "commit 7 is missing");
    }

    @Test
    void unacknowledged_letters_are_sent_again_after_a_restart_and_acknowledged_ones_are_not() {
        try (HubUnderTest hub = SqliteHub.start(file)) {
            hub.withProject(ANN);
            TestProbe<ToAgent> ann = hub.attached(ANN, 1);
            for (int i = 1; i <= 3; i++) hub.accepted(message(ANN, "number " + i));
            HubUnderTest.letters(ann, 3);
            hub.executeAs(ANN, 1, 1, new Acknowledge(2), ann);
        }
        try (HubUnderTest hub = SqliteHub.start(file)) {
            TestProbe<ToAgent> ann = hub.attached(ANN, 1);
            assertThat(HubUnderTest.letters(ann, 1))
                    .singleElement()
                    .extracting(Letter::number)
                    .isEqualTo(3L);
        }
    }

    @Test
    void a_lease_survives_a_restart_of_the_hub_for_its_full_time_and_an_agent_that_stays_away_is_detached() {
        TaskId task = TaskId.of("task");
        try (HubUnderTest hub = SqliteHub.start(file)) {
            hub.withProject(ANN);
            TestProbe<ToAgent> ann = hub.attached(ANN, 1);
            hub.accepted(EnqueueTasks.one(TaskSpec.of(task, AgentType.BACKEND_DEVELOPER, "work")));
            HubUnderTest.letters(ann, 1);
        }
        try (HubUnderTest hub = SqliteHub.start(file)) {
            hub.status();
            hub.pass(Duration.ofSeconds(29));
            assertThat(hub.read(new Query.Task(task), View.Task.class).status()).isEqualTo(TaskStatus.ASSIGNED);
            Awaitility.await()
                    .until(() ->
                            !hub.read(new Query.Agent(ANN), View.Agent.class).attached());
            hub.pass(Duration.ofSeconds(31));
            Awaitility.await()
                    .until(() -> hub.read(new Query.Task(task), View.Task.class).status() == TaskStatus.READY);
        }
    }
}
