// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How long the `hubspoke` command takes to start and end, in turns. */
final class StartMeasurement implements Measurement {
    static final String GROUP = "start";

    private static final int TURNS = 7;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final List<List<String>> STARTS =
            List.of(List.of("--version"), List.of("--help"), List.of("run", "--help"));

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        Path command = bench.home().resolve("app/target/hubspoke/bin/hubspoke");
        if (!bench.wants(GROUP, "hubspoke")) return List.of();
        if (!Files.isExecutable(command)) {
            return List.of(Row.absent(GROUP, "hubspoke", "there is no distribution: build one with mvn package"));
        }
        Map<List<String>, List<Double>> wall = new LinkedHashMap<>();
        Map<List<String>, List<Double>> cpu = new LinkedHashMap<>();
        for (int turn = 0; turn < TURNS; turn++) {
            for (List<String> arguments : STARTS) {
                long before = ChildTime.millis();
                long start = System.nanoTime();
                Processes.Ended ended = Processes.run(PATIENCE, bench.home(), line(command, arguments));
                double millis = (System.nanoTime() - start) / 1e6;
                if (ended.status() != 0) throw new IOException("hubspoke does not start: " + ended.lastLine());
                wall.computeIfAbsent(arguments, any -> new ArrayList<>()).add(millis);
                cpu.computeIfAbsent(arguments, any -> new ArrayList<>()).add((double) (ChildTime.millis() - before));
            }
        }
        List<Row> rows = new ArrayList<>();
        wall.forEach((arguments, times) -> {
            double[] values =
                    times.stream().mapToDouble(Double::doubleValue).sorted().toArray();
            double[] used = cpu.getOrDefault(arguments, List.of()).stream()
                    .mapToDouble(Double::doubleValue)
                    .sorted()
                    .toArray();
            rows.add(Row.of(
                            GROUP,
                            "hubspoke " + String.join(" ", arguments),
                            values[values.length / 2],
                            "ms",
                            Row.Better.LOWER,
                            Samples.noise(values))
                    .with("least ms", values[0])
                    .with("CPU ms", used[used.length / 2]));
        });
        return rows;
    }

    private static List<String> line(Path command, List<String> arguments) {
        List<String> line = new ArrayList<>(List.of(command.toString()));
        line.addAll(arguments);
        return line;
    }
}
