// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Tells many histories on several threads, each with a world of its own, and keeps the books. */
public final class SimulationRun {
    private static final Duration NEWS_INTERVAL = Duration.ofSeconds(10);

    /** Failures that are made short and shown; the rest is told by its seeds. */
    private static final int SHOWN_MAX = 3;

    private final Order order;
    private final PrintStream out;
    private final AtomicLong next;
    private final long started = System.nanoTime();
    private final Map<Fault, Long> faults = new EnumMap<>(Fault.class);
    private final List<SimulationReport> broken = new ArrayList<>();
    private long told;
    private long commands;
    private long commits;
    private long newsAt;
    private volatile boolean stopped;
    private volatile @Nullable Throwable trouble;

    /**
     * Which histories.
     *
     * @param from the first seed
     * @param to the seed after the last
     * @param commands in each history
     * @param threads that tell them
     * @param keepGoing whether to go on after a failure
     * @param traced whether to print the hash of all that happens in each history
     */
    public record Order(long from, long to, int commands, int threads, boolean keepGoing, boolean traced) {
        public Order {
            if (to < from)
                throw new IllegalArgumentException("--seeds=%d-%d: the last comes first".formatted(from, to));
            if (commands < 1 || threads < 1) throw new IllegalArgumentException("use 1 command and 1 thread, or more");
        }

        /** So many histories from seed 0 on, on all processors. */
        public static Order histories(long count) {
            return new Order(0, count, Simulation.COMMANDS, Runtime.getRuntime().availableProcessors(), false, false);
        }

        static Order of(List<String> arguments) {
            Order order = histories(1_000);
            for (String argument : arguments) order = order.with(argument);
            return order;
        }

        private Order with(String argument) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            String value = argument.substring(equals + 1);
            return switch (name) {
                case "--seeds" -> {
                    String[] ends = value.split("-", 2);
                    yield new Order(
                            Long.parseLong(ends[0]), Long.parseLong(ends[1]), commands, threads, keepGoing, traced);
                }
                case "--commands" -> new Order(from, to, Integer.parseInt(value), threads, keepGoing, traced);
                case "--threads" -> new Order(from, to, commands, Integer.parseInt(value), keepGoing, traced);
                case "--keep-going" -> new Order(from, to, commands, threads, true, traced);
                case "--trace" -> new Order(from, to, commands, threads, keepGoing, true);
                default ->
                    throw new IllegalArgumentException(argument
                            + " is not known: use --seeds=A-B, --commands=N, --threads=N, --keep-going or --trace");
            };
        }
    }

    public SimulationRun(Order order, PrintStream out) {
        this.order = order;
        this.out = out;
        next = new AtomicLong(order.from());
    }

    /**
     * Returns whether every promise was kept in every history.
     *
     * @throws IllegalStateException when the simulation itself has failed
     */
    public boolean run() {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < order.threads(); i++)
            threads.add(Thread.ofPlatform().name("simulation-" + i).start(this::tellOn));
        try {
            for (Thread thread : threads) thread.join();
        } catch (InterruptedException told) {
            stopped = true;
            Thread.currentThread().interrupt();
        }
        if (trouble != null) throw new IllegalStateException("a thread of the simulation has failed", trouble);
        news();
        if (broken.size() > 1)
            out.println("broken: seeds "
                    + broken.stream().map(SimulationReport::seed).toList());
        if (told > 0) out.println("faults: " + faults());
        for (SimulationReport report : broken().subList(0, Math.min(broken.size(), SHOWN_MAX)))
            out.println(failure(report));
        return broken.isEmpty();
    }

    /** How often each kind of fault has struck. */
    public synchronized Map<Fault, Long> faults() {
        return Collections.unmodifiableMap(new EnumMap<>(faults));
    }

    /** The histories in which a promise was broken. */
    public synchronized List<SimulationReport> broken() {
        return List.copyOf(broken);
    }

    private void tellOn() {
        try {
            for (long seed = next.getAndIncrement(); seed < order.to() && !stopped; seed = next.getAndIncrement())
                add(
                        order.traced()
                                ? Simulation.traced(seed, order.commands())
                                : Simulation.run(seed, order.commands()));
            Stage.leave();
        } catch (RuntimeException | Error fault) {
            trouble = fault;
            stopped = true;
        }
    }

    private synchronized void add(SimulationReport report) {
        told++;
        if (order.traced()) out.println("trace of seed " + report.seed() + ": " + report.trace());
        commands += report.commands();
        commits += report.commits();
        report.faults().forEach((fault, count) -> faults.merge(fault, (long) count, Long::sum));
        if (!report.kept()) {
            broken.add(report);
            if (!order.keepGoing()) stopped = true;
        }
        if (System.nanoTime() - newsAt > NEWS_INTERVAL.toNanos()) news();
    }

    private synchronized void news() {
        newsAt = System.nanoTime();
        double seconds = (newsAt - started) / 1e9;
        out.printf(
                "%,d of %,d histories, %,d commands, %,d commits, %.1f s, %.1f histories a second, %d broken%n",
                told, order.to() - order.from(), commands, commits, seconds, told / seconds, broken.size());
    }

    private String failure(SimulationReport report) {
        return "%s  found as: --seeds=%d-%d --commands=%d%n"
                .formatted(Simulation.shrink(report).told(), report.seed(), report.seed() + 1, order.commands());
    }
}
