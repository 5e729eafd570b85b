// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Looks at this machine with a run in mind. It changes nothing but a small file of its own, which it removes. */
final class Examination {
    private static final int JAVA_LEAST = 21;
    private static final long BYTES_FREE_LEAST = 512L * 1024 * 1024;
    private static final int SYNCS_LEAST = 20;
    private static final long SYNC_NANOS = TimeUnit.MILLISECONDS.toNanos(300);
    private static final long PROGRAM_SECONDS_MAX = 10;

    private final Surroundings surroundings;
    private final Path journal;

    Examination(Surroundings surroundings, Path journal) {
        this.surroundings = surroundings;
        this.journal = journal;
    }

    List<Finding> all() {
        List<Finding> findings = new ArrayList<>();
        findings.add(java());
        findings.add(journal());
        findings.addAll(disk());
        findings.add(program("git", "install git: diffs at gates and worktrees need it", "git", "--version"));
        findings.add(program(
                "shell", "install a POSIX shell as sh: commands and checks need it", "sh", "-c", "echo sh works"));
        findings.add(program(
                "setsid",
                "install util-linux: setsid ends a command together with all it has started",
                "sh",
                "-c",
                "command -v setsid"));
        return findings;
    }

    private static Finding java() {
        int version = Runtime.version().feature();
        return new Finding(
                "java",
                version >= JAVA_LEAST,
                version >= JAVA_LEAST
                        ? "Java %s at %s".formatted(Runtime.version(), System.getProperty("java.home"))
                        : "Java %d is too old: install a JDK %d or newer and set HUBSPOKE_JAVA_HOME to its folder"
                                .formatted(version, JAVA_LEAST));
    }

    /** Every commit is read and its place in the chain verified. */
    private Finding journal() {
        if (!Files.exists(journal)) {
            return new Finding("journal", true, "none at %s yet; the first run makes it".formatted(journal));
        }
        try (JournalReader reader = JournalReader.open(journal)) {
            List<ProjectId> projects = reader.projects();
            long revisions = 0;
            for (ProjectId project : projects)
                revisions += reader.replay(project).revision();
            return new Finding(
                    "journal",
                    true,
                    "%s: %,d bytes, %d project(s), %,d events, every chain holds"
                            .formatted(journal, Files.size(journal), projects.size(), revisions));
        } catch (JournalException damaged) {
            return new Finding("journal", false, String.valueOf(damaged.getMessage()));
        } catch (IOException unreadable) {
            return new Finding("journal", false, "journal %s cannot be read: check its permissions".formatted(journal));
        }
    }

    private List<Finding> disk() {
        Path folder = journal.toAbsolutePath().getParent();
        while (folder != null && !Files.isDirectory(folder)) folder = folder.getParent();
        if (folder == null)
            return List.of(new Finding("disk", false, "there is no folder for " + journal + ": name another journal"));
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            Finding space = new Finding(
                    "disk",
                    free >= BYTES_FREE_LEAST,
                    free >= BYTES_FREE_LEAST
                            ? "%,d MB free at %s".formatted(free / 1_000_000, folder)
                            : "only %,d MB free at %s: make room or choose another folder with --journal"
                                    .formatted(free / 1_000_000, folder));
            return List.of(space, sync(folder));
        } catch (IOException refused) {
            return List.of(new Finding(
                    "disk",
                    false,
                    "%s cannot be written (%s): check its permissions or choose another folder with --journal"
                            .formatted(folder, refused.getMessage())));
        }
    }

    /** How often a second a small write can be made durable. */
    private static Finding sync(Path folder) throws IOException {
        Path file = Files.createTempFile(folder, ".hubspoke-doctor", ".tmp");
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer block = ByteBuffer.allocate(4096);
            long start = System.nanoTime();
            int syncs = 0;
            for (; System.nanoTime() - start < SYNC_NANOS; syncs++) {
                channel.write(block.rewind(), (syncs % 256) * 4096L);
                channel.force(false);
            }
            long rate = syncs * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - start);
            return new Finding(
                    "fsync",
                    rate >= SYNCS_LEAST,
                    rate >= SYNCS_LEAST
                            ? "%,d durable writes a second".formatted(rate)
                            : "only %,d durable writes a second: put the journal on a faster disk with --journal"
                                    .formatted(rate));
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Finding program(String id, String mend, String... command) {
        return said(command).map(line -> new Finding(id, true, line)).orElseGet(() -> new Finding(id, false, mend));
    }

    private Optional<String> said(String... command) {
        try {
            ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(surroundings.environment());
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readNBytes(4096), StandardCharsets.UTF_8);
            boolean ended = process.waitFor(PROGRAM_SECONDS_MAX, TimeUnit.SECONDS);
            if (!ended) process.destroyForcibly();
            return ended && process.exitValue() == 0 ? output.lines().findFirst() : Optional.empty();
        } catch (IOException missing) {
            return Optional.empty();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
