// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast a long history is read: folded and verified, from SQLite and from an export, entered in the middle, and
 * recovered by a hub. Each in a process of its own. The history is written once and kept beside the folder.
 */
final class AuditMeasurement implements Measurement {
    static final String GROUP = "audit";

    private static final int EVENTS = 200_000;
    private static final int EVENTS_FULL = 1_000_000;
    /** The first passes of a JVM are the compiler's: rates are those of what comes after so many events. */
    private static final long EVENTS_TO_WARM_UP = 1_000_000;

    private static final int PASSES = 3;
    private static final String MEMORY = "-Xmx256m";
    private static final String MEMORY_OF_HUB = "-Xmx1g";
    private static final String NEWEST = "(SELECT max(sequence_number) FROM snapshot)";
    private static final Duration PATIENCE = Duration.ofMinutes(15);

    /** The same history twice. */
    private record History(Path journal, Path export) {}

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public List<Row> measure(Bench bench) throws Exception {
        List<Row> rows = new ArrayList<>();
        int events = bench.full() ? EVENTS_FULL : EVENTS;
        for (String what : List.of("fold", "verify")) {
            for (String from : List.of("SQLite", "export")) {
                String name = what + " from " + from;
                if (!bench.wants(GROUP, name)) continue;
                History history = history(bench, events);
                rows.add(rate(bench, name, what, from.equals("SQLite") ? history.journal() : history.export(), events));
            }
        }
        if (bench.wants(GROUP, "replay in the middle")) rows.add(middle(bench, history(bench, events), events));
        if (bench.wants(GROUP, "recover")) rows.addAll(recoveries(bench, history(bench, events)));
        return rows;
    }

    private static History history(Bench bench, int events) throws IOException, InterruptedException {
        Path folder = Files.createDirectories(bench.folder().resolveSibling("hubspoke-audit"));
        History done = new History(folder.resolve(events + ".db"), folder.resolve(events + ".jsonl"));
        if (Files.exists(done.journal()) && Files.exists(done.export())) return done;
        Path journal = bench.emptied().resolve("journal.db");
        Path export = bench.folder().resolve("export.jsonl");
        child(bench, MEMORY_OF_HUB, "write", journal.toString(), Integer.toString(events), export.toString());
        Files.move(journal, done.journal(), StandardCopyOption.REPLACE_EXISTING);
        Files.move(export, done.export(), StandardCopyOption.REPLACE_EXISTING);
        bench.emptied();
        return done;
    }

    private static Row rate(Bench bench, String name, String what, Path file, int events)
            throws IOException, InterruptedException {
        int cold = (int) (EVENTS_TO_WARM_UP / events);
        List<AuditRun.Pass> passes = child(bench, MEMORY, what, file.toString(), Integer.toString(cold + PASSES));
        AuditRun.Pass first = passes.getFirst();
        List<AuditRun.Pass> warm = passes.subList(cold, passes.size());
        double[] rates = warm.stream()
                .mapToDouble(pass -> pass.events() / pass.seconds())
                .toArray();
        double cpu = warm.stream()
                .mapToDouble(pass -> pass.cpuSeconds() / pass.events())
                .average()
                .orElse(0);
        return Row.of(GROUP, name, Samples.mean(rates), "events/s", Row.Better.HIGHER, Samples.noise(rates))
                .with("events", (double) first.events())
                .with("in a new JVM events/s", first.events() / first.seconds())
                .with("CPU us/event", cpu * 1e6);
    }

    private static Row middle(Bench bench, History history, int events) throws IOException, InterruptedException {
        String name = "replay in the middle";
        Path command = bench.home().resolve("app/target/hubspoke/bin/hubspoke");
        if (!Files.isExecutable(command)) {
            return Row.absent(GROUP, name, "there is no distribution: build one with mvn package");
        }
        double with = replayed(bench, command, history, events, List.of());
        double without = replayed(bench, command, history, events, List.of("--without-snapshots"));
        return Row.of(GROUP, name, with, "s", Row.Better.LOWER, 1)
                .with("events", events)
                .with("without snapshots s", without);
    }

    private static double replayed(Bench bench, Path command, History history, int events, List<String> more)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                "/usr/bin/env",
                "HUBSPOKE_JAVA_OPTS=" + MEMORY,
                command.toString(),
                "journal",
                "replay",
                "--journal",
                history.journal().toString(),
                "--at",
                Integer.toString(events / 2)));
        line.addAll(more);
        long start = System.nanoTime();
        Processes.Ended ended = Processes.run(PATIENCE, bench.home(), line);
        double seconds = (System.nanoTime() - start) / 1e9;
        if (ended.status() != 0) throw new IOException("hubspoke journal replay says " + ended.lastLine());
        return seconds;
    }

    /** The journal that was written stays as it is: a hub takes a snapshot and looks after leases. */
    private static List<Row> recoveries(Bench bench, History history)
            throws IOException, InterruptedException, SQLException {
        List<Row> rows = new ArrayList<>();
        for (boolean with : List.of(true, false)) {
            Path journal = bench.emptied().resolve("journal.db");
            Files.copy(history.journal(), journal);
            if (with) endBeforeTheNewestSnapshot(journal);
            else change(journal, "DELETE FROM snapshot");
            long events = AuditRun.events(journal);
            AuditRun.Pass pass =
                    child(bench, MEMORY_OF_HUB, "recover", journal.toString()).getFirst();
            String name = "recover %s snapshots".formatted(with ? "with" : "without");
            rows.add(Row.of(GROUP, name, pass.seconds(), "s", Row.Better.LOWER, 1)
                    .with("events", (double) events)
                    .with("CPU s", pass.cpuSeconds()));
        }
        bench.emptied();
        return rows;
    }

    /** As if the hub had died just before it took that snapshot: nothing takes longer than what it left behind then. */
    private static void endBeforeTheNewestSnapshot(Path journal) throws SQLException {
        change(journal, "DELETE FROM event_journal WHERE sequence_number >= " + NEWEST);
        change(journal, "DELETE FROM snapshot WHERE sequence_number = " + NEWEST);
    }

    private static void change(Path journal, String how) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(how);
        }
    }

    private static List<AuditRun.Pass> child(Bench bench, String memory, String... arguments)
            throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                memory,
                "-XX:+UseParallelGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                AuditRun.class.getName()));
        line.addAll(List.of(arguments));
        Processes.Ended ended = Processes.run(PATIENCE, bench.home(), line);
        if (ended.status() != 0) throw new IOException("%s ended with %s".formatted(arguments[0], ended.lastLine()));
        return AuditRun.Pass.in(ended.output());
    }
}
