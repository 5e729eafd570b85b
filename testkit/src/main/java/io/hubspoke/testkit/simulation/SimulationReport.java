// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What one history came to.
 *
 * @param commands that its steps asked for
 * @param commits that it left in the journal
 * @param simulated time that passed in it
 * @param faults that struck, and how often
 * @param trace SHA-256 of all that happened; empty text unless it was traced
 * @param broken the promise that was broken, if any
 * @param facts in which that showed; empty text when none was broken
 * @param steps that tell the history again with {@link Simulation#replay}; empty text when none was broken
 * @param scenario the same as Java for a {@code ProjectScenario}, when the rules alone break the promise
 */
public record SimulationReport(
        long seed,
        int commands,
        long commits,
        Duration simulated,
        Map<Fault, Integer> faults,
        String trace,
        Optional<String> broken,
        String facts,
        String steps,
        String scenario) {

    public SimulationReport {
        EnumMap<Fault, Integer> sorted = new EnumMap<>(Fault.class);
        sorted.putAll(faults);
        faults = java.util.Collections.unmodifiableMap(sorted);
    }

    /** For people: what was broken, and how to see it again. */
    public String told() {
        if (kept()) return "seed %d keeps every promise".formatted(seed);
        String again =
                scenario.isEmpty() ? "Simulation.replay(\"\"\"\n" + steps.indent(8) + "        \"\"\");\n" : scenario;
        return "seed %d breaks a promise: %s%n  %s%n%s".formatted(seed, broken.orElseThrow(), facts, again);
    }

    /** Whether every promise was kept. */
    public boolean kept() {
        return broken.isEmpty();
    }
}
