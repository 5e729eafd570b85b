// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import java.util.List;
import java.util.Optional;

/**
 * What came of reading a plan file.
 *
 * @param plan present when there is no problem but warnings
 * @param problems in the order of the file
 */
public record PlanReading(Optional<Plan> plan, List<PlanProblem> problems) {
    public PlanReading {
        problems = List.copyOf(problems);
    }

    /** What makes the plan unusable. */
    public List<PlanProblem> errors() {
        return problems.stream().filter(problem -> !problem.warning()).toList();
    }

    public List<PlanProblem> warnings() {
        return problems.stream().filter(PlanProblem::warning).toList();
    }
}
