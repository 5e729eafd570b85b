// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.Recorded;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Tells histories of whole projects, each from one seed, in one thread: the production hub with its journal's bytes
 * and its clients' repetition, and simulated time, disk, network, agents and operators. Faults strike, and an
 * independent model judges everything that becomes durable and everything that is said.
 *
 * <p>The same seed with the same number of commands tells the same history, step by step, on every machine.
 */
public final class Simulation {
    /** Commands of one history, unless one wants it otherwise. */
    public static final int COMMANDS = 300;

    private static final int SHRINK_TRIES = 500;

    private Simulation() {}

    /**
     * How a history is told.
     *
     * @param commands that are made up for it, about
     * @param traced whether the hash of all that happens is taken
     * @param taboo events that must not happen
     */
    record Manner(int commands, boolean traced, Predicate<Recorded> taboo) {
        static Manner of(int commands) {
            return new Manner(commands, false, recorded -> false);
        }
    }

    /** Tells the history of this seed. */
    public static SimulationReport run(long seed) {
        return run(seed, COMMANDS);
    }

    /** Tells the history of this seed, with about so many commands. */
    public static SimulationReport run(long seed, int commands) {
        return tell(seed, Steps.none(), Manner.of(commands));
    }

    /** Tells the history of this seed and takes the hash of all that happens, which costs some time. */
    public static SimulationReport traced(long seed, int commands) {
        return tell(seed, Steps.none(), new Manner(commands, true, recorded -> false));
    }

    /**
     * Tells a history by its steps, as a report shows them.
     *
     * @throws IllegalArgumentException naming the line that cannot be read
     */
    public static SimulationReport replay(String steps) {
        StepText text = StepText.parse(steps);
        return tell(text.seed(), Steps.of(text.steps()), Manner.of(COMMANDS));
    }

    /**
     * The shortest history found that breaks the same promise as that of this report; it takes some hundred histories
     * to find it. A history in which nothing was broken is handed back as it is.
     */
    public static SimulationReport shrink(SimulationReport report) {
        return shrink(report, Manner.of(COMMANDS));
    }

    static SimulationReport shrink(SimulationReport report, Manner manner) {
        if (report.kept()) return report;
        StepText text = StepText.parse(report.steps());
        List<Step> fewer = new Shrinker(
                        steps -> tell(text.seed(), Steps.of(steps), manner)
                                .broken()
                                .equals(report.broken()),
                        SHRINK_TRIES)
                .shrink(text.steps());
        SimulationReport shrunk = tell(text.seed(), Steps.of(fewer), manner);
        return shrunk.kept() ? report : shrunk;
    }

    static SimulationReport tell(long seed, Steps steps, Manner manner) {
        Stage stage = Stage.ofThisThread();
        World world = new History(stage, seed, steps, manner).tell();
        List<Step> all = world.steps().all();
        Optional<Findings.Violation> broken = world.findings().first();
        return new SimulationReport(
                seed,
                (int) all.stream().filter(Step::isCommand).count(),
                world.checker().commits(),
                Duration.ofNanos(stage.loop().nanos()),
                world.faults().counts(),
                world.trace().hash(),
                broken.map(Findings.Violation::promise),
                broken.map(Findings.Violation::facts).orElse(""),
                broken.isPresent() ? new StepText(seed, all).text() : "",
                broken.flatMap(violation -> new PureStory(world.checker()).scenario(violation.promise()))
                        .orElse(""));
    }

    /**
     * Tells many histories and says what came of them.
     *
     * <p>{@code --seeds=0-10000} (the last one is not told), {@code --commands=300}, {@code --threads=2}, {@code
     * --keep-going} to go on after a failure, {@code --trace} to print a hash of each history. Ends with 1 when a
     * promise was broken.
     */
    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null)
            System.setProperty("logback.configurationFile", "hubspoke-simulation-logback.xml");
        System.exit(new SimulationRun(SimulationRun.Order.of(List.of(arguments)), System.out).run() ? 0 : 1);
    }
}
