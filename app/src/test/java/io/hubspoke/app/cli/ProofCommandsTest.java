// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Proof on the command line: what a run signs, what a stranger can check, what a change does to it. */
class ProofCommandsTest {
    private static final String PLAN = """
            project: demo
            agents:
              - { id: smith, type: backend-developer, command: "echo done" }
            tasks:
              - { id: build, agent-type: backend-developer, title: Build it }
            """;

    @TempDir
    Path folder;

    @Test
    void a_run_is_signed_and_every_change_of_its_journal_ends_with_5() throws IOException, SQLException {
        Shell shell = Shell.in(folder);
        Files.writeString(folder.resolve("plan.yaml"), PLAN);
        assertThat(shell.run("run", "plan.yaml", "--no-input").exitCode()).isZero();

        Shell.Said head = shell.run("journal", "head");
        assertThat(head.out()).startsWith("hubspoke-head-1 demo ");
        Files.writeString(folder.resolve("head.txt"), head.out());
        String key = head.out().strip().split(" ", -1)[6];
        Shell.Said verified = shell.run("journal", "verify", "--head", "head.txt", "--key", key);
        assertThat(verified.out()).startsWith("demo: verified, ").contains("signed up to the end");
        assertThat(verified.exitCode()).isZero();

        Shell.Said export = shell.run("journal", "export");
        Files.writeString(folder.resolve("demo.jsonl"), export.out(), StandardCharsets.UTF_8);
        assertThat(shell.run("journal", "verify", "--journal", "demo.jsonl", "--key", key)
                        .out())
                .isEqualTo(verified.out());
        assertThat(shell.run("journal", "list", "--journal", "demo.jsonl", "-o", "jsonl")
                        .out())
                .isEqualTo(shell.run("journal", "list", "-o", "jsonl").out());
        assertThat(shell.run("journal", "import", "demo.jsonl").err()).contains("project demo exists");
        assertThat(shell.run("journal", "import", "demo.jsonl", "--journal", "other.db")
                        .out())
                .startsWith("demo: imported, ");

        change("DELETE FROM event_journal WHERE sequence_number = (SELECT max(sequence_number) FROM event_journal)");
        Shell.Said cut = shell.run("journal", "verify", "-o", "json");
        assertThat(cut.exitCode()).isEqualTo(5);
        assertThat(cut.out()).contains("\"verified\" : false", "the last commits are gone");
        change("DELETE FROM signed_head");
        assertThat(shell.run("journal", "verify").exitCode()).isZero();
        assertThat(shell.run("journal", "verify", "--head", "head.txt").exitCode())
                .isEqualTo(5);
        assertThat(shell.run("journal", "verify", "--key", key).out()).contains("no head of project demo is signed");
        assertThat(shell.run("journal", "verify", "--key", "secret").exitCode()).isEqualTo(2);
    }

    private void change(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".hubspoke/journal.db"));
                Statement change = connection.createStatement()) {
            assertThat(change.executeUpdate(sql)).isPositive();
        }
    }
}
