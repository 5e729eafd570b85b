// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.app.report.EventStream;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.report.Table;
import io.hubspoke.orchestrator.audit.EventFilter;
import io.hubspoke.orchestrator.audit.Timeline;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "journal",
        description = "Read what happened, without an orchestrator; every commit's place in the chain is verified.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hubspoke journal list --task api",
            "  hubspoke journal replay --at 17",
            "  hubspoke journal diff 17 last"
        })
final class JournalCommands extends Action.Group {

    @Command(
            name = "projects",
            description = "List the projects of the journal: how far each has come, and the hash it ends with.",
            footer = {"", "Examples:", "  hubspoke journal projects", "  hubspoke journal projects -o json"})
    static final class Projects extends Action {
        @Override
        int run(Session session) {
            try (CommitSource reader = session.source()) {
                List<ObjectNode> projects = reader.projects().stream()
                        .flatMap(project -> Timeline.of(reader, project).lastCommit().stream()
                                .map(last -> Json.object()
                                        .put("id", project.value())
                                        .put("revision", last.lastRevision())
                                        .put("commits", last.number())
                                        .put("at", last.at().toString())
                                        .put("hash", last.hash())))
                        .toList();
                if (session.output() != OutputFormat.text) Json.list(session.out(), session.output(), projects);
                else if (!projects.isEmpty()) table(projects).print(session.out(), "");
            }
            return ExitCode.DONE;
        }

        private static Table table(List<ObjectNode> projects) {
            Table table = new Table("PROJECT", "REVISION", "COMMITS", "LAST", "HASH");
            for (ObjectNode project : projects) {
                table.row(
                        project.path("id").asText(),
                        project.path("revision").asText(),
                        project.path("commits").asText(),
                        project.path("at").asText(),
                        project.path("hash").asText());
            }
            return table;
        }
    }

    @Command(
            name = "list",
            description = "List events, oldest first: all of them, or those that meet every condition given.",
            footer = {
                "",
                "Examples:",
                "  hubspoke journal list",
                "  hubspoke journal list --task api --from 12:00 --to 12:30",
                "  hubspoke journal list todo-service --type task-completed,task-failed -o jsonl"
            })
    static final class ListEvents extends Action {
        @Mixin
        private Given.Project names = new Given.Project();

        @Option(names = "--from", paramLabel = "PLACE", description = "The first revision, or a time.")
        private String from = "1";

        @Option(names = "--to", paramLabel = "PLACE", description = "The last revision, or a time.")
        private String to = "last";

        @Option(names = "--limit", paramLabel = "N", description = "So many events at most.")
        private long limit = Long.MAX_VALUE;

        @Mixin
        private EventOptions events = new EventOptions();

        @Override
        int run(Session session) {
            EventFilter filter = events.filter();
            Clock clock = session.surroundings().clock();
            Place first = Place.of(from, clock);
            Place end = Place.of(to, clock);
            try (CommitSource reader = session.source()) {
                Timeline timeline = Timeline.of(
                        reader, session.project(reader, names(names.given).project()));
                // Without an end the journal is read up to its end: then what stands before a damage is printed.
                long last = end instanceof Place.Last ? Long.MAX_VALUE : end.revision(timeline);
                long start = first.from(timeline);
                try (EventStream stream = new EventStream(session.out(), session.output(), clock.getZone())) {
                    timeline.events(start, recorded -> {
                        if (recorded.revision() > last || stream.printed() >= limit) return false;
                        if (filter.wants(recorded)) stream.add(recorded);
                        return stream.wanted();
                    });
                }
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "tail",
            description = "Print the last events, and with --follow those that come, also from another process.",
            footer = {
                "",
                "Examples:",
                "  hubspoke journal tail -n 50",
                "  hubspoke journal tail --follow --type gate-opened -o jsonl"
            })
    static final class Tail extends Action {
        @Mixin
        private Given.Project names = new Given.Project();

        @Mixin
        private Given.Following wanted = new Given.Following();

        @Mixin
        private EventOptions events = new EventOptions();

        @Override
        int run(Session session) throws InterruptedException {
            EventFilter filter = events.filter();
            try (CommitSource reader = session.source()) {
                ProjectId project = session.project(reader, names(names.given).project());
                long last = reader.lastNumber(project);
                List<Recorded> past = past(reader, project, last, filter);
                try (EventStream stream = new EventStream(
                        session.out(),
                        session.output(),
                        session.surroundings().clock().getZone())) {
                    past.forEach(stream::add);
                    if (wanted.follow) {
                        Following.commits(
                                reader,
                                project,
                                last,
                                commit -> commit.events().stream()
                                        .filter(filter::wants)
                                        .forEach(stream::add),
                                () -> !session.out().checkError());
                    }
                }
            }
            return ExitCode.DONE;
        }

        /** Reads back from the end, so that the last lines of a long journal come at once. */
        private List<Recorded> past(CommitSource reader, ProjectId project, long last, EventFilter filter) {
            int lines = Math.max(0, wanted.count);
            ArrayDeque<Recorded> kept = new ArrayDeque<>();
            long read = last + 1;
            for (long step = 16; kept.size() < lines && read > 1; step *= 4) {
                long from = Math.max(1, read - step);
                long end = read;
                ArrayDeque<Recorded> earlier = new ArrayDeque<>();
                reader.commits(project, from, commit -> {
                    if (commit.number() >= end) return false;
                    for (Recorded recorded : commit.events()) {
                        if (!filter.wants(recorded)) continue;
                        earlier.addLast(recorded);
                        if (earlier.size() > lines) earlier.removeFirst();
                    }
                    return true;
                });
                while (!earlier.isEmpty() && kept.size() < lines) kept.addFirst(earlier.removeLast());
                read = from;
            }
            return List.copyOf(kept);
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
            try (CommitSource reader = session.source()) {
                Timeline timeline = Timeline.of(reader, session.project(reader, given.project()));
                Commit commit = timeline.commitOf(revision)
                        .orElseThrow(() -> new Failure(
                                ExitCode.FAILED,
                                "project %s has no revision %d: its last one is %d"
                                        .formatted(timeline.project(), revision, timeline.last())));
                Recorded recorded = commit.events().get((int) (revision - commit.firstRevision()));
                print(session, commit, recorded);
            }
            return ExitCode.DONE;
        }

        private static long revision(String written) {
            try {
                return Long.parseUnsignedLong(written);
            } catch (NumberFormatException notANumber) {
                throw new Failure(
                        ExitCode.USAGE, "'%s' is not a revision: write a number such as 17".formatted(written));
            }
        }

        private static void print(Session session, Commit commit, Recorded recorded) {
            ObjectNode event = Json.event(recorded);
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
            table.row("revision", recorded.revision());
            table.row("type", event.path("type").asText());
            table.row("at", recorded.at());
            table.row("by", recorded.by());
            table.row("command", recorded.command());
            table.row(
                    "commit",
                    "%d, events %d to %d".formatted(commit.number(), commit.firstRevision(), commit.lastRevision()));
            table.row("hash", commit.hash());
            table.print(session.out(), "");
            Json.one(session.out(), OutputFormat.json, event.path("data"));
        }
    }
}
