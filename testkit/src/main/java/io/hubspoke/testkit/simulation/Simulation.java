// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.time.Duration;
import java.util.List;

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

    private Simulation() {}

    /** Tells the history of this seed. */
    public static SimulationReport run(long seed) {
        return run(seed, COMMANDS);
    }

    /** Tells the history of this seed, with about so many commands. */
    public static SimulationReport run(long seed, int commands) {
        return tell(seed, commands, Steps.none(), false);
    }

    /** Tells the history of this seed and takes the hash of all that happens, which costs some time. */
    public static SimulationReport traced(long seed, int commands) {
        return tell(seed, commands, Steps.none(), true);
    }

    static SimulationReport tell(long seed, int commands, Steps steps, boolean traced) {
        Stage stage = Stage.ofThisThread();
        World world = new History(stage, seed, commands, steps, traced).tell();
        List<Step> all = world.steps().all();
        return new SimulationReport(
                seed,
                (int) all.stream().filter(Step::isCommand).count(),
                world.checker().commits(),
                Duration.ofNanos(stage.loop().nanos()),
                world.faults().counts(),
                world.trace().hash(),
                world.findings().first().map(Findings.Violation::promise),
                world.findings().first().map(Findings.Violation::facts).orElse(""),
                "");
    }

    /**
     * Tells many histories and says what came of them.
     *
     * <p>{@code --seeds=0-10000} (the last one is not told), {@code --commands=300}, {@code --threads=2}, {@code
     * --keep-going} to go on after a failure. Ends with 1 when a promise was broken.
     */
    public static void main(String[] arguments) {
        if (System.getProperty("logback.configurationFile") == null)
            System.setProperty("logback.configurationFile", "hubspoke-simulation-logback.xml");
        System.exit(new SimulationRun(SimulationRun.Order.of(List.of(arguments)), System.out).run() ? 0 : 1);
    }
}
