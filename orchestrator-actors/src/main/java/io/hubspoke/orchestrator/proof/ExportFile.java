// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitChain;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalJson;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The history of one project in one file of JSON lines: a header, the signed heads, each commit byte for byte as it is
 * stored, and a last line with their number and the digest of all bytes before it. The form is published in {@code
 * docs/journal-format.md}.
 */
public final class ExportFile implements CommitSource, Evidence {
    /** The number of the form that this version writes. */
    public static final int FORMAT = 1;

    private static final String START = "{\"hubspoke\":\"export\",";
    private static final int END_BYTES_MAX = 4096;

    /** Commits between two places at which the file can be entered. */
    private static final int MARK_EVERY = 16;

    private final Path file;
    private final ProjectId project;
    private final CommitCodec codec = new CommitCodec();
    /** Where every so many commits begin; empty until the file has been read through once. */
    private List<Long> marks = List.of();

    private ExportFile(Path file, ProjectId project) {
        this.file = file;
        this.project = project;
    }

    /** Whether the file begins like an export. */
    public static boolean isExport(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return START.equals(new String(in.readNBytes(START.length()), StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            return false;
        }
    }

    /** @throws JournalException with one sentence when it cannot be read, is no export or one of a newer format */
    public static ExportFile open(Path file) {
        if (!isExport(file))
            throw new JournalException("%s is no export of a journal, or cannot be read".formatted(file));
        try (Lines lines = new Lines(file)) {
            JsonNode header = json(lines.next());
            int format = header.path("format").asInt();
            int journal = header.path("journal").asInt();
            if (format > FORMAT || journal > JournalFile.FORMAT) {
                throw new JournalException("export %s has format %d of a newer Hubspoke: use the newer version"
                        .formatted(file, Math.max(format, journal)));
            }
            return new ExportFile(file, ProjectId.of(header.path("project").asText()));
        } catch (IllegalArgumentException noProject) {
            throw new JournalException(
                    "export %s was changed: its first line names no project".formatted(file), noProject);
        }
    }

    /**
     * Writes one; what was written without its last line is no export.
     *
     * @param heads those of commits that the source does not have are left out
     * @throws JournalException when the source is damaged
     */
    public static void write(
            CommitSource source, ProjectId project, List<SignedHead> heads, String tool, OutputStream to)
            throws IOException {
        DigestLines out = new DigestLines(to);
        long last = source.lastNumber(project);
        out.line(JournalJson.MAPPER
                .createObjectNode()
                .put("hubspoke", "export")
                .put("format", FORMAT)
                .put("journal", JournalFile.FORMAT)
                .put("project", project.value())
                .put("tool", tool));
        for (SignedHead head : heads) {
            if (head.number() <= last)
                out.line(JournalJson.MAPPER.createObjectNode().put("head", head.line()));
        }
        Head[] head = {Head.START};
        IOException[] failed = {null};
        source.commits(project, 1, commit -> {
            try {
                out.line(commit.row().bytes());
                head[0] = head[0].then(commit);
                return commit.number() < last;
            } catch (IOException unwritable) {
                failed[0] = unwritable;
                return false;
            }
        });
        if (failed[0] != null) throw failed[0];
        out.end(JournalJson.MAPPER
                .createObjectNode()
                .put("end", head[0].number())
                .put("revision", head[0].revision())
                .put("hash", head[0].hash()));
    }

    public ProjectId project() {
        return project;
    }

    @Override
    public List<ProjectId> projects() {
        return List.of(project);
    }

    @Override
    public long lastNumber(ProjectId of) {
        if (!of.equals(project)) return 0;
        try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
            byte[] tail = new byte[(int) Math.min(END_BYTES_MAX, bytes.length())];
            bytes.seek(bytes.length() - tail.length);
            bytes.readFully(tail);
            String text = new String(tail, StandardCharsets.UTF_8).stripTrailing();
            JsonNode end = json(text.substring(text.lastIndexOf('\n') + 1).getBytes(StandardCharsets.UTF_8));
            if (!end.has("end")) throw cutOff();
            return end.path("end").asLong();
        } catch (IOException unreadable) {
            throw unreadable(file, unreadable);
        }
    }

    @Override
    public void commits(ProjectId of, long fromNumber, Predicate<Commit> whileTrue) {
        if (of.equals(project)) CommitChain.read(project, this::rows, codec, fromNumber, whileTrue);
    }

