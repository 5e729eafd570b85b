// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * One project, 16 agents, messages of about 700 bytes, each persisted, delivered and acknowledged: how many per
 * second, how late, at what cost; on SQLite with fsync, and beside it in the same run in memory and with one write
 * per command.
 *
 * <pre>benchmarks/run [--seconds N] [--warmup N] [--only NAME] [--minutes N [--rate N]] [--dir FOLDER]</pre>
 */
public final class SystemBenchmark {
    private static final String ONE_BY_ONE = "hubspoke.orchestrator.batch-commands-max = 1";

    private final Options options;

    private record Options(int seconds, int warmup, int minutes, int rate, String only, Path folder) {
        static Options of(String[] args) {
            int seconds = 10;
            int warmup = 10;
            int minutes = 0;
            int rate = 10_000;
            String only = "";
            Path folder = Path.of("target", "benchmark");
            for (int i = 0; i + 1 < args.length; i += 2) {
                switch (args[i]) {
                    case "--seconds" -> seconds = Integer.parseInt(args[i + 1]);
                    case "--warmup" -> warmup = Integer.parseInt(args[i + 1]);
                    case "--minutes" -> minutes = Integer.parseInt(args[i + 1]);
                    case "--rate" -> rate = Integer.parseInt(args[i + 1]);
                    case "--only" -> only = args[i + 1];
                    case "--dir" -> folder = Path.of(args[i + 1]);
                    default -> throw new IllegalArgumentException("unknown option " + args[i]);
                }
            }
            if (args.length % 2 != 0)
                throw new IllegalArgumentException("option " + args[args.length - 1] + " has no value");
            return new Options(seconds, warmup, minutes, rate, only, folder.toAbsolutePath());
        }
    }

    private SystemBenchmark(Options options) {
        this.options = options;
    }

    public static void main(String[] args) throws IOException {
        SystemBenchmark benchmark = new SystemBenchmark(Options.of(args));
        Files.createDirectories(benchmark.options.folder());
        if (benchmark.options.minutes() > 0) benchmark.overTime();
        else benchmark.table();
    }

    private void table() throws IOException {
        List<Result> results = new ArrayList<>();
        double fsyncs = FsyncProbe.perSecond(options.folder(), 2);
        for (Scenario scenario : scenarios()) {
            if (!scenario.name().contains(options.only())) continue;
            Result result = measured(scenario);
            System.out.println(result);
            results.add(result);
        }
        System.out.printf(
                Locale.ROOT,
                "%n%s, %d processors, heap %d MB, fsync %.0f/s%n",
                System.getProperty("java.vm.version"),
                Runtime.getRuntime().availableProcessors(),
                Runtime.getRuntime().maxMemory() >> 20,
                fsyncs);
        System.out.println(Result.HEADER);
        results.forEach(System.out::println);
    }

    private List<Scenario> scenarios() {
        int warmup = options.warmup();
        int seconds = options.seconds();
        return List.of(
                Scenario.saturation("sqlite, fsync, group commit", warmup, seconds),
                // Short, because it keeps everything; the code is warm from the one before.
                Scenario.saturation(
                        "in memory, group commit",
                        Math.min(3, warmup),
                        Math.min(5, seconds),
                        inMemory(options.folder().resolve("snapshots"))),
                Scenario.saturation("sqlite, fsync, one by one", warmup, seconds, ONE_BY_ONE),
                Scenario.openLoop("sqlite, fsync, 2000/s open loop", 2_000, warmup, seconds));
    }

    private static String inMemory(Path snapshots) {
        return """
      pekko.persistence.journal { plugin = "pekko.persistence.journal.inmem", auto-start-journals = [] }
      pekko.persistence.snapshot-store.plugin = "pekko.persistence.snapshot-store.local"
            pekko.persistence.snapshot-store.auto-start-snapshot-stores = []
      pekko.persistence.snapshot-store.local.dir = "%s"
      pekko.persistence.journal.inmem.test-serialization = off
      """.formatted(snapshots);
    }

    /** Ten minutes of steady load, say: the heap after each minute shows whether anything grows. */
    private void overTime() throws IOException {
        Scenario scenario = Scenario.openLoop("over time", options.rate(), options.warmup(), 60);
        System.out.println(Result.HEADER);
        try (Run run = new Run(scenario, emptied())) {
            List<Result> minutes = run.measureOverTime(options.minutes());
            long first = minutes.getFirst().heapAfterBytes() >> 20;
            long last = minutes.getLast().heapAfterBytes() >> 20;
            System.out.printf(
                    Locale.ROOT,
                    "heap after a collection: %d MB after the first minute, %d MB after the last%n",
                    first,
                    last);
        }
    }

    private Result measured(Scenario scenario) throws IOException {
        try (Run run = new Run(scenario, emptied())) {
            return run.measure();
        } finally {
            emptied();
        }
    }

    private Path emptied() throws IOException {
        try (Stream<Path> old = Files.walk(options.folder())) {
            for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(options.folder())) Files.delete(path);
            }
        }
        return options.folder();
    }
}
