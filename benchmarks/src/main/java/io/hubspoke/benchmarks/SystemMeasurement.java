// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The whole hub: agents send each other messages of about 700 bytes, each persisted, delivered and acknowledged. The
 * scenarios take turns, so that a machine that grows slower meanwhile slows all of them.
 */
final class SystemMeasurement implements Measurement {
    static final String GROUP = "system";
    static final String GROUP_COMMIT = "sqlite, fsync, group commit";
    static final String IN_MEMORY = "in memory, group commit";
    static final String ONE_BY_ONE = "sqlite, fsync, one by one";
    static final String MANY_PROJECTS = "sqlite, fsync, 32 projects";
    static final String OPEN_LOOP = "sqlite, fsync, 2000/s open loop";

    private static final int IN_MEMORY_SECONDS = 5;

    /** Two agents that answer each other, so many times at once. */
    static String conversations(int count) {
        return "sqlite, fsync, %d conversation%s".formatted(count, count == 1 ? "" : "s");
    }

    @Override
    public String group() {
        return GROUP;
    }

    @Override
    public List<Row> measure(Bench bench) throws IOException {
        Map<String, Result> results = new LinkedHashMap<>();
        for (int round = 0; round < bench.rounds(); round++) {
            for (Scenario scenario : scenarios(bench)) {
                if (!bench.wants(GROUP, scenario.name())) continue;
                results.merge(scenario.name(), once(scenario, bench), Result::and);
            }
        }
        List<Row> rows = new ArrayList<>();
        results.values().forEach(result -> rows.add(result.row(GROUP)));
        return rows;
    }

    static Result once(Scenario scenario, Bench bench) throws IOException {
        try (Run run = new Run(scenario, bench.emptied())) {
            return run.measure();
        } finally {
            bench.emptied();
        }
    }

    private static List<Scenario> scenarios(Bench bench) {
        int warmup = bench.warmup();
        int seconds = bench.seconds();
        return List.of(
                Scenario.saturation(GROUP_COMMIT, warmup, seconds),
                // Short, because it keeps everything.
                inMemory(warmup, Math.min(IN_MEMORY_SECONDS, seconds), bench.folder()),
                // With less under way: the same rate, and the first messages are through before the measuring begins.
                Scenario.saturation(ONE_BY_ONE, warmup, seconds, "hubspoke.orchestrator.batch-commands-max = 1")
                        .withAgents(16, 4),
                Scenario.openLoop(OPEN_LOOP, 2_000, warmup, seconds),
                Scenario.saturation(MANY_PROJECTS, warmup, seconds)
                        .withAgents(4, 16)
                        .withProjects(32),
                Scenario.conversations(conversations(1), 1, warmup, seconds),
                Scenario.conversations(conversations(16), 16, warmup, seconds));
    }

    static Scenario inMemory(int warmup, int seconds, Path folder) {
        return Scenario.saturation(IN_MEMORY, warmup, seconds, """
                pekko.persistence.journal { plugin = "pekko.persistence.journal.inmem", auto-start-journals = [] }
                pekko.persistence.snapshot-store.plugin = "pekko.persistence.snapshot-store.local"
                pekko.persistence.snapshot-store.auto-start-snapshot-stores = []
                pekko.persistence.snapshot-store.local.dir = "%s"
                pekko.persistence.journal.inmem.test-serialization = off
                """.formatted(folder.resolve("snapshots")));
    }
}
