// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class JournalFileTest {
    @TempDir
    Path folder;

    /** Run in a JVM of its own: opens the journal and says how that went. */
    public static final class OtherProcess {
        private OtherProcess() {}

        public static void main(String[] args) {
            try (JournalFile journal = JournalFile.open(Path.of(args[0]))) {
                System.out.println("opened " + journal.path());
            } catch (JournalException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }

    private static String inOtherProcess(Path file) throws Exception {
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherProcess.class.getName(),
                        file.toString())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        String said = new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return said;
    }

    private static void sql(Path file, String statement) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement run = connection.createStatement()) {
            run.executeUpdate(statement);
        }
    }

    private static void refused(ThrowingCallable opening, String... parts) {
        assertThatThrownBy(opening)
                .isInstanceOf(JournalException.class)
                .satisfies(refusal -> assertThat(refusal.getMessage())
                        .contains(parts)
                        .doesNotContain("\n")
                        .doesNotContain("Exception"));
    }

    @Test
    void the_first_start_makes_folder_file_and_tables_and_the_next_one_finds_them() {
        Path file = folder.resolve("a/b/journal.db");
        JournalFile.open(file).close();
        try (JournalFile again = JournalFile.open(file);
                JournalReader reader = JournalReader.open(file)) {
            assertThat(again.path()).hasFileName("journal.db");
            assertThat(reader.projects()).isEmpty();
        }
    }

    @Test
    void a_second_process_is_refused_with_the_number_of_the_first_until_that_lets_go() throws Exception {
        Path file = folder.resolve("journal.db");
        try (JournalFile held = JournalFile.open(file)) {
            assertThat(inOtherProcess(file))
                    .isEqualTo("journal %s is in use by process %d: wait for it, end it, or use another journal"
                            .formatted(held.path(), ProcessHandle.current().pid()));
        }
        assertThat(inOtherProcess(file)).startsWith("opened");
    }

    @Test
    void the_same_process_cannot_open_it_twice_and_trying_does_not_lose_the_lock() throws Exception {
        Path file = folder.resolve("journal.db");
        try (JournalFile held = JournalFile.open(file)) {
            refused(
                    () -> JournalFile.open(file),
                    "in use by process " + ProcessHandle.current().pid());
            assertThat(held.path()).exists();
            assertThat(inOtherProcess(file)).contains("in use by process");
        }
    }

    @Test
    void a_file_that_is_no_database_is_named_as_such_and_left_alone() throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "these are my notes, ".repeat(100));
        refused(() -> JournalFile.open(file), "notes.txt", "is not a Hubspoke journal");
        refused(() -> JournalReader.open(file), "notes.txt", "is not a Hubspoke journal");
        assertThat(file).content().startsWith("these are my notes");
    }

    @Test
    void somebody_elses_database_is_not_touched() throws SQLException {
        Path file = folder.resolve("other.db");
        sql(file, "CREATE TABLE accounts (name TEXT)");
        refused(() -> JournalFile.open(file), "is an SQLite database, but not a Hubspoke journal");
        refused(() -> JournalReader.open(file), "is an SQLite database, but not a Hubspoke journal");
    }

    @Test
    void a_newer_format_is_refused_by_number() throws SQLException {
        Path file = folder.resolve("journal.db");
        JournalFile.open(file).close();
        sql(file, "PRAGMA user_version = 7");
        refused(() -> JournalFile.open(file), "has format 7", "newer Hubspoke");
        refused(() -> JournalReader.open(file), "has format 7", "newer Hubspoke");
    }

    @Test
    void a_damaged_file_is_refused() throws Exception {
        Path file = folder.resolve("journal.db");
        JournalFile.open(file).close();
        byte[] bytes = Files.readAllBytes(file);
        Arrays.fill(bytes, 16 * 1024, bytes.length, (byte) 0x5A);
        Files.write(file, bytes);
        refused(() -> JournalFile.open(file), "is damaged");
    }

    @Test
    void a_folder_that_cannot_be_made_or_written_is_named() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        refused(() -> JournalFile.open(file.resolve("journal.db")), "folder", "choose another folder");
        refused(() -> JournalFile.open(folder), "is a folder");
        refused(() -> JournalFile.open(Path.of("/proc/journal.db")), "/proc/journal.db.lock", "cannot be written");
    }

    @Test
    void a_refused_opening_leaves_no_lock_behind() throws Exception {
        Path file = folder.resolve("journal.db");
        sql(file, "CREATE TABLE accounts (name TEXT)");
        refused(() -> JournalFile.open(file), "not a Hubspoke journal");
        sql(file, "DROP TABLE accounts");
        JournalFile.open(file).close();
    }

    @Test
    void there_is_nothing_to_read_where_there_is_no_journal() throws IOException {
        refused(() -> JournalReader.open(folder.resolve("missing.db")), "there is no journal at");
        Path empty = Files.createFile(folder.resolve("empty.db"));
        refused(() -> JournalReader.open(empty), "is empty");
    }

    @Test
    void what_goes_wrong_during_a_write_is_said_in_one_sentence() throws SQLException {
        Path file = folder.resolve("journal.db");
        JournalFile.open(file).close();
        Throwable full = null;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement run = connection.createStatement()) {
            run.execute("PRAGMA max_page_count = 1");
            run.executeUpdate("CREATE TABLE filler AS SELECT zeroblob(1000000)");
        } catch (SQLException refused) {
            full = new IllegalStateException("wrapped", refused);
        }
        assertThat(JournalTrouble.sentence(full))
                .hasValue("the journal cannot grow because the disk is full: free some space");
        assertThat(JournalTrouble.isDamage(full)).isFalse();
        SQLiteException takenBack = new SQLiteException(
                "[SQLITE_ERROR] (cannot commit - no transaction is active)", SQLiteErrorCode.SQLITE_ERROR);
        assertThat(JournalTrouble.sentence(takenBack)).get().asString().contains("most likely the disk is full");
        assertThat(JournalTrouble.isDamage(new SQLiteException("x", SQLiteErrorCode.SQLITE_CORRUPT)))
                .isTrue();
        assertThat(JournalTrouble.sentence(new IllegalStateException("something else")))
                .isEmpty();
    }
}
