// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedClass;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * Where the time and the memory of the group-commit run and of the in-memory run go, by Java Flight Recorder: samples
 * of what computes, and samples of what allocates weighted with their bytes.
 */
final class Profile {
    private static final int TOP = 20;
    private static final String OURS = "io.hubspoke.";

    private Profile() {}

    static int taken(Bench bench, PrintStream out) throws IOException {
        List<Scenario> scenarios = List.of(
                Scenario.saturation(SystemMeasurement.GROUP_COMMIT, bench.warmup(), bench.seconds()),
                SystemMeasurement.inMemory(bench.warmup(), bench.seconds(), bench.folder()));
        for (Scenario scenario : scenarios) {
            if (!bench.wants(SystemMeasurement.GROUP, scenario.name())) continue;
            Path file = bench.home()
                    .resolve("target/benchmarks")
                    .resolve(scenario.name().replaceAll("[^a-z]+", "-") + ".jfr");
            Files.createDirectories(file.getParent());
            Row row = recorded(scenario, bench, file);
            out.print(Table.text(new Report("", Map.of(), List.of(row))));
            print(file, out);
            out.println("\nThe recording: " + file);
        }
        return 0;
    }

    private static Row recorded(Scenario scenario, Bench bench, Path file) throws IOException {
        try (Run run = new Run(scenario, bench.emptied());
                Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
            recording.setToDisk(true);
            Row row = run.measure(recording::start).row(SystemMeasurement.GROUP);
            recording.stop();
            recording.dump(file);
            return row;
        } catch (ParseException impossible) {
            throw new IOException(impossible);
        } finally {
            bench.emptied();
        }
    }

    private static void print(Path file, PrintStream out) throws IOException {
        Map<String, Double> computing = new HashMap<>();
        Map<String, Double> computingOurs = new HashMap<>();
        Map<String, Double> allocating = new HashMap<>();
        Map<String, Double> allocatingOurs = new HashMap<>();
        try (RecordingFile recording = new RecordingFile(file)) {
            while (recording.hasMoreEvents()) {
                RecordedEvent event = recording.readEvent();
                switch (event.getEventType().getName()) {
                    case "jdk.ExecutionSample" -> {
                        add(computing, frame(event, ""), 1);
                        add(computingOurs, frame(event, OURS), 1);
                    }
                    case "jdk.ObjectAllocationSample" -> {
                        RecordedClass type = event.getClass("objectClass");
                        double weight = event.getLong("weight");
                        add(allocating, Optional.of(type.getName()), weight);
                        add(allocatingOurs, frame(event, OURS), weight);
                    }
                    default -> {}
                }
            }
        }
        top(out, "computes: the innermost method", computing);
        top(out, "computes: the innermost method of Hubspoke", computingOurs);
        top(out, "allocates: what", allocating);
        top(out, "allocates: the innermost line of Hubspoke", allocatingOurs);
    }

    private static void add(Map<String, Double> sums, Optional<String> name, double more) {
        sums.merge(name.orElse("(elsewhere)"), more, Double::sum);
    }

    /** The innermost frame whose class begins so; with its line where it is our own. */
    private static Optional<String> frame(RecordedEvent event, String prefix) {
        if (event.getStackTrace() == null) return Optional.empty();
        return event.getStackTrace().getFrames().stream()
                .filter(RecordedFrame::isJavaFrame)
                .filter(frame -> frame.getMethod().getType().getName().startsWith(prefix))
                .findFirst()
                .map(frame -> frame.getMethod().getType().getName() + "."
                        + frame.getMethod().getName() + (prefix.isEmpty() ? "" : ":" + frame.getLineNumber()));
    }

    private static void top(PrintStream out, String title, Map<String, Double> sums) {
        double all = sums.values().stream().mapToDouble(Double::doubleValue).sum();
        out.printf("%n%s%n", title);
        sums.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(TOP)
                .forEach(each ->
                        out.printf(Locale.ROOT, "  %5.1f %%  %s%n", each.getValue() / all * 100, each.getKey()));
    }
}
