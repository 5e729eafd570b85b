// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hubspoke.app.audit.Histories;
import io.hubspoke.app.report.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** hubspoke journal report. */
class ReportCommandTest {
    @TempDir
    Path folder;

    private Path journal;

    @BeforeEach
    void journal() throws SQLException {
        journal = folder.resolve("journal.db");
        Histories.write(journal, 40);
    }

    private Shell.Said report(String... more) {
        return Shell.in(folder)
                .run(Stream.concat(Stream.of("journal", "report", "--journal", "journal.db"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private void damage(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    @Test
    void it_writes_one_file_named_after_the_project_and_says_what_it_shows() throws IOException {
        Shell.Said said = report();
        assertThat(said.exitCode()).as(said.err()).isEqualTo(ExitCode.DONE);
        assertThat(said.out()).matches("shop-report\\.html: revisions 1 to (\\d+) of \\1, \\d+ kB\n");
        assertThat(folder.resolve("shop-report.html"))
                .content()
                .startsWith("<!doctype html>")
                .endsWith("</html>\n");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith("journal.db")))
                    .containsExactly("shop-report.html");
        }
    }

    @Test
    void as_json_it_says_the_same_as_data() throws IOException {
        JsonNode said = new ObjectMapper()
                .readTree(report("shop", "--file", "x.html", "--from", "3", "--to", "9", "-o", "json")
                        .out());
        assertThat(said.path("id").asText()).isEqualTo("shop");
        assertThat(said.path("file").asText()).isEqualTo("x.html");
        assertThat(said.path("from").asLong()).isEqualTo(3);
        assertThat(said.path("to").asLong()).isEqualTo(9);
        assertThat(said.path("intact").asBoolean()).isTrue();
        assertThat(said.path("bytes").asLong()).isEqualTo(Files.size(folder.resolve("x.html")));
    }

    @Test
    void an_older_report_is_replaced_and_any_other_file_is_left_alone() throws IOException {
        assertThat(report("--to", "5").exitCode()).isZero();
        assertThat(report("--to", "6").exitCode()).isZero();
        Files.writeString(folder.resolve("mine.html"), "<!doctype html><p>mine");
        for (String file : new String[] {"mine.html", "journal.db", "."}) {
            Shell.Said refused = report("--file", file);
            assertThat(refused.exitCode()).as(file).isEqualTo(ExitCode.USAGE);
            assertThat(refused.err()).hasLineCount(1).contains("is no report: name another file with --file");
        }
        assertThat(folder.resolve("mine.html")).hasContent("<!doctype html><p>mine");
    }

    @Test
    void a_file_that_cannot_be_written_is_told() {
        Shell.Said said = report("--file", "nowhere/report.html");
        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.err()).hasLineCount(1).contains("nowhere/report.html cannot be written", "--file");
    }

    @Test
    void revisions_that_are_not_there_are_refused_before_anything_is_written() {
        Shell.Said said = report("--from", "100000");
        assertThat(said.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(said.err())
                .startsWith("hubspoke: there are no revisions 100000 to ")
                .contains("use --from and --to within 1 to ");
        assertThat(folder.resolve("shop-report.html")).doesNotExist();
        assertThat(report("--from", "x").exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(report("nothing").err()).contains("there is no project nothing");
    }

    @Test
    void of_a_damaged_journal_it_shows_what_is_before_the_damage_and_ends_with_5() throws Exception {
        damage("DELETE FROM event_journal WHERE sequence_number = 7");
        Shell.Said said = report();
        assertThat(said.exitCode()).isEqualTo(ExitCode.VERIFICATION_FAILED);
        assertThat(said.err()).hasLineCount(1).contains("the journal is damaged", "commit 7 is missing");
        assertThat(folder.resolve("shop-report.html")).content().contains("\"damage\":\"commit 7 is missing");
    }

    @Test
    void of_a_journal_with_a_forged_head_it_shows_all_commits_that_are_good_and_ends_with_5() throws Exception {
        damage("INSERT INTO signed_head SELECT persistence_id, 7, 100, hex(zeroblob(32)), '2026-01-01T00:00:00Z',"
                + " hex(zeroblob(32)), hex(zeroblob(64)) FROM event_journal WHERE sequence_number = 7");
        Shell.Said said = report();
        assertThat(said.exitCode()).isEqualTo(ExitCode.VERIFICATION_FAILED);
        assertThat(said.out()).matches("shop-report\\.html: revisions 1 to (\\d+) of \\1, \\d+ kB\n");
        assertThat(said.err()).hasLineCount(1).contains("the signed head of commit 7 was changed");
        assertThat(folder.resolve("shop-report.html")).content().contains("\"damage\":\"the signed head of commit 7");
    }

    @Test
    void of_a_journal_damaged_at_its_first_commit_there_is_nothing_to_show() throws SQLException {
        damage("UPDATE event_journal SET event_payload = x'00' WHERE sequence_number = 1");
        Shell.Said said = report();
        assertThat(said.exitCode()).isEqualTo(ExitCode.VERIFICATION_FAILED);
        assertThat(said.err()).hasLineCount(1).startsWith("hubspoke: nothing of project shop can be shown: ");
        assertThat(folder.resolve("shop-report.html")).doesNotExist();
    }
}
