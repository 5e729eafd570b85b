// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A report as people read it: on the terminal, and in the documents. */
final class Table {
    private Table() {}

    /** For a terminal. */
    static String text(Report report) {
        StringBuilder text = new StringBuilder();
        report.machine().forEach((fact, value) -> text.append("%-20s %s%n".formatted(fact, value)));
        for (String group : report.groups()) {
            text.append("%n%s%n".formatted(group));
            report.group(group)
                    .forEach(row -> text.append(
                            "  %-46s %14s %7s  %s%n".formatted(row.name(), value(row), noise(row), rest(row))));
        }
        return text.toString();
    }

    /** For Markdown: one table for each group. */
    static String markdown(Report report) {
        StringBuilder text =
                new StringBuilder("Measured at ").append(report.at()).append(":\n\n| | |\n|---|---|\n");
        report.machine()
                .forEach((fact, value) -> text.append("| ")
                        .append(fact)
                        .append(" | ")
                        .append(value)
                        .append(" |\n"));
        for (String group : report.groups()) {
            text.append("\n| ").append(group).append(" | | ± | |\n|---|--:|--:|---|\n");
            report.group(group)
                    .forEach(row -> text.append("| %s | %s | %s | %s |\n"
                            .formatted(
                                    row.name(),
                                    value(row),
                                    noise(row),
                                    rest(row).replace("|", "\\|"))));
        }
        return text.toString();
    }

    private static String value(Row row) {
        return row.isMeasured() ? number(row.value()) + " " + row.unit() : "–";
    }

    private static String noise(Row row) {
        return row.isMeasured() ? String.format(Locale.ROOT, "%.0f %%", row.noise() * 100) : "";
    }

    private static String rest(Row row) {
        String details = row.details().entrySet().stream().map(Table::detail).collect(Collectors.joining(", "));
        return details.isEmpty() || row.note().isEmpty() ? details + row.note() : details + "; " + row.note();
    }

    /** «p99 ms» = 2.1 becomes «p99 2.1 ms»: the unit is the name's last word. */
    private static String detail(Map.Entry<String, Double> detail) {
        String name = detail.getKey();
        int blank = name.lastIndexOf(' ');
        return blank < 0
                ? number(detail.getValue()) + " " + name
                : name.substring(0, blank) + " " + number(detail.getValue()) + name.substring(blank);
    }

    /** Three digits that count. */
    static String number(double value) {
        double size = Math.abs(value);
        if (size >= 1000 || value == Math.rint(value)) return String.format(Locale.ROOT, "%,.0f", value);
        if (size >= 100) return String.format(Locale.ROOT, "%.0f", value);
        return String.format(Locale.ROOT, size >= 10 ? "%.1f" : size >= 0.1 ? "%.2f" : "%.3f", value);
    }
}
