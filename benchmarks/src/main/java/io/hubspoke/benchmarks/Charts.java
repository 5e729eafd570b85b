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

/** The pictures of a report; without those whose rows are missing. */
final class Charts {
    private static final List<String> PERCENTILES = List.of("p50 ms", "p99 ms", "p99.9 ms");

    private Charts() {}

    /** @param title what it shows, for those who do not see it */
    record Picture(String name, String title, String svg) {}

    static List<Picture> of(Report report) {
        return Stream.of(
                        curve(
                                report,
                                "performance-batch",
                                CurveMeasurement.BATCH_LIMIT,
                                "Messages per second by the largest commit",
                                "commands in one commit, at most"),
                        curve(
                                report,
                                "performance-load",
                                CurveMeasurement.UNDER_WAY,
                                "Messages per second by load",
                                "messages under way at once"),
                        latency(report),
                        growth(report),
                        bars(report))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<Picture> curve(Report report, String name, String rows, String title, String axis) {
        List<double[]> points = rows(report, rows)
                .map(row -> new double[] {row.detail("x").orElse(1), row.value()})
                .toList();
        if (points.size() < 2) return Optional.empty();
        Scale up = new Scale("messages/s", false);
        String svg = Svg.lines(title, new Scale(axis, true), up, List.of(new Series("", points, true)));
        return Optional.of(new Picture(name, title, svg));
    }

    private static Stream<Row> rows(Report report, String name) {
        return report.group(CurveMeasurement.GROUP).filter(row -> row.name().startsWith(name) && row.isMeasured());
    }

    /** By load, one line for each percentile. */
    private static Optional<Picture> latency(Report report) {
        List<Series> series = new ArrayList<>();
        for (String percentile : PERCENTILES) {
            List<double[]> points = rows(report, CurveMeasurement.UNDER_WAY)
                    .map(row ->
                            new double[] {row.value(), row.detail(percentile).orElse(0)})
                    .toList();
            if (points.size() < 2) return Optional.empty();
            series.add(new Series(percentile.replace(" ms", ""), points, true));
        }
        String title = "From sending to delivery, by load";
        String svg = Svg.lines(title, new Scale("messages/s", true), new Scale("milliseconds", true), series);
        return Optional.of(new Picture("performance-latency", title, svg));
    }

    /** One line for each command; the steepest is named. */
    private static Optional<Picture> growth(Report report) {
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
        String title = "Deciding each command, by tasks in the project";
        String svg = Svg.lines(title, new Scale("tasks", true), new Scale("nanoseconds", true), series);
        return Optional.of(new Picture("performance-growth", title, svg));
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

    private static Optional<Picture> bars(Report report) {
        Map<String, Double> bars = new LinkedHashMap<>();
        for (int count : List.of(1, 16)) {
            Rows.find(report.rows(), SystemMeasurement.GROUP, SystemMeasurement.conversations(count))
                    .filter(Row::isMeasured)
                    .ifPresent(row -> bars.put(
                            "Hubspoke, " + count + (count == 1 ? " conversation" : " conversations"), row.value()));
        }
        report.group(PeerMeasurement.GROUP).filter(Row::isMeasured).forEach(row -> bars.put(row.name(), row.value()));
        if (bars.size() < 2) return Optional.empty();
        String title = "Messages per second between two agents";
        return Optional.of(new Picture("performance-comparison", title, Svg.bars(title, "messages/s", bars)));
    }
}
