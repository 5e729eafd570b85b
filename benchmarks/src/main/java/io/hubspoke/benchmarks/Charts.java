// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import io.hubspoke.benchmarks.Svg.Scale;
import io.hubspoke.benchmarks.Svg.Series;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** The pictures of a report, by the name of their file. A picture whose rows are missing is left as it is. */
final class Charts {
    private static final List<String> PERCENTILES = List.of("p50 ms", "p99 ms", "p99.9 ms");

    private Charts() {}

    static Map<String, String> of(Report report) {
        Map<String, String> pictures = new LinkedHashMap<>();
        curve(
                        report,
                        CurveMeasurement.BATCH_LIMIT,
                        "Messages per second by the largest commit",
                        "commands in one commit, at most")
                .ifPresent(svg -> pictures.put("performance-batch", svg));
        curve(report, CurveMeasurement.UNDER_WAY, "Messages per second by load", "messages under way at once")
                .ifPresent(svg -> pictures.put("performance-load", svg));
        latency(report).ifPresent(svg -> pictures.put("performance-latency", svg));
        growth(report).ifPresent(svg -> pictures.put("performance-growth", svg));
        bars(report).ifPresent(svg -> pictures.put("performance-comparison", svg));
        return pictures;
    }

    private static Optional<String> curve(Report report, String name, String title, String axis) {
        List<double[]> points = rows(report, name)
                .map(row -> new double[] {row.detail("x").orElse(1), row.value()})
                .toList();
        if (points.size() < 2) return Optional.empty();
        return Optional.of(Svg.lines(
                title, new Scale(axis, true), new Scale("messages/s", false), List.of(new Series("", points, true))));
    }

    private static Stream<Row> rows(Report report, String name) {
        return report.group(CurveMeasurement.GROUP).filter(row -> row.name().startsWith(name) && row.isMeasured());
    }

    /** By load, one line for each percentile. */
    private static Optional<String> latency(Report report) {
        List<Series> series = new ArrayList<>();
        for (String percentile : PERCENTILES) {
            List<double[]> points = rows(report, CurveMeasurement.UNDER_WAY)
                    .map(row ->
                            new double[] {row.value(), row.detail(percentile).orElse(0)})
                    .toList();
            if (points.size() < 2) return Optional.empty();
            series.add(new Series(percentile.replace(" ms", ""), points, true));
        }
        return Optional.of(Svg.lines(
                "From sending to delivery, by load",
                new Scale("messages/s", true),
                new Scale("milliseconds", true),
                series));
    }

    /** One line for each command; the steepest is named. */
    private static Optional<String> growth(Report report) {
        List<Row> rules =
                report.group(RulesMeasurement.GROUP).filter(Row::isMeasured).toList();
        if (rules.isEmpty()) return Optional.empty();
        double steepest = rules.stream().mapToDouble(Charts::growth).max().orElse(0);
        List<Series> series = rules.stream()
                .map(row -> new Series(
                        growth(row) == steepest ? row.name().replace("decide ", "") : "",
                        sizes(row),
                        growth(row) == steepest))
                .toList();
        return Optional.of(Svg.lines(
                "Deciding each command, by tasks in the project",
                new Scale("tasks", true),
                new Scale("nanoseconds", true),
                series));
    }

    private static double growth(Row row) {
        return row.detail("growth x").orElse(0);
    }

    private static List<double[]> sizes(Row row) {
        return row.details().entrySet().stream()
                .filter(detail -> detail.getKey().endsWith(" tasks ns"))
                .map(detail ->
                        new double[] {Double.parseDouble(detail.getKey().replaceAll("\\D", "")), detail.getValue()})
                .toList();
    }

    private static Optional<String> bars(Report report) {
        Map<String, Double> bars = new LinkedHashMap<>();
        for (int count : List.of(1, 16)) {
            Rows.find(report.rows(), SystemMeasurement.GROUP, SystemMeasurement.conversations(count))
                    .filter(Row::isMeasured)
                    .ifPresent(row -> bars.put(
                            "Hubspoke, " + count + (count == 1 ? " conversation" : " conversations"), row.value()));
        }
        report.group(PeerMeasurement.GROUP).filter(Row::isMeasured).forEach(row -> bars.put(row.name(), row.value()));
        if (bars.size() < 2) return Optional.empty();
        return Optional.of(Svg.bars("Messages per second between two agents", "messages/s", bars));
    }
}
