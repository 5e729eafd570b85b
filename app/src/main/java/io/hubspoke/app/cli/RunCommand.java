// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.plan.PlanReading;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.run.PlanRun;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "run",
        description = {
            "Create or continue the project of a plan and work it off.",
            "Without a terminal or with --no-input it ends with exit code 3 where a person must decide. Ctrl-C"
                    + " keeps everything:"
                    + " the same command goes on."
        },
        footer = {"", "Examples:", "  hubspoke run plan.yaml", "  hubspoke run plan.yaml --no-input -o jsonl"})
final class RunCommand extends Action {
    /** The process ends after this long even when something does not. */
    private static final long END_SECONDS_MAX = 5;

    @Parameters(paramLabel = "PLAN", description = "The plan file.")
    private Path file = Path.of("");

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
        PlanRun run = new PlanRun(new PlanRun.Setting(
                reading.plan().get(),
                session.configuration().embedded(),
                journal,
                journal.resolveSibling("work"),
                session.operator(),
                session.output(),
                !session.noInput(),
                session.surroundings().clock().getZone(),
                session.out(),
                session.err(),
                session.shown(file),
                session.shown(journal),
                session.flags()));
        return session.surroundings().process() ? interruptible(session, run) : run.run();
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
