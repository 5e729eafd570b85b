// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.app.cli.Journals;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.orchestrator.proof.SqliteEvidence;
import io.hubspoke.orchestrator.proof.Trust;
import io.hubspoke.orchestrator.proof.Verification;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.testkit.ProjectScenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Kill -9 while a fork is being written: there is no fork, or a whole one, and the source is what it was. */
class ForkSurvivesKillTest {
    private static final ProjectId SOURCE = ProjectId.of("demo");
    private static final ProjectId FORK = ProjectId.of("demo-b");
    private static final int MESSAGES = 300;
    private static final int MESSAGE_CHARACTERS = 40_000;

    /** So much of the fork is written, and far more is to come. */
    private static final long BEGUN_BYTES = 1_000_000;

    @TempDir
    Path folder;

    @Test
    void a_fork_that_is_killed_while_it_is_written_is_not_there_or_whole() throws Exception {
        Path journal = folder.resolve(".hubspoke/journal.db");
        write(journal);
        try (Child child = Child.start(folder, "fork", "demo", "--as", "demo-b")) {
            boolean ended = false;
            while (!ended && written(journal) < BEGUN_BYTES) ended = child.endsWithin(1);
            assertThat(ended).as("it ended before it was killed").isFalse();
            child.kill();
        }
        noneOrWhole(journal);
        try (Child again = Child.start(folder, "fork", "demo", "--as", "demo-b")) {
            again.exitCode();
        }
        assertThat(projects(journal)).containsExactly(SOURCE, FORK);
        noneOrWhole(journal);
    }

    /** What SQLite has put beside the journal, of which the last byte says whether it counts. */
    private static long written(Path journal) throws IOException {
        Path log = Path.of(journal + "-wal");
        return Files.exists(log) ? Files.size(log) : 0;
    }

    private static void noneOrWhole(Path journal) {
        try (SqliteEvidence evidence = SqliteEvidence.open(journal)) {
            for (ProjectId project : evidence.projects()) {
                assertThat(Verification.of(evidence, project, Trust.NOTHING).finding())
                        .as(project.value())
                        .isEmpty();
            }
        }
        try (JournalReader reader = JournalReader.open(journal)) {
            long source = reader.lastNumber(SOURCE);
            assertThat(source).isGreaterThan(2 * MESSAGES);
            if (reader.projects().contains(FORK))
                assertThat(reader.lastNumber(FORK)).isEqualTo(source + 1);
        }
    }

    private static List<ProjectId> projects(Path journal) {
        try (JournalReader reader = JournalReader.open(journal)) {
            return reader.projects();
        }
    }

    private static void write(Path journal) throws IOException, SQLException {
        Files.createDirectories(journal.getParent());
        AgentId dev = new AgentId("dev");
        ProjectScenario story =
                ProjectScenario.automatic(SOURCE.value()).givenAgent(dev.value(), AgentType.BACKEND_DEVELOPER);
        for (int i = 1; i <= MESSAGES; i++) {
            String text = "%d %s".formatted(i, "x".repeat(MESSAGE_CHARACTERS));
            story = story.after(Duration.ofSeconds(1))
                    .given(Principal.operator("alice"), new SendMessage(dev, "note", text))
                    .after(Duration.ofSeconds(1))
                    .given(Principal.agent(dev), new Acknowledge(i));
        }
        Journals.at(journal, SOURCE.value()).add(story.recorded());
    }
}
