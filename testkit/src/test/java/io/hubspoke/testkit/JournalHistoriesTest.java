// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import static io.hubspoke.testkit.ProjectScenario.agent;
import static io.hubspoke.testkit.ProjectScenario.task;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalHistoriesTest {
    private static final AgentType CODER = AgentType.BACKEND_DEVELOPER;
    private static final ProjectId SHOP = ProjectId.of("shop");

    @TempDir
    Path folder;

    private Path journal;
    private List<Commit> commits;

    @BeforeEach
    void keepAStory() {
        journal = folder.resolve("shop.db");
        try (OrchestratorTestKit kit = OrchestratorTestKit.automatic("shop")) {
            kit.agent("coder-1", CODER).onTask(assignment -> TaskResult.of("done"));
            kit.operator("alice").enqueue(task("api", CODER));
            kit.operator("alice").enqueue(task("page", CODER));
            kit.thenTask("page", TaskStatus.COMPLETED).saveJournal(journal);
            commits = kit.journal();
        }
    }

    /** The same history as somebody else would have had it: every event changed as the test says. */
    private void rewrite(UnaryOperator<Event> change) throws IOException {
        Files.delete(journal);
        CommitCodec codec = new CommitCodec();
        List<Commit> changed = new ArrayList<>();
        Head head = Head.START;
        for (Commit commit : commits) {
            List<Recorded> events = commit.events().stream()
                    .map(each -> new Recorded(
                            each.revision(),
                            each.at(),
                            each.command(),
                            each.by(),
                            each.fingerprint(),
                            change.apply(each.event())))
                    .toList();
            changed.add(codec.encode(head, commit.at(), events));
            head = head.then(changed.getLast());
        }
        SavedJournal.write(journal, SHOP, changed);
    }

    private void rows(String statement) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal)) {
            assertThat(connection.prepareStatement(statement).executeUpdate()).isPositive();
        } catch (SQLException trouble) {
            throw new IllegalStateException(trouble);
        }
    }

    private String divergence() {
        return JournalHistories.firstDivergence(journal).orElseThrow().toString();
    }

    @Test
    void a_saved_journal_is_replayed_to_the_state_that_was_recorded() throws Throwable {
        JournalHistories.record(journal);
        List<DynamicTest> tests = JournalHistories.in(folder).tests().toList();
        assertThat(tests).extracting(DynamicTest::getDisplayName).containsExactly("shop.db");
        tests.getFirst().getExecutable().execute();
        assertThat(folder).as("nothing is left beside it").isDirectoryNotContaining("glob:**-{shm,wal}");
    }

    @Test
    void without_a_recorded_state_it_must_still_fold() {
        assertThat(JournalHistories.firstDivergence(journal)).isEmpty();
        rows("DELETE FROM event_journal WHERE sequence_number = 3");
        assertThat(divergence()).contains("project shop", "commit 3 is missing");
    }

    @Test
    void a_state_that_differs_is_shown_with_the_first_commit_and_both_values() throws IOException {
        JournalHistories.record(journal);
        rewrite(event ->
                event instanceof Event.TaskCompleted done && done.task().equals(TaskId.of("api"))
                        ? new Event.TaskCompleted(
                                done.task(), done.epoch(), done.agent(), TaskResult.of("nothing"), done.verifier())
                        : event);
        Commit blamed = commits.stream()
                .filter(commit ->
                        commit.events().stream().anyMatch(each -> each.event() instanceof Event.TaskCompleted))
                .findFirst()
                .orElseThrow();
        assertThat(divergence())
                .contains("commit %d: the state is another one than was recorded".formatted(blamed.number()))
                .contains("{\"type\":\"task-completed\",\"task\":\"api\"")
                .contains("/tasks/0/result/summary: recorded \"done\", now \"nothing\"");
        assertThatThrownBy(() -> JournalHistories.in(folder)
                        .tests()
                        .findFirst()
                        .orElseThrow()
                        .getExecutable()
                        .execute())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("project shop");
    }

    @Test
    void a_difference_that_later_commits_hide_is_found_all_the_same() throws IOException {
        JournalHistories.record(journal);
        Path state = Path.of(journal + ".state");
        String text = Files.readString(state);
        String second = text.replaceAll("(?s).*\"2\" : \"([0-9a-f]{64})\".*", "$1");
        Files.writeString(state, text.replace(second, "0".repeat(64)));
        assertThat(divergence()).contains("commit 2: ").contains("though later commits lead to the same again");
    }

    @Test
    void a_version_that_knows_more_of_a_state_does_not_diverge() throws IOException {
        JournalHistories.record(journal);
        Path state = Path.of(journal + ".state");
        String older = Files.readString(state)
                .replaceAll("\"[0-9a-f]{64}\"", "\"" + "0".repeat(64) + "\"")
                .replaceAll("\"percent\" : \\d+,\\s*", "");
        assertThat(older).doesNotContain("percent");
        Files.writeString(state, older);
        assertThat(JournalHistories.firstDivergence(journal)).isEmpty();
    }

    @Test
    void an_event_that_cannot_be_folded_is_shown() throws IOException {
        rewrite(event -> event instanceof Event.TaskStarted started
                ? new Event.TaskStarted(TaskId.of("nobody-knows"), started.epoch())
                : event);
        assertThat(divergence())
                .contains("task nobody-knows does not exist")
                .contains("{\"type\":\"task-started\",\"task\":\"nobody-knows\"");
    }

    @Test
    void a_changed_row_and_a_missing_end_and_a_missing_project_are_shown() throws IOException {
        JournalHistories.record(journal);
        rows("DELETE FROM event_journal WHERE sequence_number = (SELECT max(sequence_number) FROM event_journal)");
        assertThat(divergence()).contains("the journal ends with commit %d".formatted(commits.size() - 1));
        rows("UPDATE event_journal SET event_payload = CAST(replace(CAST(event_payload AS TEXT), 'coder', 'coker') AS"
                + " BLOB) WHERE sequence_number = 2");
        assertThat(divergence()).contains("commit 2 has another hash than its content");
        rows("DELETE FROM event_journal");
        assertThat(divergence()).contains("the project is not in the journal any more");
    }

    @Test
    void a_journal_that_has_grown_since_is_compared_where_it_was_recorded() throws IOException {
        JournalHistories.record(journal);
        Path longer = folder.resolve("longer.db");
        try (OrchestratorTestKit kit = OrchestratorTestKit.givenJournal(journal, SHOP)) {
            kit.operator("alice").enqueue(task("more", CODER));
            kit.saveJournal(longer);
        }
        Files.move(Path.of(journal + ".state"), Path.of(longer + ".state"));
        assertThat(JournalHistories.firstDivergence(longer)).isEmpty();
    }

    @Test
    void a_folder_without_journals_is_refused() {
        assertThatThrownBy(() -> JournalHistories.in(folder.resolve("nothing"))).hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> JournalHistories.in(Files.createDirectory(folder.resolve("empty"))))
                .hasMessageContaining("there is no journal (*.db)");
        assertThatThrownBy(() -> SavedJournal.write(journal, SHOP, commits))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining("already");
    }

    @Test
    void a_saved_journal_is_a_beginning_for_stories() {
        ProjectScenario.givenJournal(journal, SHOP)
                .thenTask("page", TaskStatus.COMPLETED)
                .when(agent("coder-1"), new StartTask(TaskId.of("page"), 9))
                .thenTask("page", TaskStatus.COMPLETED);
        assertThatThrownBy(() -> ProjectScenario.givenJournal(journal, ProjectId.of("other")))
                .hasMessageContaining("has no project other");
    }
}
