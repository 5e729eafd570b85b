// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.report.Table;
import io.hubspoke.app.report.Words;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "journal",
        description = "Read what happened, without an orchestrator; every commit's place in the chain is verified.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  hubspoke journal list -o jsonl", "  hubspoke journal show 17"})
final class JournalCommands extends Action.Group {

    @Command(
            name = "list",
            description = "List every event, oldest first.",
            footer = {
                "",
                "Examples:",
                "  hubspoke journal list",
                "  hubspoke journal list todo-service --type task-completed -o jsonl"
            })
    static final class ListEvents extends Action {
        private static final DateTimeFormatter AT = DateTimeFormatter.ISO_LOCAL_TIME;

        @Parameters(
                arity = "0..*",
                paramLabel = "[PROJECT]",
                hideParamSyntax = true,
                description = "May be left out when the journal has exactly one.")
        private @Nullable List<String> names;

        @Option(names = "--type", paramLabel = "TYPE", description = "Only events of this type, such as task-assigned.")
        private @Nullable String type;

        @Override
        int run(Session session) {
            try (JournalReader reader = session.reader()) {
                ProjectId project = session.project(reader, names(names).project());
                List<ObjectNode> all = new ArrayList<>();
                reader.commits(project, 1, commit -> {
                    for (Recorded recorded : commit.events()) {
                        ObjectNode line = Json.event(recorded);
                        if (type != null && !line.path("type").asText().equals(type)) continue;
                        if (session.output() == OutputFormat.json) all.add(line);
                        else
                            session.out()
                                    .println(
                                            session.output() == OutputFormat.jsonl
                                                    ? line.toString()
                                                    : text(session, recorded, line));
                    }
                    return !session.out().checkError();
                });
                if (session.output() == OutputFormat.json) Json.list(session.out(), OutputFormat.json, all);
            }
            return ExitCode.DONE;
        }

        private static String text(Session session, Recorded recorded, ObjectNode line) {
            String at = AT.format(recorded.at()
                    .atZone(session.surroundings().clock().getZone())
                    .truncatedTo(ChronoUnit.SECONDS));
            return "%6d  %s  %-28s  %-20s  %s"
                    .formatted(
                            recorded.revision(),
                            at,
                            line.path("type").asText(),
                            recorded.by(),
                            Words.line(line.path("data").toString(), 100));
        }
    }

    @Command(
            name = "show",
            description = "Show one event in full, and the commit that it stands in.",
            footer = {"", "Examples:", "  hubspoke journal show 17", "  hubspoke journal show todo-service 17 -o json"})
    static final class Show extends Action {
        @Parameters(
                arity = "0..*",
                paramLabel = "[PROJECT] REVISION",
                hideParamSyntax = true,
                description = "The number of the event, from 1.")
        private @Nullable List<String> names;

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names, "REVISION");
            long revision = revision(given.name());
            try (JournalReader reader = session.reader()) {
                ProjectId project = session.project(reader, given.project());
                Found found = find(reader, project, revision)
                        .orElseThrow(() -> new Failure(
                                ExitCode.FAILED,
                                "project %s has no revision %d: look with hubspoke journal list"
                                        .formatted(project, revision)));
                print(session, found);
            }
            return ExitCode.DONE;
        }

        private record Found(Commit commit, Recorded recorded) {}

        private static long revision(String written) {
            try {
                return Long.parseUnsignedLong(written);
            } catch (NumberFormatException notANumber) {
                throw new Failure(
                        ExitCode.USAGE, "'%s' is not a revision: write a number such as 17".formatted(written));
            }
        }

        private static Optional<Found> find(JournalReader reader, ProjectId project, long revision) {
            List<Found> found = new ArrayList<>(1);
            reader.commits(project, 1, commit -> {
                if (commit.lastRevision() < revision) return true;
                commit.events().stream()
                        .filter(recorded -> recorded.revision() == revision)
                        .forEach(recorded -> found.add(new Found(commit, recorded)));
                return false;
            });
            return found.stream().findFirst();
        }

        private static void print(Session session, Found found) {
            ObjectNode event = Json.event(found.recorded());
            Commit commit = found.commit();
            if (session.output() != OutputFormat.text) {
                event.set(
                        "commit",
                        Json.object()
                                .put("number", commit.number())
                                .put("previous", commit.previousHash())
                                .put("hash", commit.hash()));
                Json.one(session.out(), session.output(), event);
                return;
            }
            Table table = new Table();
            table.row("revision", found.recorded().revision());
            table.row("type", event.path("type").asText());
            table.row("at", found.recorded().at());
            table.row("by", found.recorded().by());
            table.row("command", found.recorded().command());
            table.row(
                    "commit",
                    "%d, events %d to %d".formatted(commit.number(), commit.firstRevision(), commit.lastRevision()));
            table.row("hash", commit.hash());
            table.print(session.out(), "");
            Json.one(session.out(), OutputFormat.json, event.path("data"));
        }
    }
}
