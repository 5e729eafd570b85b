// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.plan.Plan;
import io.hubspoke.app.plan.PlanReading;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.run.PlanRun;
import io.hubspoke.protocol.ProjectId;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = {
            "Create or continue the project of a plan and work it off.",
            "Without a terminal or with --no-input it ends with exit code 3 where a person must decide. Ctrl-C"
                    + " keeps everything:"
                    + " the same command goes on."
        },
        footer = {
            "",
            "Examples:",
            "  hubspoke run plan.yaml",
            "  hubspoke run plan.yaml --no-input -o jsonl",
            "  hubspoke run plan-b.yaml --project todo-b    (after hubspoke fork todo-service --as todo-b)"
        })
final class RunCommand extends Action {
    /** The process ends after this long even when something does not. */
    private static final long END_SECONDS_MAX = 5;

    @Parameters(paramLabel = "PLAN", description = "The plan file.")
    private Path file = Path.of("");

    @Option(
            names = "--project",
            paramLabel = "NAME",
            description = "The project to create or continue, such as a fork, instead of the one that the plan names.")
    private @Nullable String project;

    @Override
    boolean writesJournal() {
        return true;
    }

    @Override
    int run(Session session) {
        PlanReading reading = PlanCommands.read(session, file);
        reading.problems().forEach(session.err()::println);
        if (reading.plan().isEmpty()) return ExitCode.USAGE;
        Path journal = session.configuration().journal();
        Plan plan = named(reading.plan().get());
        PlanRun run = new PlanRun(new PlanRun.Setting(
                plan,
                session.configuration().embedded(),
                journal,
                scratch(journal, plan.project()),
                session.operator(),
                session.output(),
                !session.noInput(),
                session.surroundings().clock().getZone(),
                session.out(),
                session.err(),
                session.shown(file) + (project == null ? "" : " --project " + project),
                session.shown(journal),
                session.flags()));
        return session.surroundings().process() ? interruptible(session, run) : run.run();
    }

    private Plan named(Plan plan) {
        return project == null ? plan : plan.withProject(ProjectId.of(project));
    }

    /** Each project has its own: another one may have tasks and agents of the same names. */
    private static Path scratch(Path journal, ProjectId project) {
        return journal.resolveSibling("work").resolve(project.value());
    }

    /** Ctrl-C and SIGTERM end the run in good order; then the process ends with 130. */
    private static int interruptible(Session session, PlanRun run) {
        CountDownLatch over = new CountDownLatch(1);
        Thread hook = new Thread(
                () -> {
                    run.interrupt();
                    try {
                        over.await(END_SECONDS_MAX, TimeUnit.SECONDS);
                    } catch (InterruptedException endNow) {
                        Thread.currentThread().interrupt();
                    }
                    session.out().flush();
                    session.err().flush();
                    Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
                },
                "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return run.run();
        } finally {
            removed(hook);
            over.countDown();
        }
    }

    private static void removed(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            // The signal came as the run ended: the hook ends the process.
        }
    }
}
