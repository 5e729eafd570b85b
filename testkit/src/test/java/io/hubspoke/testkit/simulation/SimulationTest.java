// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.ActorPath;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.RootActorPath;
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
        SimulationRun run = new SimulationRun(SimulationRun.Order.histories(histories()), out());
        run.run();
        assertThat(run.broken()).as("histories that broke a promise").isEmpty();
        assertThat(run.faults()).as("every kind of fault has struck").containsOnlyKeys(Fault.values());
    }

    /** On another stage, and after other histories: nothing of one may be left for the next. */
    @Test
    void the_same_seed_tells_the_same_story() {
        long seeds = Math.max(20, histories() / 400);
        Map<Long, SimulationReport> told = new HashMap<>();
        for (long seed = 0; seed < seeds; seed++)
            assertThat(told.computeIfAbsent(seed, SimulationTest::traced).trace())
                    .hasSize(64);
        Stage.leave();
        for (long seed = seeds - 1; seed >= 0; seed--) assertThat(traced(seed)).isEqualTo(told.get(seed));
    }

    /** Pekko counts the actors that it names itself, and so counted the histories told before. */
    @Test
    void who_is_next_does_not_depend_on_names_that_pekko_makes_up() {
        ActorPath journal =
                RootActorPath.apply(Address.apply("pekko", "simulation"), "/").child("journal");
        long place = Loop.place(journal.child("$a").child("reader"));
        assertThat(Loop.place(journal.child("$xK").child("reader"))).isEqualTo(place);
        assertThat(Loop.place(journal.child("$a").child("writer"))).isNotEqualTo(place);
    }

    private static SimulationReport traced(long seed) {
        return Simulation.traced(seed, Simulation.COMMANDS);
    }

    private static long histories() {
        return Long.getLong("histories", 300);
    }

    private static PrintStream out() {
        return new PrintStream(System.out, true, StandardCharsets.UTF_8);
    }
}
