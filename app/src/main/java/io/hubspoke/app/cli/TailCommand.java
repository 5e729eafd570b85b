// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.ChangeLines;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "tail",
        description = "Show the last changes of a project, and with -f what follows, also while it runs.",
        footer = {
            "",
            "Examples:",
            "  hubspoke tail -n 50",
            "  hubspoke tail -f todo-service",
            "  hubspoke tail -f -o jsonl | jq .type"
        })
final class TailCommand extends Action {
    @Mixin
    private Given.Project names = new Given.Project();

    @Mixin
    private Given.Following wanted = new Given.Following();

    @Override
    int run(Session session) throws InterruptedException {
        try (JournalReader reader = session.reader()) {
            ProjectId project = session.project(reader, names(names.given).project());
            ChangeLines lines = new ChangeLines(session.surroundings().clock().getZone());
            long last = past(session, reader, project, lines);
            if (wanted.follow) {
                Following.commits(
                        reader,
                        project,
                        last,
                        commit -> commit.events()
                                .forEach(recorded ->
                                        printed(session, lines, recorded).ifPresent(session.out()::println)),
                        () -> !session.out().checkError());
            }
            return ExitCode.DONE;
        }
    }

    /**
     * Reads all, so that lines can name what came before, and prints the last ones. Returns the last commit's number.
     */
    private long past(Session session, JournalReader reader, ProjectId project, ChangeLines lines) {
        Deque<String> kept = new ArrayDeque<>();
        long[] last = {0};
        reader.commits(project, 1, commit -> {
            last[0] = commit.number();
            for (Recorded recorded : commit.events()) {
                printed(session, lines, recorded).ifPresent(kept::addLast);
                if (kept.size() > Math.max(0, wanted.count)) kept.removeFirst();
            }
            return true;
        });
        kept.forEach(session.out()::println);
        return last[0];
    }

    private static Optional<String> printed(Session session, ChangeLines lines, Recorded recorded) {
        return session.output() == OutputFormat.text
                ? lines.line(recorded)
                : Optional.of(Json.event(recorded).toString());
    }
}
