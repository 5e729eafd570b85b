// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command {@code benchmarks/run}: measures everything, prints one table and writes it as JSON. */
@Command(
        name = "benchmarks/run",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description =
                "Measures the hub, its rules, its disk and a peer on this machine; prints one table, writes JSON.")
public final class Benchmark implements Callable<Integer> {
    /** To add a measurement, add it here; what needs figures of another comes after it. */
    private static final List<Measurement> MEASUREMENTS = List.of(
            new SystemMeasurement(),
            new DiskMeasurement(),
            new CurveMeasurement(),
            new RulesMeasurement(),
            new StartMeasurement(),
            new AuditMeasurement(),
            new PeerMeasurement());

    /** Emptied before each measurement, so never the folder itself that somebody names. */
    private static final String JOURNALS = "hubspoke-benchmark";

    private static final int WORSE = 1;
    private static final int FAILED = 2;

    private final PrintStream out = System.out;

    @Option(
            names = "--seconds",
            description = "Each system measurement takes so long in each round (${DEFAULT-VALUE}).")
    private int seconds = 5;

    @Option(names = "--warmup", description = "Seconds before (${DEFAULT-VALUE}).")
    private int warmup = 3;

    @Option(names = "--rounds", description = "Rounds in which the system measurements take turns (${DEFAULT-VALUE}).")
    private int rounds = 2;

    @Option(
            names = "--full",
            description = "Measure the rules at length, each in its own JVM, and audit 1,000,000 events: half an hour.")
    private boolean full;

    @Option(names = "--only", description = "Measure what has this in its «group: name».")
    private String only = "";

    @Option(names = "--json", description = "Where the result goes (target/benchmarks/TIME.json).")
    private Optional<Path> json = Optional.empty();

    @Option(
            names = "--compare",
            description = "Print what changed since this JSON; ends with 1 when something got worse.")
    private Optional<Path> compare = Optional.empty();

    @Option(names = "--write-docs", description = "Rewrite the tables and pictures of docs/performance.md.")
    private boolean writeDocs;

    @Option(names = "--from", description = "Measure nothing: read this JSON instead.")
    private Optional<Path> from = Optional.empty();

    @Option(names = "--minutes", description = "Only steady load for so long; shows whether the heap grows.")
    private int minutes;

    @Option(names = "--rate", description = "Messages per second of that load (${DEFAULT-VALUE}).")
    private int rate = 10_000;

    @Option(names = "--profile", description = "Only record what allocates and what computes; prints the top of both.")
    private boolean profile;

    @Option(
            names = "--dir",
            description = "Where the journals are written: the disk that is measured (${DEFAULT-VALUE}).")
    private Path folder = Path.of("target");

    @Option(names = "--home", hidden = true)
    private Path home = Path.of("").toAbsolutePath();

    private Benchmark() {}

    public static void main(String[] args) {
        CommandLine command = new CommandLine(new Benchmark());
        command.setExecutionExceptionHandler((failure, line, parsed) -> {
            line.getErr().println(failure.getMessage() == null ? failure.toString() : failure.getMessage());
            return FAILED;
        });
        // Pekko and the disk's threads must not keep the process.
        System.exit(command.execute(args));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Bench bench = new Bench(
                seconds, warmup, rounds, full, only, home.resolve(folder).resolve(JOURNALS), home);
        if (minutes > 0) return steady(bench);
        if (profile) return Profile.taken(bench, out);
        Optional<Report> old = compare.isPresent() ? Optional.of(Report.read(compare.get())) : Optional.empty();
        Report report = from.isPresent() ? Report.read(from.get()) : measured(bench);
        out.print(Table.text(report));
        if (from.isEmpty()) {
            Path file =
                    json.orElse(home.resolve("target/benchmarks/" + report.at().replace(':', '-') + ".json"));
            report.write(file);
            out.printf("%nWritten: %s%n", file);
        }
        if (writeDocs) Documents.write(report, home).forEach(file -> out.println("Written: " + file));
        List<Row> steep = Growth.tooSteep(report.rows());
        steep.forEach(row -> out.printf("%n%s: %s%n", row.name(), row.note()));
        if (old.isEmpty()) return steep.isEmpty() ? 0 : WORSE;
        Comparison comparison = Comparison.of(old.get(), report);
        out.printf("%nSince %s:%n%s", old.get().at(), comparison.text());
        return comparison.hasWorse() || !steep.isEmpty() ? WORSE : 0;
    }

    private Report measured(Bench bench) throws IOException, InterruptedException {
        String at = DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        Map<String, String> machine = Machine.facts(bench.folder());
        for (Measurement measurement : MEASUREMENTS) {
            out.println("measuring: " + measurement.group());
            bench.rows().addAll(taken(measurement, bench));
        }
        bench.rows().addAll(0, Rows.ratios(bench.rows()));
        return new Report(at, machine, bench.rows());
    }

    private static List<Row> taken(Measurement measurement, Bench bench) throws InterruptedException {
        try {
            return measurement.measure(bench);
        } catch (InterruptedException stopped) {
            throw stopped;
        } catch (Exception failure) {
            String sentence =
                    String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
            return List.of(
                    Row.absent(measurement.group(), measurement.group(), "it could not be measured: " + sentence));
        }
    }

    /** The heap after each minute shows whether anything grows. */
    private int steady(Bench bench) throws IOException {
        Scenario scenario = Scenario.openLoop("over time", rate, warmup, 60);
        try (Run run = new Run(scenario, bench.emptied())) {
            run.measureOverTime(minutes, minute -> out.print(Table.text(new Report("", Map.of(), List.of(minute)))));
        }
        return 0;
    }
}
