// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looking up rows, and what follows from several of them. */
final class Rows {
    /** The group of rows that compare two others; they hold on a noisy machine, where the others do not. */
    static final String RATIOS = "ratios";

    private Rows() {}

    static Optional<Row> find(List<Row> rows, String group, String name) {
        return rows.stream()
                .filter(row -> row.group().equals(group) && row.name().equals(name))
                .findFirst();
    }

    /** How the hub stands beside what it could at best be, and beside others; measured in the same run. */
    static List<Row> ratios(List<Row> rows) {
        List<Row> ratios = new ArrayList<>();
        Optional<Row> group = find(rows, SystemMeasurement.GROUP, SystemMeasurement.GROUP_COMMIT);
        ratio(
                ratios,
                "group commit / in memory",
                group,
                find(rows, SystemMeasurement.GROUP, SystemMeasurement.IN_MEMORY));
        ratio(
                ratios,
                "group commit / one by one",
                group,
                find(rows, SystemMeasurement.GROUP, SystemMeasurement.ONE_BY_ONE));
        ratio(
                ratios,
                "group commit / raw disk",
                group,
                find(rows, DiskMeasurement.GROUP, DiskMeasurement.BATCHES).map(Rows::inMessages));
        ratio(
                ratios,
                "commits one by one / fsyncs of the raw disk",
                find(rows, SystemMeasurement.GROUP, SystemMeasurement.ONE_BY_ONE)
                        .map(Rows::inCommits),
                find(rows, DiskMeasurement.GROUP, DiskMeasurement.FSYNCS));
        for (PeerMeasurement.Exchange exchange : PeerMeasurement.EXCHANGES) {
            ratio(
                    ratios,
                    "hub / " + exchange.name(),
                    find(rows, SystemMeasurement.GROUP, SystemMeasurement.conversations(exchange.conversations())),
                    find(rows, PeerMeasurement.GROUP, exchange.name()));
        }
        return ratios;
    }

    private static Row inMessages(Row batches) {
        return Row.of(
                batches.group(),
                batches.name(),
                batches.value() * batches.detail("messages each").orElse(0),
                "messages/s",
                batches.better(),
                batches.noise());
    }

    private static Row inCommits(Row messages) {
        return Row.of(
                messages.group(),
                messages.name(),
                messages.value() / messages.detail("messages/commit").orElse(1),
                "commits/s",
                messages.better(),
                messages.noise());
    }

    private static void ratio(List<Row> ratios, String name, Optional<Row> above, Optional<Row> below) {
        if (above.filter(Row::isMeasured).isEmpty()
                || below.filter(Row::isMeasured).isEmpty()) return;
        Row over = above.get();
        Row under = below.get();
        ratios.add(Row.of(
                RATIOS,
                name,
                over.value() / under.value(),
                "x",
                Row.Better.HIGHER,
                Math.hypot(over.noise(), under.noise())));
    }
}
