// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** Journals that a real hub has written, to be judged and mutated. */
final class Golden {
    static final ProjectId PROJECT = ProjectId.of("rare-things");
    static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    private Golden() {}

    /** A copy that is open to everything, as a process leaves it that has written to it. */
    static Path copied(Path folder) throws IOException {
        Path copy = Files.copy(Path.of("src/test/resources/golden/format-1.db"), folder.resolve("journal.db"));
        JournalFile.open(copy).close();
        return copy;
    }

    /** With a signed head at the end of every project, and some before. */
    static Path signed(Path folder, SigningKey key) throws IOException {
        Path copy = copied(folder);
        sign(copy, key, 0);
        sign(copy, key, 5);
        return copy;
    }

    /** Signs each project's head as it was so many commits before its last. */
    static void sign(Path journal, SigningKey key, long before) {
        try (JournalReader reader = JournalReader.open(journal);
                JournalFile held = JournalFile.open(journal)) {
            for (ProjectId project : reader.projects()) {
                reader.commits(project, reader.lastNumber(project) - before, commit -> {
                    new Notary(held.path(), key, 1, () -> NOW)
                            .sign(
                                    java.util.Map.of(
                                            project,
                                            new io.hubspoke.orchestrator.journal.Head(
                                                    commit.number(),
                                                    commit.hash(),
                                                    commit.lastRevision(),
                                                    commit.at())),
                                    true);
                    return false;
                });
            }
        }
    }

    static List<ProjectId> projects(Path journal) {
        try (JournalReader reader = JournalReader.open(journal)) {
            return reader.projects();
        }
    }

    static Verdict verdict(Path journal, ProjectId project, Trust trust) {
        try (Evidence evidence =
                ExportFile.isExport(journal) ? ExportFile.open(journal) : SqliteEvidence.open(journal)) {
            return Verification.of(evidence, project, trust);
        }
    }

    static byte[] exported(Path journal, ProjectId project) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JournalReader reader = JournalReader.open(journal);
                Evidence evidence = SqliteEvidence.open(journal)) {
            ExportFile.write(reader, project, evidence.heads(project), "hubspoke test", bytes);
        }
        return bytes.toByteArray();
    }
}
