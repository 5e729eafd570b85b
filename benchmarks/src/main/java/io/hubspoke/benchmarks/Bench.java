// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What a run of the benchmark is told, and what it has found so far.
 *
 * @param seconds that each system measurement takes in each of its rounds
 * @param warmup seconds before
 * @param rounds how often the system measurements take turns
 * @param full whether the rules are measured at length
 * @param only measure what has this text in its group or name; empty for everything
 * @param folder where files are written; its disk is the one that is measured
 * @param home the checkout
 * @param rows found so far
 */
record Bench(int seconds, int warmup, int rounds, boolean full, String only, Path folder, Path home, List<Row> rows) {
    Bench(int seconds, int warmup, int rounds, boolean full, String only, Path folder, Path home) {
        this(seconds, warmup, rounds, full, only, folder, home, new ArrayList<>());
    }

    boolean wants(String group, String name) {
        return only.isEmpty() || (group + ": " + name).contains(only);
    }

    Optional<Row> row(String group, String name) {
        return Rows.find(rows, group, name);
    }

    /** The folder, with nothing in it. */
    Path emptied() throws IOException {
        Files.createDirectories(folder);
        try (Stream<Path> old = Files.walk(folder)) {
            for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                if (!path.equals(folder)) Files.delete(path);
            }
        }
        return folder;
    }
}
