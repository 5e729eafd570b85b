// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks.rules;

import io.hubspoke.benchmarks.rules.ProjectOfSize.Sized;
import io.hubspoke.orchestrator.domain.Rules;
import io.hubspoke.orchestrator.domain.Verdict;
import java.util.concurrent.TimeUnit;

/** All commands by turns, so that the compiler has seen everything before the first is measured. */
final class Mixture {
    private static final long NANOS = TimeUnit.SECONDS.toNanos(6);
    private static final int TASKS = 10_000;

    private Mixture() {}

    static void warmUp() {
        long end = System.nanoTime() + NANOS;
        long accepted = 0;
        for (int number = 0; System.nanoTime() < end; number++) {
            for (CommandCase each : CommandCase.values()) {
                Sized project = RulesBenchmark.project(TASKS, each.dispatch());
                Verdict verdict =
                        Rules.decide(project.state(), each.request(project, number % 4096), ProjectOfSize.NOW);
                if (verdict instanceof Verdict.Accepted) accepted++;
            }
        }
        if (accepted == 0) throw new IllegalStateException("nothing was accepted");
    }
}
