// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.agent.AgentProviders;
import io.hubspoke.app.plan.Plan;
import io.hubspoke.app.plan.PlanProblem;
import io.hubspoke.app.plan.PlanReader;
import io.hubspoke.app.plan.PlanReading;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.report.Words;
import io.hubspoke.protocol.Limits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "plan",
        description = "Look at plan files without running them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  hubspoke plan check plan.yaml", "  hubspoke plan schema > plan.schema.json"})
final class PlanCommands extends Action.Group {

    /** Reads a plan; what is wrong is printed to stderr, warnings too. */
    static PlanReading read(Session session, Path file) {
        AgentProviders providers = AgentProviders.load();
        Path absolute = session.surroundings().directory().resolve(file);
        PlanReading reading = new PlanReader(
                        Limits.DEFAULT, session.surroundings().environment().getOrDefault("PATH", ""), providers::find)
                .read(absolute);
        String shown = session.shown(absolute);
        return new PlanReading(
                reading.plan(),
                reading.problems().stream()
                        .map(problem -> new PlanProblem(
                                shown,
                                problem.line(),
                                problem.column(),
                                problem.pointer(),
                                problem.sentence(),
                                problem.warning()))
                        .toList());
    }

    @Command(
            name = "check",
            description = "Check a plan: every error at once, each with its line and column.",
            footer = {"", "Examples:", "  hubspoke plan check plan.yaml", "  hubspoke plan check plan.yaml -o json"})
    static final class Check extends Action {
        @Parameters(paramLabel = "PLAN", description = "The plan file.")
        private Path file = Path.of("");

        @Override
        int run(Session session) {
            PlanReading reading = read(session, file);
            boolean fine = reading.plan().isPresent();
            if (session.output() == OutputFormat.text) {
                reading.problems().forEach(session.err()::println);
                reading.plan().ifPresent(plan -> session.out().println("ok: " + summary(plan)));
            } else {
                Json.one(session.out(), session.output(), new Checked(fine, reading.errors(), reading.warnings()));
            }
            return fine ? ExitCode.DONE : ExitCode.USAGE;
        }

        /** The machine output. */
        private record Checked(boolean ok, List<PlanProblem> errors, List<PlanProblem> warnings) {}

        private static String summary(Plan plan) {
            return Words.count(plan.agents().size(), "agent") + ", "
                    + Words.count(plan.tasks().size(), "task");
        }
    }

    @Command(
            name = "schema",
            description = "Print the JSON Schema of plan files, for editors.",
            footer = {
                "",
                "Examples:",
                "  hubspoke plan schema > plan.schema.json",
                "  # yaml-language-server: $schema=plan.schema.json   (first line of the plan)"
            })
    static final class Schema extends Action {
        @Override
        int run(Session session) throws IOException {
            try (InputStream schema =
                    Objects.requireNonNull(PlanReader.class.getResourceAsStream("plan.schema.json"))) {
                session.out().print(new String(schema.readAllBytes(), StandardCharsets.UTF_8));
            }
            return ExitCode.DONE;
        }
    }
}
