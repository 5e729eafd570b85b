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
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;
import org.pcollections.TreePMap;

/**
 * What changing one task costs at least, without any rule: among so many it is found in a tree, another value takes its
 * place, and it leaves a second tree, as a queue.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(0)
@Warmup(iterations = 2, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class TreeBenchmark {
    /** As many as the rules are measured with, a power of two. */
    private static final int VARIANTS = 256;

    @Param({"10", "10000", "1000000"})
    public int tasks;

    private TreePMap<TaskId, Integer> byId = TreePMap.empty();
    private TreePMap<Integer, TaskId> queue = TreePMap.empty();
    private final List<TaskId> ids = new ArrayList<>();
    private int next;

    @Setup(Level.Trial)
    public void build() {
        List<TaskId> all = new ArrayList<>();
        for (int i = 0; i < tasks; i++) all.add(TaskId.of("task-%07d".formatted(i)));
        byId = TreePMap.empty(TaskId::compareTo);
        queue = TreePMap.empty();
        for (int i = 0; i < tasks; i++) {
            byId = byId.plus(all.get(i), i);
            queue = queue.plus(i, all.get(i));
        }
        Collections.shuffle(all, new Random(1));
        for (int i = 0; i < VARIANTS; i++) ids.add(all.get(i % tasks));
    }

    @Benchmark
    public void change(Blackhole blackhole) {
        TaskId id = ids.get(next++ & (VARIANTS - 1));
        Integer arrival = byId.getOrDefault(id, 0);
        // Another value: the tree stays as it is when the same one is put there again.
        blackhole.consume(byId.plus(id, -arrival - 1));
        blackhole.consume(queue.minus(arrival));
    }
}
