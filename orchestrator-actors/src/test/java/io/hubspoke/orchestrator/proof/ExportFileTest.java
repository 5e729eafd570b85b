// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.orchestrator.audit.LongHistory;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A history in one file: written, read in place of a journal, brought into another one, and judged by a stranger. */
class ExportFileTest {
    private static final Path VERIFIER = Path.of("../docs/verify_journal.py").toAbsolutePath();
    private static final int MUTATIONS = 18;

    @TempDir
    Path folder;

    private SigningKey key;
    private Path journal;
    private Path export;

    @BeforeEach
    void write() throws IOException {
        key = SigningKey.at(folder.resolve("keys/signing-key"));
        journal = Golden.signed(folder, key);
        export = Files.write(folder.resolve("export.jsonl"), Golden.exported(journal, Golden.PROJECT));
    }

    private Path changed(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("changed.jsonl"), bytes);
    }

    private static Verdict ours(Path file, Trust trust) {
        try (ExportFile opened = ExportFile.open(file)) {
            return Verification.of(opened, opened.project(), trust);
        }
    }

    @Test
    void an_export_is_read_in_place_of_the_journal() {
        List<String> rows = new ArrayList<>();
        List<String> exported = new ArrayList<>();
        try (JournalReader reader = JournalReader.open(journal);
                ExportFile opened = ExportFile.open(export)) {
            reader.commits(Golden.PROJECT, 3, commit -> rows.add(commit.row().toString()));
            opened.commits(
                    Golden.PROJECT, 3, commit -> exported.add(commit.row().toString()));
            assertThat(opened.projects()).containsExactly(Golden.PROJECT);
            assertThat(opened.lastNumber(Golden.PROJECT)).isEqualTo(reader.lastNumber(Golden.PROJECT));
        }
        assertThat(exported).isEqualTo(rows).hasSizeGreaterThan(10);
        assertThat(ExportFile.isExport(journal)).isFalse();
    }

    @Test
    void an_export_is_entered_anywhere_and_hands_out_what_the_journal_does() throws Exception {
        Path many = folder.resolve("long.db");
        LongHistory.write(many, 20_000, 1_000_000);
        Path file = Files.write(folder.resolve("long.jsonl"), Golden.exported(many, LongHistory.PROJECT));
        try (JournalReader reader = JournalReader.open(many);
                ExportFile opened = ExportFile.open(file)) {
            long last = reader.lastNumber(LongHistory.PROJECT);
            assertThat(last).isGreaterThan(40);
            for (long from = last + 1; from >= 0; from -= 3) {
                assertThat(hashes(opened, from)).as("from %d", from).isEqualTo(hashes(reader, from));
            }
        }
    }

    private static List<String> hashes(CommitSource source, long from) {
        List<String> hashes = new ArrayList<>();
        source.commits(LongHistory.PROJECT, from, commit -> hashes.add(commit.hash()));
        return hashes;
    }

    @Test
    void an_export_changed_anywhere_is_not_entered_in_the_middle() throws IOException {
        String text = Files.readString(export).replaceFirst("as always", "as never ");
        try (ExportFile opened = ExportFile.open(changed(text.getBytes(StandardCharsets.UTF_8)))) {
            long last = opened.lastNumber(Golden.PROJECT);
            assertThatThrownBy(() -> opened.commits(Golden.PROJECT, last, commit -> true))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("its last line does not fit the lines before");
        }
    }

    @Test
    void an_import_brings_every_byte_and_every_head_and_refuses_a_project_that_exists() throws IOException {
        Path other = folder.resolve("other.db");
        try (JournalFile held = JournalFile.open(other);
                ExportFile opened = ExportFile.open(export)) {
            Verdict verdict = Import.of(opened, held, Trust.NOTHING);
            assertThat(verdict.head().number()).isEqualTo(15);
            assertThatThrownBy(() -> Import.of(opened, held, Trust.NOTHING))
                    .isInstanceOf(JournalException.class)
                    .hasMessageContaining("exists");
        }
        assertThat(Golden.exported(other, Golden.PROJECT)).isEqualTo(Files.readAllBytes(export));
        Trust trust = new Trust(List.of(), Set.of(key.publicKey()));
        assertThat(Golden.verdict(other, Golden.PROJECT, trust)).isEqualTo(ours(export, trust));
    }

    @Test
    void an_import_of_what_does_not_verify_changes_nothing() throws IOException {
        String text = Files.readString(export).replace("as always", "as never");
        Path other = folder.resolve("other.db");
        try (JournalFile held = JournalFile.open(other);
                ExportFile opened = ExportFile.open(changed(text.getBytes(StandardCharsets.UTF_8)))) {
            assertThatThrownBy(() -> Import.of(opened, held, Trust.NOTHING))
                    .isInstanceOf(Import.NotVerified.class)
                    .hasMessageContaining("has another hash than its content");
        }
        assertThat(Golden.projects(other)).isEmpty();
    }

    @Test
    void a_newer_format_is_said_to_come_from_a_newer_hubspoke() throws IOException {
        byte[] newer =
                Files.readString(export).replace("\"format\":1", "\"format\":2").getBytes(StandardCharsets.UTF_8);
        assertThatThrownBy(() -> ExportFile.open(changed(newer))).hasMessageContaining("newer Hubspoke");
    }

    @Test
    void a_verifier_that_shares_nothing_with_us_comes_to_the_same_verdict() throws Exception {
        Assumptions.assumeTrue(hasPython(), "python3 is not installed");
        Path heads = Files.writeString(folder.resolve("head.txt"), last().line() + "\n");
        Trust trust = new Trust(List.of(last()), Set.of(key.publicKey()));
        String[] known = {"--head", heads.toString(), "--key", key.publicKey()};

        assertThat(ours(export, trust).holds()).isTrue();
        assertThat(theirs(export, known)).isZero();
        assertThat(theirs(export, "--key", "0".repeat(64))).isEqualTo(5);
        byte[] bytes = Files.readAllBytes(export);
        for (int seed = 0; seed < MUTATIONS; seed++) {
            Path file = changed(mutated(bytes, new SplittableRandom(seed), seed % 6));
            assertThat(theirs(file, known)).as("their verdict, seed %d", seed).isEqualTo(5);
            assertThat(verdict(file, trust)).as("our verdict, seed %d", seed).isFalse();
        }
    }

    @Test
    void the_verifier_is_short_enough_to_be_read() throws IOException {
        assertThat(Files.readAllLines(VERIFIER)).hasSizeLessThanOrEqualTo(100);
    }

    private static boolean verdict(Path file, Trust trust) {
        try {
            return ours(file, trust).holds();
        } catch (JournalException noExport) {
            return false;
        }
    }

    private SignedHead last() {
        try (Evidence evidence = SqliteEvidence.open(journal)) {
            return evidence.heads(Golden.PROJECT).getLast();
        }
    }

    private static byte[] mutated(byte[] bytes, SplittableRandom random, int kind) {
        List<String> lines = new ArrayList<>(
                new String(bytes, StandardCharsets.ISO_8859_1).lines().toList());
        int at = 1 + random.nextInt(lines.size() - 1);
        switch (kind) {
            case 0, 1 -> {
                byte[] flipped = bytes.clone();
                flipped[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
                return flipped;
            }
            case 2 -> lines.remove(at);
            case 3 -> java.util.Collections.swap(lines, at, 1 + at % (lines.size() - 1));
            case 4 -> lines.add(at, lines.get(at));
            default -> {
                return Arrays.copyOf(bytes, random.nextInt(bytes.length));
            }
        }
        return (String.join("\n", lines) + "\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean hasPython() {
        return Arrays.stream(System.getenv().getOrDefault("PATH", "").split(":"))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "python3")));
    }

    private static int theirs(Path file, String... known) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("python3", VERIFIER.toString(), file.toString()));
        command.addAll(List.of(known));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
