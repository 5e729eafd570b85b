// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks.rules;

import io.hubspoke.protocol.TaskId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.pcollections.TreePMap;

/** Looking one task up in a bare tree of so many and putting it back: what any rule costs at least. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class TreeBenchmark {
    /** As many as the rules are measured with, a power of two. */
    private static final int VARIANTS = 256;

    @Param({"10", "10000", "1000000"})
    public int tasks;

    private TreePMap<TaskId, TaskId> tree = TreePMap.empty();
    private final List<TaskId> ids = new ArrayList<>();
    private int next;

    @Setup(Level.Trial)
    public void build() {
        List<TaskId> all = new ArrayList<>();
        for (int i = 0; i < tasks; i++) all.add(TaskId.of("task-" + i));
        Collections.shuffle(all, new Random(1));
        tree = TreePMap.empty(TaskId::compareTo);
        for (TaskId id : all) tree = tree.plus(id, id);
        for (int i = 0; i < VARIANTS; i++) ids.add(all.get(i % tasks));
    }

    @Benchmark
    public TreePMap<TaskId, TaskId> change() {
        TaskId id = ids.get(next++ & (VARIANTS - 1));
        return tree.plus(id, tree.getOrDefault(id, id));
    }
}
