// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.examples.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.TaskStatus;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
    private static final ProjectId WORDS = ProjectId.of("words");

    @TempDir
    private Path folder;

    @Test
    void the_agent_counts_and_the_journal_proves_it() throws Exception {
        Path journal = folder.resolve("journal.db");

        assertThat(Main.count(journal, "five words, no more here")).isEqualTo("5 words");

        List<Event.TaskCompleted> completed = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            reader.commits(WORDS, 1, commit -> {
                commit.events().forEach(recorded -> {
                    if (recorded.event() instanceof Event.TaskCompleted event) completed.add(event);
                });
                return true;
            });
        }
        assertThat(completed).singleElement().satisfies(event -> {
            assertThat(event.agent()).contains(AgentId.of("counter"));
            assertThat(event.result().outputs()).containsEntry("words", "5");
        });
    }

    @Test
    void a_later_run_continues_the_same_project() throws Exception {
        Path journal = folder.resolve("journal.db");
        Main.count(journal, "one");

        assertThat(Main.count(journal, "one two")).isEqualTo("2 words");

        try (JournalReader reader = JournalReader.open(journal)) {
            ProjectState state = reader.replay(WORDS);
            assertThat(state.tasks().count(TaskStatus.COMPLETED)).isEqualTo(2);
            assertThat(state.agents().size()).isEqualTo(1);
        }
    }
}
