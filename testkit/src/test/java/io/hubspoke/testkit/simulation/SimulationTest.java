// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** {@code -Dhistories=N} tells more histories than a build needs; docs/simulation.md says how to read what they say. */
class SimulationTest {
    /** Whatever the hub warns of is done to it on purpose. */
    @BeforeAll
    static void hush() {
        for (String name : List.of("io.hubspoke.orchestrator", "org.apache.pekko"))
            ((Logger) LoggerFactory.getLogger(name)).setLevel(Level.OFF);
    }

    @AfterAll
    static void leave() {
        Stage.leave();
    }

    @Test
    void whatever_goes_wrong_every_promise_is_kept() {
        long histories = Long.getLong("histories", 300);
        SimulationRun run = new SimulationRun(SimulationRun.Order.histories(histories), out());
        run.run();
        assertThat(run.broken()).as("histories that broke a promise").isEmpty();
        assertThat(run.faults()).as("every kind of fault has struck").containsOnlyKeys(Fault.values());
    }

    @Test
    void the_same_seed_tells_the_same_story() {
        for (long seed = 0; seed < 5; seed++) {
            SimulationReport first = Simulation.traced(seed, 150);
            assertThat(Simulation.traced(seed, 150)).isEqualTo(first);
            assertThat(first.trace()).hasSize(64);
        }
    }

    private static PrintStream out() {
        return new PrintStream(System.out, true, StandardCharsets.UTF_8);
    }
}
