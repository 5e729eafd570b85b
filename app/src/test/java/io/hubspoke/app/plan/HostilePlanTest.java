// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plan may be large and wrong from end to end: it is read in time that grows with its size, not its square. */
class HostilePlanTest {
    private static final int TASKS = 30_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String HEAD = """
            project: p
            limits: {tasks-per-command: 100000, dependencies: 10000}
            agents: [{id: a, type: t, kind: human}]
            tasks:
            """;

    @TempDir
    Path folder;

    @Test
    void of_a_great_many_problems_the_first_are_told_and_the_rest_counted() {
        StringBuilder plan = new StringBuilder(HEAD);
        String tail = "x".repeat(50);
        for (int i = 0; i < TASKS; i++) {
            plan.append("- {id: t%d-%s, agent-type: t, needs: [u%d-%s]}\n".formatted(i, tail, i, tail));
        }
        List<PlanProblem> problems = read(plan).problems();
        assertThat(problems).hasSize(1_001);
        assertThat(problems.getLast().sentence())
                .isEqualTo("there are %d more problems: mend these first".formatted(TASKS - 1_000));
    }

    @Test
    void a_task_that_needs_very_many_others_in_a_chain_is_read_in_time() {
        StringBuilder plan = new StringBuilder(HEAD);
        for (int i = 0; i < TASKS; i++) {
            plan.append("- {id: t%d, agent-type: t, needs: [%s]}\n".formatted(i, i == 0 ? "" : "t" + (i - 1)));
        }
        assertThat(read(plan).problems()).isEmpty();
    }

    @Test
    void one_circle_of_all_tasks_is_told_in_one_short_sentence() {
        StringBuilder plan = new StringBuilder(HEAD);
        for (int i = 0; i < TASKS; i++) {
            plan.append("- {id: t%d, agent-type: t, needs: [t%d]}\n".formatted(i, (i + 1) % TASKS));
        }
        assertThat(read(plan).problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem.sentence()).hasSizeLessThan(2_100));
    }

    private PlanReading read(StringBuilder plan) {
        return assertTimeout(PATIENCE, () -> Plans.read(folder, plan.toString()));
    }
}
