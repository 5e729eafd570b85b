// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Small charts as SVG that can be read on light and on dark ground: they bring their own ground and follow the reader's
 * colour scheme. The same figures give the same bytes.
 */
final class Svg {
    private static final int WIDTH = 760;
    private static final int HEIGHT = 372;
    private static final int LEFT = 84;
    private static final int RIGHT = 130;
    private static final int TOP = 60;
    private static final int BOTTOM = 56;
    private static final int BAR = 34;
    private static final int BAR_LABEL = 330;
    /** From one name to the next below it, so that both can be read. */
    private static final int NAME = 15;

    private static final int TICKS = 5;
    private static final int COLOURS = 4;

    private static final String STYLE = """
            <style>
            .ground{fill:#fff;stroke:#d0d7de}.text{fill:#1f2328}.soft{fill:#59636e}.grid{stroke:#d0d7de}
            .c0{stroke:#0969da}.c1{stroke:#bc4c00}.c2{stroke:#1a7f37}.c3{stroke:#8250df}.rest{stroke:#8c959f}
            .f0{fill:#0969da}.f1{fill:#bc4c00}.f2{fill:#1a7f37}.f3{fill:#8250df}
            text{font:13px system-ui,sans-serif}.title{font-size:16px;font-weight:600}
            path{fill:none;stroke-width:2}path.rest{stroke-width:1;opacity:.55}
            @media (prefers-color-scheme:dark){
            .ground{fill:#0d1117;stroke:#3d444d}.text{fill:#f0f6fc}.soft{fill:#9198a1}.grid{stroke:#3d444d}
            .c0{stroke:#4493f8}.c1{stroke:#db6d28}.c2{stroke:#3fb950}.c3{stroke:#ab7df8}.rest{stroke:#656c76}
            .f0{fill:#4493f8}.f1{fill:#db6d28}.f2{fill:#3fb950}.f3{fill:#ab7df8}}
            </style>
            """;

    private Svg() {}

    /** One axis; a logarithmic one begins and ends at a power of ten. */
    record Scale(String name, boolean logarithmic) {}

    /**
     * One line.
     *
     * @param points each an x and a y, from left to right
     * @param strong whether it has a colour of its own, or stands behind the others
     */
    record Series(String name, List<double[]> points, boolean strong) {
        Series {
            points = List.copyOf(points);
        }
    }

    /** Where values lie on an axis. */
    private record Axis(double from, double to, boolean logarithmic, double start, double length) {
        static Axis of(Scale scale, double least, double most, double start, double length) {
            if (!scale.logarithmic()) return new Axis(0, niceAbove(most), false, start, length);
            double from = Math.pow(10, Math.floor(Math.log10(least)));
            double to = Math.pow(10, Math.ceil(Math.log10(most)));
            return new Axis(from, to > from ? to : from * 10, true, start, length);
        }

        double at(double value) {
            double share = logarithmic
                    ? (Math.log10(value) - Math.log10(from)) / (Math.log10(to) - Math.log10(from))
                    : (value - from) / (to - from);
            return start + share * length;
        }

        List<Double> ticks() {
            List<Double> ticks = new ArrayList<>();
            if (logarithmic) for (double tick = from; tick <= to * 1.001; tick *= 10) ticks.add(tick);
            else for (int i = 0; i <= TICKS; i++) ticks.add(to * i / TICKS);
            return ticks;
        }
    }

    /** The next of 1, 2, 2.5 or 5 times a power of ten. */
    static double niceAbove(double value) {
        if (value <= 0) return 1;
        double power = Math.pow(10, Math.floor(Math.log10(value)));
        for (double step : new double[] {1, 2, 2.5, 5}) if (step * power >= value) return step * power;
        return 10 * power;
    }

    /**
     * @throws IllegalArgumentException when there is nothing to draw, or a value that a logarithm cannot take
     */
    static String lines(String title, Scale across, Scale up, List<Series> series) {
        Axis x = axis(across, series, 0, LEFT, WIDTH - LEFT - RIGHT);
        Axis y = axis(up, series, 1, HEIGHT - BOTTOM, TOP + BOTTOM - HEIGHT);
        StringBuilder svg = begun(title, HEIGHT);
        for (double tick : y.ticks()) {
            svg.append(line(LEFT, y.at(tick), WIDTH - RIGHT, y.at(tick)));
            svg.append(text(LEFT - 8, y.at(tick) + 4, "soft", "end", Table.number(tick)));
        }
        for (double tick : x.ticks()) {
            svg.append(text(x.at(tick), HEIGHT - BOTTOM + 20, "soft", "middle", Table.number(tick)));
        }
        svg.append(text(LEFT + (WIDTH - LEFT - RIGHT) / 2.0, HEIGHT - 14, "soft", "middle", across.name()));
        svg.append(text(LEFT, TOP - 10, "soft", "start", up.name()));
        for (Series each : series) if (!each.strong()) svg.append(path(each, x, y, "rest"));
        List<Series> strong = series.stream().filter(Series::strong).toList();
        double[] names = apart(strong.stream()
                .mapToDouble(each -> y.at(each.points().getLast()[1]) + 4)
                .toArray());
        for (int i = 0; i < strong.size(); i++) {
            Series each = strong.get(i);
            svg.append(path(each, x, y, "c" + i % COLOURS));
            double end = x.at(each.points().getLast()[0]);
            svg.append(text(end + 8, names[i], "f" + i % COLOURS, "start", each.name()));
        }
        return svg.append("</svg>\n").toString();
    }