    /** After the last commit the last line is checked as well. */
    @Override
    public void commits(ProjectId of, Predicate<Stored> whileTrue) {
        if (of.equals(project)) rows(1, row -> whileTrue.test(new Stored(Stored.UNNUMBERED, row)));
    }

    /** From the first one the digest of the file is checked at its end; those in the middle follow upon that. */
    private void rows(long from, Predicate<byte[]> whileTrue) {
        if (from <= 1) {
            try (Lines lines = new Lines(file)) {
                lines.next();
                rows(lines, 0, whileTrue);
            }
            return;
        }
        if (marks.isEmpty()) mark();
        if (marks.isEmpty()) return;
        int mark = (int) Math.min((from - 1) / MARK_EVERY, marks.size() - 1);
        try (Lines lines = Lines.from(file, marks.get(mark))) {
            long[] number = {(long) mark * MARK_EVERY};
            rows(lines, number[0], row -> ++number[0] < from || whileTrue.test(row));
        }
    }

    /** Remembers where to enter, once. */
    private void mark() {
        List<Long> found = new ArrayList<>();
        try (Lines lines = new Lines(file)) {
            lines.next();
            long[] number = {0};
            rows(lines, 0, row -> {
                if (number[0]++ % MARK_EVERY == 0) found.add(lines.begin());
                return true;
            });
        }
        marks = found;
    }

    private void rows(Lines lines, long before, Predicate<byte[]> whileTrue) {
        long commits = before;
        byte @Nullable [] last = null;
        while (true) {
            byte @Nullable [] line = lines.next();
            if (line == null) throw cutOff();
            if (starts(line, "{\"end\":")) {
                requireEnd(json(line), commits, last, lines.digestBefore(), lines.next() == null);
                return;
            }
            if (starts(line, "{\"head\":")) continue;
            commits++;
            last = line;
            if (!whileTrue.test(line)) return;
        }
    }

    private void requireEnd(JsonNode end, long commits, byte @Nullable [] row, Optional<String> digest, boolean last) {
        Head head = Head.START;
        if (row != null) {
            Commit commit = codec.decode(row);
            head = new Head(commits, commit.hash(), commit.lastRevision(), commit.at());
        }
        boolean right = last
                && end.path("end").asLong() == head.number()
                && end.path("revision").asLong() == head.revision()
                && end.path("hash").asText().equals(head.hash())
                && digest.filter(found -> !end.path("sha256").asText().equals(found))
                        .isEmpty()
                && end.size() == 4;
        if (!right)
            throw new JournalException(
                    "export %s was changed: its last line does not fit the lines before".formatted(file));
    }

    @Override
    public List<Long> snapshots(ProjectId of) {
        return List.of();
    }

    @Override
    public byte[] snapshotBytes(ProjectId of, long number) {
        return new byte[0];
    }

    @Override
    public List<SignedHead> heads(ProjectId of) {
        List<SignedHead> heads = new ArrayList<>();
        try (Lines lines = new Lines(file)) {
            lines.next();
            for (byte @Nullable [] line = lines.next();
                    line != null && starts(line, "{\"head\":");
                    line = lines.next()) {
                heads.add(SignedHead.of(json(line).path("head").asText()));
            }
        }
        for (SignedHead head : heads) {
            if (!head.project().equals(project))
                throw new JournalException("export %s has a head of project %s".formatted(file, head.project()));
        }
        return heads;
    }

    @Override
    public void close() {
        // Each reading opens and closes the file.
    }

    private JournalException cutOff() {
        return new JournalException("export %s is cut off: its last line is missing".formatted(file));
    }

    static JournalException unreadable(Path file, IOException trouble) {
        return new JournalException("%s cannot be read: %s".formatted(file, trouble.getMessage()), trouble);
    }

    private static boolean starts(byte[] line, String with) {
        return new String(line, 0, Math.min(line.length, with.length()), StandardCharsets.UTF_8).equals(with);
    }

    private static JsonNode json(byte @Nullable [] line) {
        try {
            return line == null ? JournalJson.MAPPER.createObjectNode() : JournalJson.MAPPER.readTree(line);
        } catch (JsonProcessingException malformed) {
            throw new JournalException("a line of the export is no JSON: it was changed", malformed);
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
