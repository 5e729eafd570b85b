// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalJson;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Saved journals, replayed against the code of today: what was true of a project when its journal was kept must still
 * be true. Every commit is read, its chain checked, old shapes of events raised, and every event folded. Where the
 * state was {@linkplain #record recorded} beside the journal, it must be the same, at each commit.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> histories() {
 *     return JournalHistories.in(Path.of("src/test/histories")).tests();
 * }
 * }</pre>
 *
 * <p>Commands are not journaled, so they are not decided again: whether the rules of today would decide as those of
 * then is the business of a {@link ProjectScenario}. Journals are copied before they are read, and never changed.
 */
public final class JournalHistories {
    private static final String JOURNAL = ".db";
    private static final String STATE = ".state";

    private final List<Path> journals;

    private JournalHistories(List<Path> journals) {
        this.journals = journals;
    }

    /**
     * All journals ({@code *.db}) in this folder and below it, in the order of their names.
     *
     * @throws IllegalArgumentException when there is none: a check of nothing would always pass
     */
    public static JournalHistories in(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> journals = files.filter(file -> file.toString().endsWith(JOURNAL))
                    .sorted()
                    .toList();
            if (journals.isEmpty())
                throw new IllegalArgumentException("there is no journal (*.db) in %s".formatted(folder));
            return new JournalHistories(journals);
        } catch (IOException unreadable) {
            throw new IllegalArgumentException("folder %s cannot be read".formatted(folder), unreadable);
        }
    }

    /** One test for each journal; it fails with the first divergence. */
    public Stream<DynamicTest> tests() {
        return journals.stream()
                .map(journal -> DynamicTest.dynamicTest(
                        String.valueOf(journal.getFileName()),
                        journal.toUri(),
                        () -> firstDivergence(journal).ifPresent(divergence -> {
                            throw new AssertionError(divergence.toString());
                        })));
    }

    /** The first thing that is not as it was, over all projects of the journal; empty when there is none. */
    public static Optional<Divergence> firstDivergence(Path journal) {
        return withCopy(journal, source -> {
            JsonNode recorded = recorded(journal);
            for (ProjectId project : source.projects()) {
                JsonNode state = recorded.path(project.value());
                Replay replay = state.isMissingNode()
                        ? new Replay(journal, project)
                        : new Replay(journal, project, RecordedState.of(state));
                Optional<Divergence> found = replay.firstDivergence(source);
                if (found.isPresent()) return found;
            }
            return missing(journal, source, recorded);
        });
    }

    private static Optional<Divergence> missing(Path journal, CommitSource source, JsonNode recorded) {
        List<String> projects = source.projects().stream().map(ProjectId::value).toList();
        for (var names = recorded.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!projects.contains(name))
                return Optional.of(
                        Divergence.of(journal, ProjectId.of(name), "the project is not in the journal any more"));
        }
        return Optional.empty();
    }

    /**
     * Notes what the projects of this journal come to with the code of today, in a file beside it ({@code
     * NAME.db.state}), which belongs into version control with the journal. What was noted before is replaced.
     *
     * @throws JournalException with one sentence when the journal cannot be replayed
     */
    public static void record(Path journal) {
        ObjectNode projects = JournalJson.MAPPER.createObjectNode();
        withCopy(journal, source -> {
            source.projects().forEach(project -> projects.set(project.value(), recorded(source, project)));
            return Optional.empty();
        });
        try {
            Files.write(
                    stateFile(journal),
                    JournalJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(projects));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    private static ObjectNode recorded(CommitSource source, ProjectId project) {
        long commits = source.lastNumber(project);
        ObjectNode json = JournalJson.MAPPER.createObjectNode().put("commits", commits);
        ObjectNode digests = json.putObject("digests");
        ProjectState[] state = {ProjectState.empty(project)};
        source.commits(project, 1, commit -> {
            state[0] = commit.appliedTo(state[0]);
            if (RecordedState.isDigested(commit.number(), commits))
                digests.put(Long.toString(commit.number()), RecordedState.digest(RecordedState.json(state[0])));
            return true;
        });
        json.set("last", RecordedState.json(state[0]));
        return json;
    }

    private static JsonNode recorded(Path journal) {
        Path file = stateFile(journal);
        try {
            return Files.exists(file)
                    ? JournalJson.MAPPER.readTree(Files.readAllBytes(file))
                    : JournalJson.MAPPER.createObjectNode();
        } catch (IOException unreadable) {
            throw new JournalException("%s cannot be read: record it again".formatted(file), unreadable);
        }
    }

    private static Path stateFile(Path journal) {
        return Path.of(journal + STATE);
    }

    /** Other forms in which histories are kept are opened here. */
    private static CommitSource open(Path file) {
        return JournalReader.open(file);
    }

    private interface Reading {
        Optional<Divergence> from(CommitSource source);
    }

    /** SQLite leaves files of its own beside a journal that is read. */
    private static Optional<Divergence> withCopy(Path journal, Reading reading) {
        try {
            Path folder = Files.createTempDirectory("hubspoke-history");
            try {
                Path copy = Files.copy(journal, folder.resolve("journal.db"));
                Path log = Path.of(journal + "-wal");
                if (Files.exists(log)) Files.copy(log, folder.resolve("journal.db-wal"));
                try (CommitSource source = open(copy)) {
                    return reading.from(source);
                }
            } finally {
                delete(folder);
            }
        } catch (IOException unreadable) {
            throw new JournalException("journal %s cannot be read".formatted(journal), unreadable);
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