    /** The same heights, moved downwards where the next above is too near. */
    static double[] apart(double[] heights) {
        List<Integer> fromTop = IntStream.range(0, heights.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> heights[i]))
                .toList();
        double[] moved = heights.clone();
        for (int i = 1; i < fromTop.size(); i++) {
            double above = moved[fromTop.get(i - 1)];
            moved[fromTop.get(i)] = Math.max(heights[fromTop.get(i)], above + NAME);
        }
        return moved;
    }

    /** Bars from left to right, each with its value. */
    static String bars(String title, String unit, Map<String, Double> bars) {
        double most =
                bars.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
        if (most <= 0) throw new IllegalArgumentException("there is no bar to draw");
        StringBuilder svg = begun(title, TOP + BAR * bars.size() + 16);
        double length = WIDTH - BAR_LABEL - 110.0;
        double top = TOP;
        for (Map.Entry<String, Double> bar : bars.entrySet()) {
            double width = Math.max(1, bar.getValue() / most * length);
            boolean own = bar.getKey().startsWith("Hubspoke");
            svg.append(text(BAR_LABEL - 10, top + 18, "text", "end", bar.getKey()));
            svg.append(String.format(
                    Locale.ROOT,
                    "<rect class=\"%s\" x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" rx=\"3\"/>%n",
                    own ? "f0" : "f1",
                    BAR_LABEL,
                    top + 3,
                    width,
                    BAR - 12));
            svg.append(text(BAR_LABEL + width + 8, top + 18, "text", "start", Table.number(bar.getValue())));
            top += BAR;
        }
        svg.append(text(BAR_LABEL, TOP - 8, "soft", "start", unit));
        return svg.append("</svg>\n").toString();
    }

    private static Axis axis(Scale scale, List<Series> series, int coordinate, double start, double length) {
        double[] values = series.stream()
                .flatMap(each -> each.points().stream())
                .mapToDouble(point -> point[coordinate])
                .sorted()
                .toArray();
        if (values.length == 0) throw new IllegalArgumentException("there is no point to draw");
        double least = values[0];
        if (scale.logarithmic() && least <= 0) {
            throw new IllegalArgumentException("a logarithmic axis of " + scale.name() + " cannot show " + least);
        }
        return Axis.of(scale, least, values[values.length - 1], start, length);
    }

    private static StringBuilder begun(String title, int height) {
        return new StringBuilder()
                .append(String.format(
                        Locale.ROOT,
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" "
                                + "role=\"img\" aria-label=\"%s\">%n",
                        WIDTH,
                        height,
                        WIDTH,
                        height,
                        escaped(title)))
                .append(STYLE)
                .append(String.format(
                        Locale.ROOT,
                        "<rect class=\"ground\" x=\".5\" y=\".5\" width=\"%d\" height=\"%d\" rx=\"8\"/>%n",
                        WIDTH - 1,
                        height - 1))
                .append(text(16, 24, "text title", "start", title));
    }

    private static String line(double fromX, double fromY, double toX, double toY) {
        return String.format(
                Locale.ROOT,
                "<line class=\"grid\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>%n",
                fromX,
                fromY,
                toX,
                toY);
    }

    private static String path(Series series, Axis x, Axis y, String style) {
        StringBuilder path = new StringBuilder();
        for (double[] point : series.points()) {
            path.append(path.isEmpty() ? "M" : " L")
                    .append(String.format(Locale.ROOT, "%.1f,%.1f", x.at(point[0]), y.at(point[1])));
        }
        return "<path class=\"" + style + "\" d=\"" + path + "\"/>\n";
    }

    private static String text(double x, double y, String style, String anchor, String text) {
        return String.format(
                Locale.ROOT,
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>%n",
                style,
                x,
                y,
                anchor,
                escaped(text));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace("\"", "&quot;");
    }
}
