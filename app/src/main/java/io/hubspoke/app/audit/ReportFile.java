// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.proof.Verdict;
import io.hubspoke.protocol.ProjectId;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.ZoneId;
import java.util.Optional;

/**
 * Writes a report beside its final name and moves it there when it is complete. Replaces an older report, and nothing
 * else.
 */
public final class ReportFile {
    private static final String MARK = "<meta name=\"generator\" content=\"hubspoke journal report\">";
    private static final int MARK_WITHIN_BYTES = 2_000;

    private ReportFile() {}

    public record Written(Range range, Proof verification, long bytes) {}

    /**
     * Shows what was found to be good of a history.
     *
     * @param verdict on it; commits that the source has had since are left out
     * @throws Failure when there is nothing sound to show, or the file is another one or cannot be written
     * @throws IllegalArgumentException when the revisions asked for are not there or too many
     */
    public static Written write(
            Path file, CommitSource source, Verdict verdict, Optional<Long> from, Optional<Long> to, ZoneId zone) {
        ProjectId project = verdict.project();
        Proof verification = Proof.of(verdict);
        if (verification.revisions() == 0) {
            throw new Failure(
                    ExitCode.VERIFICATION_FAILED,
                    "nothing of project %s can be shown: %s"
                            .formatted(project, verification.damage().orElse("it has no events")));
        }
        Range range = Range.of(from, to, verification.revisions());
        requireReplaceable(file);
        ReportData data = ReportData.of(source, project, range, verification);
        Path draft = file.resolveSibling(
                ".%s.%d".formatted(file.getFileName(), ProcessHandle.current().pid()));
        try {
            try (Writer out = writer(draft)) {
                ReportPage.write(out, data, zone);
            }
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return new Written(range, verification, Files.size(file));
        } catch (IOException refused) {
            throw new Failure(
                    ExitCode.FAILED,
                    "%s cannot be written (%s): name another file with --file"
                            .formatted(file, refused.getClass().getSimpleName()),
                    refused);
        } finally {
            deleteQuietly(draft);
        }
    }

    /** It replaces what is no character, where a file's own writer would fail. */
    private static Writer writer(Path file) throws IOException {
        return new BufferedWriter(new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8));
    }

    private static void requireReplaceable(Path file) {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) return;
        try (InputStream in = Files.newInputStream(file)) {
            if (new String(in.readNBytes(MARK_WITHIN_BYTES), StandardCharsets.ISO_8859_1).contains(MARK)) return;
        } catch (IOException unreadable) {
            // What cannot be read is no report of ours.
        }
        throw new Failure(
                ExitCode.USAGE, "%s is there already and is no report: name another file with --file".formatted(file));
    }

    private static void deleteQuietly(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException left) {
            // It is in the way of nothing.
        }
    }
}
