// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.Samples;
import io.hubspoke.orchestrator.actor.LivedHistory;
import io.hubspoke.orchestrator.proof.Fork;
import io.hubspoke.orchestrator.proof.SqliteEvidence;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Journals that a real hub wrote in each released format. They stay as they are for ever, and every later version must
 * read them to the same state.
 *
 * <p>{@code -Dhubspoke.write-golden=NAME} adds one, of this version. {@code -Dhubspoke.write-golden-states=true} notes
 * anew which states they come to: only when the form of the state in snapshots was changed on purpose.
 */
class GoldenJournalsTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    /** Events that no running hub records. */
    private static final int ONLY_BY_FORK = 1;

    @TempDir
    Path copies;

    @Test
    void every_released_journal_is_replayed_to_the_state_that_it_had() throws IOException {
        String added = System.getProperty("hubspoke.write-golden", "");
        if (!added.isEmpty()) write(FOLDER.resolve(added + ".db"));
        List<Path> journals = journals();
        assertThat(journals).as("golden journals").isNotEmpty();
        for (Path journal : journals) {
            Path noted = journal.resolveSibling(journal.getFileName().toString().replace(".db", ".txt"));
            String found = states(copied(journal));
            if (!added.isEmpty() || Boolean.getBoolean("hubspoke.write-golden-states")) Files.writeString(noted, found);
            assertThat(found).as("states of %s", journal.getFileName()).isEqualTo(Files.readString(noted));
        }
    }

    @Test
    void every_type_of_event_stands_in_a_golden_journal() throws IOException {
        Set<Class<?>> seen = new HashSet<>();
        for (Path journal : journals()) seen.addAll(types(copied(journal)));
        assertThat(seen)
                .as("types in golden journals; add one with -Dhubspoke.write-golden=NAME")
                .containsExactlyInAnyOrderElementsOf(Samples.leaves(Event.class));
    }

    @Test
    void a_golden_journal_can_be_continued() throws IOException {
        for (Path journal : journals()) {
            Path copy = copied(journal);
            JournalFile.open(copy).close();
            assertThat(states(copy)).isEqualTo(states(copied(journal)));
        }
    }

    private static Set<Class<?>> types(Path journal) {
        Set<Class<?>> seen = new HashSet<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            for (ProjectId project : reader.projects()) {
                reader.commits(project, 1, commit -> {
                    commit.events()
                            .forEach(recorded -> seen.add(recorded.event().getClass()));
                    return true;
                });
            }
        }
        return seen;
    }

    private static List<Path> journals() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".db"))
                    .sorted()
                    .toList();
        }
    }

    /** Reading leaves files of SQLite's own beside a journal. */
    private Path copied(Path journal) throws IOException {
        Path folder = Files.createTempDirectory(copies, "golden");
        return Files.copy(journal, folder.resolve("journal.db"));
    }

    private static String states(Path journal) {
        List<String> lines = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            for (ProjectId project : reader.projects()) {
                Head[] head = {Head.START};
                reader.commits(project, 1, commit -> {
                    head[0] = head[0].then(commit);
                    return true;
                });
                lines.add("%s commits=%d revision=%d head=%s state=%s"
                        .formatted(
                                project,
                                head[0].number(),
                                head[0].revision(),
                                head[0].hash(),
                                StateHash.of(reader.replay(project))));
            }
        }
        return String.join("\n", lines) + "\n";
    }

    /** In the middle, where somebody is at work. */
    private static void fork(Path journal, ProjectId source, ProjectId as) {
        try (JournalReader reader = JournalReader.open(journal);
                SqliteEvidence evidence = SqliteEvidence.open(journal);
                JournalFile held = JournalFile.open(journal)) {
            long[] revision = {0};
            reader.commits(source, 1, commit -> {
                revision[0] = commit.lastRevision();
                return commit.number() < reader.lastNumber(source) / 2;
            });
            Principal.Operator alice = new Principal.Operator("alice");
            Fork.of(evidence, new Fork.Wanted(source, revision[0], as, alice), held, Instant.now());
        }
    }

    private static void write(Path journal) throws IOException {
        Files.createDirectories(journal.getParent());
        try (LivedHistory history = LivedHistory.in(
                journal,
                "hubspoke.orchestrator.redelivery-tries-max = 6",
                "pekko.actor.testkit.typed.single-expect-default = 60s")) {
            history.liveRareThings("rare-things");
            for (int seed = 1;
                    seed <= 6
                            && types(journal).size()
                                    < Samples.leaves(Event.class).size() - ONLY_BY_FORK;
                    seed++) history.live("project-" + seed, seed, 150);
        }
        fork(journal, ProjectId.of("rare-things"), ProjectId.of("rare-things-again"));
        fork(journal, ProjectId.of("project-1"), ProjectId.of("project-1-again"));
        JournalFile.open(journal).close();
        for (String beside : List.of(".lock", "-wal", "-shm")) Files.deleteIfExists(Path.of(journal + beside));
    }
}
