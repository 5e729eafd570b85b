// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import io.hubspoke.orchestrator.actor.OrchestratorRegion;
import io.hubspoke.orchestrator.audit.LongHistory;
import io.hubspoke.orchestrator.audit.Timeline;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.orchestrator.proof.Evidence;
import io.hubspoke.orchestrator.proof.ExportFile;
import io.hubspoke.orchestrator.proof.SqliteEvidence;
import io.hubspoke.orchestrator.proof.Trust;
import io.hubspoke.orchestrator.proof.Verdict;
import io.hubspoke.orchestrator.proof.Verification;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Query;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Reads a long history in a process of its own, whose memory is limited; prints a line of figures for each pass. */
final class AuditRun {
    static final ProjectId PROJECT = LongHistory.PROJECT;

    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private AuditRun() {}

    /** What one pass came to. */
    record Pass(long events, double seconds, double cpuSeconds) {
        String line() {
            return String.format(Locale.ROOT, "pass %d %.4f %.4f", events, seconds, cpuSeconds);
        }

        static List<Pass> in(String output) {
            return output.lines()
                    .map(line -> line.split(" ", -1))
                    .filter(words -> words[0].equals("pass") && words.length == 4)
                    .map(words -> new Pass(
                            Long.parseLong(words[1]), Double.parseDouble(words[2]), Double.parseDouble(words[3])))
                    .toList();
        }
    }

    /** {@code write JOURNAL EVENTS EXPORT}, {@code fold|verify FILE PASSES}, {@code recover JOURNAL}. */
    public static void main(String[] args) throws Exception {
        Path file = Path.of(args[1]);
        switch (args[0]) {
            case "write" -> write(file, Long.parseLong(args[2]), Path.of(args[3]));
            case "fold" -> passes(Integer.parseInt(args[2]), () -> fold(file));
            case "verify" -> passes(Integer.parseInt(args[2]), () -> verify(file));
            case "recover" -> recover(file);
            default -> throw new IllegalArgumentException("there is nothing to do that is called " + args[0]);
        }
        // Pekko's threads must not keep the process.
        System.exit(0);
    }

    private static void write(Path file, long events, Path export) throws IOException, SQLException {
        LongHistory.write(file, events);
        try (JournalReader journal = JournalReader.open(file);
                OutputStream out = new BufferedOutputStream(Files.newOutputStream(export))) {
            ExportFile.write(journal, PROJECT, List.of(), "hubspoke benchmark", out);
        }
    }

    /** How many there are. */
    static long events(Path journal) {
        try (JournalReader reader = JournalReader.open(journal)) {
            return Timeline.of(reader, PROJECT).last();
        }
    }

    private static void passes(int count, Callable<Long> pass) throws Exception {
        for (int i = 0; i < count; i++) timed(pass);
    }

    private static void timed(Callable<Long> pass) throws Exception {
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        long events = pass.call();
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(new Pass(events, seconds, (PROCESS.getProcessCpuTime() - cpu) / 1e9).line());
    }

    private static long fold(Path file) {
        try (CommitSource source = ExportFile.isExport(file) ? ExportFile.open(file) : JournalReader.open(file)) {
            Timeline timeline = Timeline.withoutSnapshots(source, PROJECT);
            return timeline.at(timeline.last()).revision();
        }
    }

    private static long verify(Path file) {
        try (Evidence evidence = ExportFile.isExport(file) ? ExportFile.open(file) : SqliteEvidence.open(file)) {
            Verdict verdict = Verification.of(evidence, PROJECT, Trust.NOTHING);
            verdict.finding().ifPresent(finding -> {
                throw new IllegalStateException(finding.sentence());
            });
            return verdict.head().revision();
        }
    }

    /** From the first message to the project until it answers; the hub itself is up by then. */
    private static void recover(Path file) throws Exception {
        JournalFile journal = JournalFile.open(file);
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                "bench",
                Scenario.saturation("recovery", 0, 0).config(file));
        OrchestratorRegion region = Run.joined(system);
        answer(region, ProjectId.of("not-there"));
        timed(() -> {
            answer(region, PROJECT);
            return 1L;
        });
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        journal.close();
    }

    private static void answer(OrchestratorRegion region, ProjectId project) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (true) {
            try {
                region.read(project, new Query.Status()).toCompletableFuture().join();
                return;
            } catch (CompletionException notYet) {
                if (System.nanoTime() > end) throw notYet;
            }
        }
    }
}
