// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.plan.PlanProblem;
import io.hubspoke.app.plan.PlanReading;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.report.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "doctor",
        description = "Check what a run needs: Java, journal, disk, git, shell, and with a plan its agents.",
        footer = {"", "Examples:", "  hubspoke doctor", "  hubspoke doctor plan.yaml -o json"})
final class DoctorCommand extends Action {
    @Parameters(arity = "0..1", paramLabel = "PLAN", description = "A plan whose agents are to be checked too.")
    private @Nullable Path plan;

    @Override
    int run(Session session) {
        List<Finding> findings = new ArrayList<>(
                new Examination(session.surroundings(), session.configuration().journal()).all());
        if (plan != null) findings.addAll(plan(session, plan));
        if (session.output() == OutputFormat.text) {
            Table table = new Table();
            findings.forEach(finding -> table.row(finding.id(), finding.ok() ? "ok" : "MEND", finding.sentence()));
            table.print(session.out(), "");
        } else {
            Json.list(session.out(), session.output(), findings);
        }
        return findings.stream().allMatch(Finding::ok) ? ExitCode.DONE : ExitCode.FAILED;
    }

    private static List<Finding> plan(Session session, Path file) {
        PlanReading reading = PlanCommands.read(session, file);
        List<PlanProblem> problems = reading.problems();
        if (!problems.isEmpty())
            return problems.stream()
                    .map(problem -> new Finding("plan", false, problem.toString()))
                    .toList();
        return List.of(new Finding(
                "plan",
                true,
                "%d agents can be started"
                        .formatted(reading.plan().orElseThrow().agents().size())));
    }
}
