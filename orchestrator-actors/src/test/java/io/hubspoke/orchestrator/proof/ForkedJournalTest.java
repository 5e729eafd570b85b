// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.orchestrator.audit.Timeline;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Forks of a journal that a real hub has written: what is copied, what is added, and what is refused. */
class ForkedJournalTest {
    private static final ProjectId SOURCE = ProjectId.of("project-1");
    private static final ProjectId AS = ProjectId.of("another-try");
    private static final Principal.Operator ALICE = new Principal.Operator("alice");

    @TempDir
    Path folder;

    private Path journal;

    @BeforeEach
    void write() throws IOException {
        journal = Golden.copied(folder);
    }

    private Fork.Forked fork(long revision, ProjectId as) {
        return fork(SOURCE, revision, as, Golden.NOW);
    }

    private Fork.Forked fork(ProjectId source, long revision, ProjectId as, Instant now) {
        try (JournalFile held = JournalFile.open(journal);
                SqliteEvidence evidence = SqliteEvidence.open(journal)) {
            return Fork.of(evidence, new Fork.Wanted(source, revision, as, ALICE), held, now);
        }
    }

    private List<Commit> commits(ProjectId project) {
        List<Commit> commits = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal)) {
            reader.commits(project, 1, commits::add);
        }
        return commits;
    }

    private List<byte[]> bytes() {
        MemoryEvidence all = MemoryEvidence.of(journal);
        return all.rows.values().stream()
                .flatMap(List::stream)
                .map(Evidence.Stored::bytes)
                .toList();
    }

    @Test
    void every_end_of_a_commit_can_be_forked_at_and_the_fork_is_the_source_up_to_there_byte_for_byte() {
        List<Commit> source = commits(SOURCE);
        for (Commit last : source) {
            ProjectId as = ProjectId.of("fork-" + last.number());
            Fork.Forked forked = fork(last.lastRevision(), as);
            assertThat(forked.source().hash()).isEqualTo(last.hash());
            List<Commit> fork = commits(as);
            assertThat(fork.subList(0, fork.size() - 1)).isEqualTo(source.subList(0, (int) last.number()));
            assertThat(fork.getLast().events().getFirst().event())
                    .isEqualTo(new Event.ForkedFrom(
                            SOURCE, last.number(), last.lastRevision(), last.hash(), last.at(), ALICE));
            Verdict verdict = Golden.verdict(journal, as, Trust.NOTHING);
            assertThat(verdict.finding()).isEmpty();
            assertThat(verdict.head()).isEqualTo(forked.head());
        }
        assertThat(commits(SOURCE)).isEqualTo(source);
    }

    @Test
    void replay_of_the_fork_where_it_was_forked_is_replay_of_the_source_there() {
        long revision = commits(SOURCE).get(20).lastRevision();
        fork(revision, AS);
        try (JournalReader reader = JournalReader.open(journal)) {
            ProjectState there = Timeline.of(reader, SOURCE).at(revision).state();
            ProjectState here = Timeline.of(reader, AS).at(revision).state();
            assertThat(named(here, SOURCE)).isEqualTo(there);
        }
    }

    /** The same under another name: that is all that the copied part of a fork differs in. */
    private static ProjectState named(ProjectState state, ProjectId name) {
        return new ProjectState(
                name,
                state.revision(),
                state.project(),
                state.agents(),
                state.tasks(),
                state.mailboxes(),
                state.consultations(),
                state.gates(),
                state.commands(),
                state.loops());
    }

    @Test
    void a_fork_of_a_fork_names_the_fork() {
        Fork.Forked first = fork(commits(SOURCE).get(20).lastRevision(), AS);
        Fork.Forked second = fork(AS, first.head().revision(), ProjectId.of("third-try"), Golden.NOW);
        assertThat(second.source()).isEqualTo(first.head());
        assertThat(Golden.verdict(journal, ProjectId.of("third-try"), Trust.NOTHING)
                        .finding())
                .isEmpty();
    }

    @Test
    void a_clock_that_was_set_back_does_not_make_a_fork_older_than_its_source() {
        Commit last = commits(SOURCE).getLast();
        Fork.Forked forked = fork(SOURCE, last.lastRevision(), AS, Instant.EPOCH);
        assertThat(forked.head().at()).isEqualTo(last.at());
        assertThat(Golden.verdict(journal, AS, Trust.NOTHING).finding()).isEmpty();
    }

    @Test
    void a_revision_within_a_commit_is_refused_with_the_nearest_ones() {
        Commit commit = commits(SOURCE).stream()
                .filter(each -> each.number() > 1 && each.events().size() > 2)
                .findFirst()
                .orElseThrow();
        refused(
                commit.firstRevision() + 1,
                AS,
                "revision %d stands within commit %d, which is one step: use %d or %d"
                        .formatted(
                                commit.firstRevision() + 1,
                                commit.number(),
                                commit.firstRevision() - 1,
                                commit.lastRevision()));
    }

    @Test
    void what_is_not_there_cannot_be_forked_and_no_name_is_taken_twice() {
        long last = commits(SOURCE).getLast().lastRevision();
        refused(0, AS, "has no revision 0 to fork at");
        refused(last + 1, AS, "has no revision %d to fork at".formatted(last + 1));
        refused(last, SOURCE, "project project-1 exists");
        refused(last, Golden.PROJECT, "project rare-things exists");
    }

    private void refused(long revision, ProjectId as, String sentence) {
        List<byte[]> before = bytes();
        assertThatThrownBy(() -> fork(revision, as))
                .isInstanceOf(JournalException.class)
                .hasMessageContaining(sentence);
        assertThat(bytes()).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void a_damaged_source_is_not_forked_even_when_the_damage_comes_later() throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                Statement change = connection.createStatement()) {
            change.executeUpdate("UPDATE event_journal SET event_payload = x'7b7d' WHERE sequence_number = 30"
                    + " AND persistence_id = 'orchestrator|" + SOURCE + "'");
        }
        List<byte[]> before = bytes();
        assertThatThrownBy(() -> fork(commits(1, 10), AS))
                .isInstanceOf(Import.NotVerified.class)
                .hasMessageContaining("commit 30");
        assertThat(bytes()).usingRecursiveComparison().isEqualTo(before);
    }

    /** The last revision of the second of two commits that can still be read. */
    private long commits(long from, long to) {
        long[] revision = {0};
        try (JournalReader reader = JournalReader.open(journal)) {
            reader.commits(SOURCE, from, commit -> {
                revision[0] = commit.lastRevision();
                return commit.number() < to;
            });
        }
        return revision[0];
    }

    @Test
    void a_fork_that_names_another_head_than_stands_before_it_is_found() throws Exception {
        fork(commits(SOURCE).get(20).lastRevision(), AS);
        MemoryEvidence honest = MemoryEvidence.of(journal);
        assertThat(Verification.of(honest, AS, Trust.NOTHING).finding()).isEmpty();
        List<Commit> commits = commits(AS);
        Commit fork = commits.getLast();
        Event.ForkedFrom said = (Event.ForkedFrom) fork.events().getFirst().event();
        for (String[] lie : new String[][] {
            {"\"commit\":" + said.commit(), "\"commit\":" + (said.commit() - 1)},
            {"\"hash\":\"" + said.hash(), "\"hash\":\"" + "0".repeat(64)},
            {"\"source\":\"project-1\"", "\"source\":\"another-try\""},
            {"\"revision\":" + said.revision(), "\"revision\":" + (said.revision() - 1)}
        }) {
            MemoryEvidence forged = honest.copy();
            List<Evidence.Stored> rows = forged.rows.get(AS);
            String row = new String(rows.getLast().bytes(), StandardCharsets.UTF_8);
            assertThat(row).contains(lie[0]);
            rows.set(
                    rows.size() - 1,
                    new Evidence.Stored(
                            fork.number(), row.replaceFirst(lie[0], lie[1]).getBytes(StandardCharsets.UTF_8)));
            forged.rehash(AS, rows.size() - 1);
            Verdict verdict = Verification.of(forged, AS, Trust.NOTHING);
            assertThat(verdict.finding()).as("lie %s", lie[1]).isPresent();
            assertThat(verdict.finding().orElseThrow().commit()).isEqualTo(fork.number());
        }
    }

    @Test
    void a_fork_in_the_middle_of_a_commit_is_found() {
        List<Commit> commits = commits(SOURCE);
        Commit last = commits.getLast();
        Head head = new Head(last.number(), last.hash(), last.lastRevision(), last.at());
        Event.ForkedFrom forked =
                new Event.ForkedFrom(AS, head.number(), head.revision() + 1, head.hash(), head.at(), ALICE);
        Commit forged = new CommitCodec()
                .encode(
                        head,
                        Golden.NOW,
                        List.of(
                                event(
                                        head.revision() + 1,
                                        new Event.ProjectUpdated(
                                                java.util.Optional.of("x"),
                                                java.util.Map.of(),
                                                java.util.Optional.empty()),
                                        ALICE),
                                event(head.revision() + 2, forked, Principal.HUB)));
        MemoryEvidence evidence = MemoryEvidence.of(journal);
        evidence.rows
                .get(SOURCE)
                .add(new Evidence.Stored(forged.number(), forged.row().bytes()));
        assertThat(Verification.of(evidence, SOURCE, Trust.NOTHING)
                        .finding()
                        .orElseThrow()
                        .sentence())
                .isEqualTo(("commit %d says that this history is that of project another-try up to commit %d, which it"
                                + " is not")
                        .formatted(forged.number(), head.number()));
    }

    private static Recorded event(long revision, Event event, Principal by) {
        CommandId command = by.equals(Principal.HUB) ? CommandId.HUB : new CommandId("forged");
        return new Recorded(revision, Golden.NOW, command, by, 0, event);
    }
}
