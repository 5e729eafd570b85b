// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * An earlier run beside a later one. Ratios come first, since they hold on a noisy machine; the other figures are
 * judged only when both runs were made on the same machine.
 *
 * @param lines ratios first, then the rest in the later run's order
 */
record Comparison(boolean sameMachine, List<Line> lines) {
    /** A smaller change is never worth a word, however steady the figures look. */
    static final double CHANGE_MIN = 0.10;

    enum Judgement {
        BETTER,
        WORSE,
        /** Within what chance can do. */
        SAME,
        /** Measured on another machine, or in one of the two runs only. */
        UNKNOWN
    }

    /**
     * @param change of the value, as a share of the old one
     * @param noise how large a change chance can make
     */
    record Line(Row row, double old, double change, double noise, Judgement judgement) {}

    Comparison {
        lines = List.copyOf(lines);
    }

    static Comparison of(Report before, Report after) {
        boolean same = Machine.isSame(before.machine(), after.machine());
        List<Line> ratios = new ArrayList<>();
        List<Line> others = new ArrayList<>();
        for (Row row : after.rows()) {
            boolean ratio = row.group().equals(Rows.RATIOS);
            (ratio ? ratios : others).add(line(Rows.find(before.rows(), row.group(), row.name()), row, ratio || same));
        }
        ratios.addAll(others);
        return new Comparison(same, ratios);
    }

    private static Line line(Optional<Row> old, Row row, boolean comparable) {
        if (old.filter(Row::isMeasured).isEmpty() || !row.isMeasured()) {
            return new Line(row, old.map(Row::value).orElse(0.0), 0, 0, Judgement.UNKNOWN);
        }
        double before = old.get().value();
        double change = row.value() / before - 1;
        double noise = Math.max(CHANGE_MIN, Math.hypot(old.get().noise(), row.noise()));
        return new Line(row, before, change, noise, comparable ? judged(row, change, noise) : Judgement.UNKNOWN);
    }

    private static Judgement judged(Row row, double change, double noise) {
        // Half as fast is as large a change as twice as fast, so both are looked at as factors.
        double factor = Math.abs(Math.log1p(change));
        if (factor <= Math.log1p(noise)) return Judgement.SAME;
        return change > 0 == (row.better() == Row.Better.HIGHER) ? Judgement.BETTER : Judgement.WORSE;
    }

    /** Whether a figure that can be compared got worse beyond chance. */
    boolean hasWorse() {
        return lines.stream().anyMatch(line -> line.judgement() == Judgement.WORSE);
    }

    String text() {
        StringBuilder text = new StringBuilder();
        if (!sameMachine) text.append("The old run was made on another machine: only ratios are judged.\n");
        String group = "";
        for (Line line : lines) {
            if (!line.row().group().equals(group)) {
                group = line.row().group();
                text.append("\n").append(group).append("\n");
            }
            text.append(said(line));
        }
        return text.toString();
    }

    private static String said(Line line) {
        String name = line.row().name();
        if (line.old() == 0 || !line.row().isMeasured()) return "  %-46s not in both runs%n".formatted(name);
        return String.format(
                Locale.ROOT,
                "  %-46s %12s -> %12s %-10s %+6.0f %%  (noise %.0f %%)%s%n",
                name,
                Table.number(line.old()),
                Table.number(line.row().value()),
                line.row().unit(),
                line.change() * 100,
                line.noise() * 100,
                FLAGS.get(line.judgement()));
    }

    private static final Map<Judgement, String> FLAGS =
            Map.of(Judgement.BETTER, "  BETTER", Judgement.WORSE, "  WORSE", Judgement.SAME, "", Judgement.UNKNOWN, "");
}
