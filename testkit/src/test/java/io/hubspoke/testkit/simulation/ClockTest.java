// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.EscalateToHuman;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.ProjectSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A timer does not see what becomes of the clock, as when the machine was suspended. */
class ClockTest {
    private static final long TWO_HOURS = Duration.ofHours(2).toMillis();

    @BeforeAll
    static void hush() {
        SimulationTest.hush();
    }

    @AfterAll
    static void leave() {
        Stage.leave();
    }

    @Test
    void a_deadline_that_the_clock_has_jumped_over_is_noticed_within_a_minute_though_nobody_is_there() {
        GateQuestion question = GateQuestion.of("Which?").withDeadline(Duration.ofHours(1), GateExpiry.REJECT);
        SimulationReport report = told(List.of(
                new Step.Ask(0, "alice", new CreateProject(ProjectSettings.DEFAULT, Map.of())),
                new Step.Ask(100, "alice", new EscalateToHuman(question, Optional.empty())),
                new Step.Happen(1_000, Fault.CLOCK_FORWARD, TWO_HOURS * World.AGENTS),
                new Step.Ask(65_000, "alice", new CreateProject(ProjectSettings.DEFAULT, Map.of()))));
        assertThat(report.broken()).as(report::told).isEmpty();
        assertThat(report.commits()).as("created, asked, expired").isEqualTo(3);
    }

    private static SimulationReport told(List<Step> steps) {
        return Simulation.tell(0, Steps.of(steps), Simulation.Manner.of(steps.size()));
    }
}
