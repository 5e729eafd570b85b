// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.orchestrator.domain.Histories;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TimelineTest {
    @TempDir
    Path folder;

    private static MemorySource source(long seed) {
        return new MemorySource(Histories.PROJECT, Histories.random(seed, 150));
    }

    /** The states one after the other, by nothing but evolving: the first is the one before the first event. */
    private static List<ProjectState> states(MemorySource source) {
        List<ProjectState> states = new ArrayList<>(List.of(ProjectState.empty(Histories.PROJECT)));
        for (Commit commit : source.all()) {
            for (Recorded recorded : commit.events())
                states.add(states.getLast().evolve(recorded));
        }
        return states;
    }

    @Test
    void every_revision_can_be_visited_in_any_order_also_within_a_commit() {
        for (long seed = 0; seed < 20; seed++) {
            MemorySource source = source(seed);
            List<ProjectState> states = states(source);
            Timeline timeline = Timeline.of(source, Histories.PROJECT);
            assertThat(timeline.last()).isEqualTo(states.size() - 1);
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 100; i++) {
                int revision = random.nextInt(states.size());
                Moment moment = timeline.at(revision);
                assertThat(moment.state()).isEqualTo(states.get(revision));
                assertThat(moment.event().map(Recorded::revision).orElse(0L)).isEqualTo(revision);
            }
        }
    }

    @Test
    void a_walk_sees_each_event_once_with_the_states_around_it() {
        MemorySource source = source(7);
        List<ProjectState> states = states(source);
        for (int from : List.of(0, 1, 2, 3, 50, states.size() - 1)) {
            List<Long> seen = new ArrayList<>();
            Timeline.of(source, Histories.PROJECT).walk(from, (before, recorded, after) -> {
                seen.add(recorded.revision());
                assertThat(before).isEqualTo(states.get((int) recorded.revision() - 1));
                assertThat(after).isEqualTo(states.get((int) recorded.revision()));
                return true;
            });
            assertThat(seen).hasSize(states.size() - Math.max(1, from)).isSorted();
            assertThat(seen.getFirst()).isEqualTo(Math.max(1, from));
        }
    }

    @Test
    void a_walk_ends_when_its_visitor_has_seen_enough() {
        List<Long> seen = new ArrayList<>();
        Timeline.of(source(7), Histories.PROJECT).walk(5, (before, recorded, after) -> {
            seen.add(recorded.revision());
            return recorded.revision() < 9;
        });
        assertThat(seen).containsExactly(5L, 6L, 7L, 8L, 9L);
    }

    @Test
    void an_instant_means_the_last_revision_decided_by_then() {
        MemorySource source = source(3);
        Timeline timeline = Timeline.of(source, Histories.PROJECT);
        for (Commit commit : source.all()) {
            assertThat(timeline.revisionAt(commit.at())).isEqualTo(commit.lastRevision());
            assertThat(timeline.revisionAt(commit.at().minusNanos(1))).isEqualTo(commit.firstRevision() - 1);
        }
        assertThat(timeline.revisionAt(Instant.EPOCH)).isZero();
        assertThat(timeline.revisionAt(Instant.MAX)).isEqualTo(timeline.last());
    }

    @Test
    void each_revision_is_found_in_its_commit_by_looking_at_few() {
        MemorySource source = source(3);
        Timeline timeline = Timeline.of(source, Histories.PROJECT);
        for (Commit commit : source.all()) {
            for (Recorded recorded : commit.events())
                assertThat(timeline.commitOf(recorded.revision())).contains(commit);
        }
        source.read = 0;
        timeline.commitOf(timeline.last() / 2);
        assertThat(source.read).isLessThan(12);
        assertThat(timeline.commitOf(0)).isEmpty();
        assertThat(timeline.commitOf(timeline.last() + 1)).isEmpty();
    }

    @Test
    void what_is_beyond_the_end_is_refused_with_the_last_revision() {
        Timeline timeline = Timeline.of(source(3), Histories.PROJECT);
        assertThatThrownBy(() -> timeline.at(timeline.last() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("project todo-service has no revision %d: use 0 to %d"
                        .formatted(timeline.last() + 1, timeline.last()));
        assertThatThrownBy(() -> timeline.at(-1)).hasMessageContaining("no revision -1");
        assertThatThrownBy(() -> Timeline.of(source(3), ProjectId.of("nobody")).at(1))
                .hasMessage("project nobody has no events");
    }

    @Test
    void a_step_to_a_neighbour_reads_next_to_nothing() throws SQLException {
        Path file = folder.resolve("journal.db");
        LongHistory.write(file, 20_000, 1_000_000);
        try (Counted source = new Counted(JournalReader.open(file))) {
            Timeline timeline = Timeline.of(source, LongHistory.PROJECT);
            timeline.at(15_000);
            source.commits = 0;
            timeline.at(14_999);
            timeline.at(15_000);
            timeline.at(15_001);
            assertThat(source.commits).isLessThan(12);
            timeline.at(14_000);
            assertThat(source.commits).isLessThan(30);
        }
    }

    @Test
    void a_snapshot_that_its_commit_confirms_shortens_the_way_and_changes_nothing() throws SQLException {
        Path file = folder.resolve("journal.db");
        LongHistory.write(file, 30_000, 10_000);
        try (Counted source = new Counted(JournalReader.open(file))) {
            assertThat(source.snapshots(LongHistory.PROJECT)).hasSize(3);
            Moment all = Timeline.withoutSnapshots(source, LongHistory.PROJECT).at(25_000);
            long commitsOfAll = source.commits;
            source.commits = 0;
            Moment quick = Timeline.of(source, LongHistory.PROJECT).at(25_000);
            assertThat(source.commits).isLessThan(commitsOfAll / 2);
            assertThat(quick).isEqualTo(all);
        }
    }

    @Test
    void a_snapshot_that_is_damaged_or_of_another_history_is_left_aside() throws SQLException {
        Path file = folder.resolve("journal.db");
        LongHistory.write(file, 30_000, 10_000);
        Moment expected;
        try (JournalReader reader = JournalReader.open(file)) {
            expected = Timeline.withoutSnapshots(reader, LongHistory.PROJECT).at(25_000);
            assertThat(reader.snapshot(
                            LongHistory.PROJECT,
                            reader.snapshots(LongHistory.PROJECT).getLast()))
                    .isPresent();
        }
        // The second snapshot takes the place of the first one, and the third is cut.
        sql(
                file,
                "UPDATE snapshot SET snapshot_payload = (SELECT s.snapshot_payload FROM snapshot s"
                        + " ORDER BY s.sequence_number LIMIT 1 OFFSET 1) WHERE sequence_number ="
                        + " (SELECT min(sequence_number) FROM snapshot)");
        sql(
                file,
                "UPDATE snapshot SET snapshot_payload = substr(snapshot_payload, 1, 1000) WHERE sequence_number >"
                        + " (SELECT min(sequence_number) FROM snapshot)");
        try (JournalReader reader = JournalReader.open(file)) {
            for (long number : reader.snapshots(LongHistory.PROJECT))
                assertThat(reader.snapshot(LongHistory.PROJECT, number)).isEmpty();
            assertThat(Timeline.of(reader, LongHistory.PROJECT).at(25_000)).isEqualTo(expected);
        }
    }

    private static void sql(Path file, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            connection.createStatement().executeUpdate(statement);
        }
    }

    /** Counts the commits that are read. */
    private static final class Counted implements CommitSource {
        private final JournalReader reader;
        long commits;

        Counted(JournalReader reader) {
            this.reader = reader;
        }

        @Override
        public List<ProjectId> projects() {
            return reader.projects();
        }

        @Override
        public long lastNumber(ProjectId project) {
            return reader.lastNumber(project);
        }

        @Override
        public void commits(ProjectId project, long from, java.util.function.Predicate<Commit> whileTrue) {
            reader.commits(project, from, commit -> {
                commits++;
                return whileTrue.test(commit);
            });
        }

        @Override
        public List<Long> snapshots(ProjectId project) {
            return reader.snapshots(project);
        }

        @Override
        public java.util.Optional<io.hubspoke.orchestrator.journal.Snapshot> snapshot(ProjectId project, long number) {
            return reader.snapshot(project, number);
        }

        @Override
        public void close() {
            reader.close();
        }
    }
}
