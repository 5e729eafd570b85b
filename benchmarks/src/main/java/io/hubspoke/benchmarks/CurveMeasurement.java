// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** How the hub's throughput and delay depend on what may be committed together, and on how much is under way. */
final class CurveMeasurement implements Measurement {
    static final String GROUP = "curves";
    static final String BATCH_LIMIT = "batch limit";
    static final String UNDER_WAY = "messages under way";

    private static final int[] LIMITS = {1, 4, 16, 64, 256, 1000};
    private static final int[][] AGENTS_AND_WINDOWS = {{2, 1}, {4, 2}, {8, 8}, {16, 32}, {16, 128}};

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException {
        int warmup = Math.min(2, bench.warmup());
        int seconds = Math.min(3, bench.seconds());
        List<Row> rows = new ArrayList<>();
        for (int limit : LIMITS) {
            String name = BATCH_LIMIT + " " + limit;
            Scenario limited =
                    Scenario.saturation(name, warmup, seconds, "hubspoke.orchestrator.batch-commands-max = " + limit);
            // Small commits are many: with less under way the first of them are through before the measuring begins.
            add(rows, bench, limit, limit < 64 ? limited.withAgents(16, 8) : limited);
        }
        for (int[] point : AGENTS_AND_WINDOWS) {
            int underWay = point[0] * point[1];
            String name = UNDER_WAY + " " + underWay;
            add(
                    rows,
                    bench,
                    underWay,
                    Scenario.saturation(name, warmup, seconds).withAgents(point[0], point[1]));
        }
        return rows;
    }

    private static void add(List<Row> rows, Bench bench, int x, Scenario scenario) throws IOException {
        if (!bench.wants(GROUP, scenario.name())) return;
        rows.add(SystemMeasurement.once(scenario, bench).row(GROUP).with("x", x));
    }
}
