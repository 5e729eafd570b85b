// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.Event.LeaseExpired;
import io.hubspoke.protocol.Event.MessageRouted;
import io.hubspoke.protocol.Event.TaskCompleted;
import io.hubspoke.protocol.Recorded;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What becomes of a history that breaks a promise; the promises broken here are made up. */
class ShrinkingTest {
    @BeforeAll
    static void hush() {
        SimulationTest.hush();
    }

    @AfterAll
    static void leave() {
        Stage.leave();
    }

    @Test
    void a_failure_of_the_rules_shrinks_to_a_few_steps_and_a_scenario() {
        SimulationReport found = firstBroken(recorded -> recorded.event() instanceof MessageRouted);
        SimulationReport shrunk = shrunk(found, recorded -> recorded.event() instanceof MessageRouted);
        assertThat(lines(shrunk)).isLessThan(lines(found)).isBetween(4L, 6L);
        assertThat(shrunk.scenario())
                .startsWith("// a taboo is kept\nProjectScenario.nothing(\"simulated\")")
                .contains("new Command.CreateProject(", "new Command.RegisterAgent(", "new Command.SendMessage(");
        assertThat(shrunk.told()).contains(shrunk.scenario());
    }

    @Test
    void a_failure_that_takes_time_and_an_agent_shrinks_too() {
        Predicate<Recorded> taboo = recorded -> recorded.event() instanceof LeaseExpired;
        SimulationReport found = firstBroken(taboo);
        SimulationReport shrunk = shrunk(found, taboo);
        assertThat(lines(shrunk)).isLessThan(lines(found)).isLessThan(14);
        assertThat(shrunk.broken()).contains("a taboo is kept");
    }

    @Test
    void what_is_shown_can_be_told_again() {
        Predicate<Recorded> taboo = recorded -> recorded.event() instanceof TaskCompleted;
        SimulationReport found = firstBroken(taboo);
        StepText text = StepText.parse(found.steps());
        assertThat(new StepText(text.seed(), text.steps()).text()).isEqualTo(found.steps());
        SimulationReport again = Simulation.tell(text.seed(), Steps.of(text.steps()), manner(taboo));
        assertThat(again.facts()).isEqualTo(found.facts());
        assertThat(again.commits()).isEqualTo(found.commits());
        assertThat(again.faults()).isEqualTo(found.faults());
        assertThat(Simulation.replay(found.steps()).kept()).isTrue();
    }

    @Test
    void taking_steps_away_ends_with_those_that_matter() {
        List<Step> steps = LongStream.range(0, 100)
                .<Step>mapToObj(i -> new Step.Strike(Fault.DROPPED, i))
                .toList();
        List<Step> matter = List.of(steps.get(3), steps.get(57), steps.get(98));
        assertThat(new Shrinker(left -> left.containsAll(matter), 1_000).shrink(steps))
                .isEqualTo(matter);
        assertThat(new Shrinker(left -> false, 1_000).shrink(steps)).isEqualTo(steps);
    }

    @Test
    void a_step_that_cannot_be_read_is_named() {
        assertThatThrownBy(() -> Simulation.replay("seed 1\n5 alice wishes {}"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("this step cannot be read: 5 alice wishes {}");
        assertThatThrownBy(() -> Simulation.replay("5 alice asks {}"))
                .hasMessage("a history begins with a line like: seed 17");
    }

    private static long lines(SimulationReport report) {
        return report.steps().lines().count();
    }

    private static SimulationReport firstBroken(Predicate<Recorded> taboo) {
        return LongStream.range(0, 50)
                .mapToObj(seed -> Simulation.tell(seed, Steps.none(), manner(taboo)))
                .filter(report -> !report.kept())
                .findFirst()
                .orElseThrow();
    }

    private static SimulationReport shrunk(SimulationReport report, Predicate<Recorded> taboo) {
        return Simulation.shrink(report, manner(taboo));
    }

    private static Simulation.Manner manner(Predicate<Recorded> taboo) {
        return new Simulation.Manner(100, false, taboo);
    }
}
