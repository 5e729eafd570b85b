// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The JMH benchmarks: each command in projects of different sizes, and the codec with its hash. */
final class RulesMeasurement implements Measurement {
    static final String GROUP = "rules";
    static final String CODEC = "codec";

    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final Duration PATIENCE_FULL = Duration.ofHours(2);

    /** One figure of JMH's: nanoseconds, and how far they may be off as a share. */
    private record Score(double nanos, double noise) {}

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException, InterruptedException {
        if (!bench.wants(GROUP, "decide") && !bench.wants(CODEC, "commit")) return List.of();
        Path json = bench.emptied().resolve("jmh.json");
        List<String> line = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx4g",
                "-Djmh.ignoreLock=true",
                "-XX:+UseParallelGC",
                "-cp",
                System.getProperty("java.class.path"),
                "io.hubspoke.benchmarks.rules.RulesRun",
                json.toString()));
        if (bench.full()) line.add("full");
        Processes.Ended ended = Processes.run(bench.full() ? PATIENCE_FULL : PATIENCE, bench.home(), line);
        if (ended.status() != 0) throw new IOException("JMH ended with " + ended.lastLine());
        JsonNode results = new ObjectMapper().readTree(json.toFile());
        bench.emptied();
        List<Row> rows = new ArrayList<>(commands(results));
        rows.addAll(codec(results));
        return rows;
    }

    private static List<Row> commands(JsonNode results) {
        Map<String, Map<Integer, Score>> decide = new TreeMap<>();
        Map<String, Map<Integer, Score>> evolve = new TreeMap<>();
        Map<Integer, Score> tree = new TreeMap<>();
        for (JsonNode result : results) {
            JsonNode tasks = result.path("params").path("tasks");
            if (tasks.isMissingNode()) continue;
            String command = result.path("params").path("command").asText();
            Map<Integer, Score> scores = isOf(result, "change")
                    ? tree
                    : (isOf(result, "decide") ? decide : evolve).computeIfAbsent(command, any -> new TreeMap<>());
            scores.put(tasks.asInt(), score(result));
        }
        Growth growth = new Growth(growth(tree));
        List<Row> rows = new ArrayList<>();
        rows.add(sized("bare trees", tree).with("growth x", growth(tree)));
        decide.forEach((command, scores) -> {
            String name = "decide " + command.toLowerCase(Locale.ROOT).replace('_', '-');
            rows.add(growth.judged(sized(name, scores)
                    .with("growth x", growth(scores))
                    .with("evolve growth x", growth(evolve.getOrDefault(command, Map.of())))));
        });
        return rows;
    }

    private static Row sized(String name, Map<Integer, Score> scores) {
        Score most = scores.getOrDefault(Growth.MOST, new Score(0, 1));
        Row row = Row.of(GROUP, name, most.nanos(), "ns", Row.Better.LOWER, most.noise());
        for (Map.Entry<Integer, Score> each : scores.entrySet()) {
            row = row.with(
                    "%,d tasks ns".formatted(each.getKey()), each.getValue().nanos());
        }
        return row;
    }

    private static double growth(Map<Integer, Score> scores) {
        Score least = scores.get(Growth.LEAST);
        Score most = scores.get(Growth.MOST);
        return least == null || most == null ? 0 : most.nanos() / least.nanos();
    }

    private static List<Row> codec(JsonNode results) {
        List<Row> rows = new ArrayList<>();
        for (JsonNode result : results) {
            JsonNode events = result.path("params").path("events");
            if (events.isMissingNode()) continue;
            String method = result.path("benchmark").asText();
            String what = method.substring(method.lastIndexOf('.') + 1);
            Score score = score(result);
            rows.add(Row.of(
                            CODEC,
                            "%s a commit of %s events".formatted(what, events.asText()),
                            score.nanos(),
                            "ns",
                            Row.Better.LOWER,
                            score.noise())
                    .with("per event ns", score.nanos() / events.asInt()));
        }
        return rows;
    }

    private static boolean isOf(JsonNode result, String method) {
        return result.path("benchmark").asText().endsWith("." + method);
    }

    private static Score score(JsonNode result) {
        JsonNode metric = result.path("primaryMetric");
        List<Double> iterations = new ArrayList<>();
        metric.path("rawData").forEach(fork -> fork.forEach(value -> iterations.add(value.asDouble())));
        double[] values = iterations.stream().mapToDouble(Double::doubleValue).toArray();
        return new Score(metric.path("score").asDouble(), Samples.noise(values));
    }
}
