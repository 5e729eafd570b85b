// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.app.audit.Proof;
import io.hubspoke.app.audit.Range;
import io.hubspoke.app.audit.ReportFile;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.orchestrator.audit.Timeline;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.proof.Evidence;
import io.hubspoke.orchestrator.proof.Trust;
import io.hubspoke.orchestrator.proof.Verification;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "report",
        description = {
            "Write one HTML file that shows what happened: hub and agents, a timeline, the conversation, tasks, gates"
                    + " and usage, at any revision. It needs no network and no other file.",
            "It tells what journal verify says. When that finds something wrong, the report shows what is good,"
                    + " and the command ends with 5."
        },
        footer = {
            "",
            "Examples:",
            "  hubspoke journal report",
            "  hubspoke journal report todo-service --file todo.html --from 1 --to 5000"
        })
final class ReportCommand extends Action {
    @Mixin
    private Given.Project names = new Given.Project();

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Where to write it. Default: PROJECT-report.html in this folder.")
    private @Nullable Path file;

    @Option(
            names = "--from",
            paramLabel = "PLACE",
            description =
                    "The first revision to show, or a time. Default: the first, or as far back as one report goes.")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "PLACE", description = "The last one. Default: the last there is.")
    private @Nullable String to;

    @Override
    int run(Session session) throws IOException {
        try (CommitSource reader = session.source();
                Evidence evidence = ProofCommands.evidence(session)) {
            ProjectId project = session.project(reader, names(names.given).project());
            Path shown = file == null ? Path.of(project + "-report.html") : file;
            ReportFile.Written written = ReportFile.write(
                    session.surroundings().directory().resolve(shown),
                    reader,
                    Verification.of(evidence, project, Trust.NOTHING),
                    place(session, from).map(first -> first.from(Timeline.of(reader, project))),
                    place(session, to).map(end -> end.revision(Timeline.of(reader, project))),
                    session.surroundings().clock().getZone());
            print(session, project, session.shown(shown), written);
            return written.verification().intact() ? ExitCode.DONE : ExitCode.VERIFICATION_FAILED;
        }
    }

    private static Optional<Place> place(Session session, @Nullable String given) {
        return Optional.ofNullable(given)
                .map(text -> Place.of(text, session.surroundings().clock()));
    }

    private static void print(Session session, ProjectId project, String shown, ReportFile.Written written) {
        Range range = written.range();
        Proof verification = written.verification();
        if (session.output() == OutputFormat.text) {
            session.out()
                    .printf(
                            "%s: revisions %,d to %,d of %,d, %,d kB%n",
                            shown, range.from(), range.to(), verification.revisions(), (written.bytes() + 999) / 1_000);
        } else {
            ObjectNode line = Json.object();
            line.put("id", project.value());
            line.put("file", shown);
            line.put("bytes", written.bytes());
            line.put("from", range.from());
            line.put("to", range.to());
            line.put("revisions", verification.revisions());
            line.put("commits", verification.commits());
            line.put("intact", verification.intact());
            verification.damage().ifPresent(damage -> line.put("damage", damage));
            Json.one(session.out(), session.output(), line);
        }
        verification
                .damage()
                .ifPresent(damage -> session.err()
                        .printf(
                                "hubspoke: the journal is damaged, and the report shows what is good of it: %s%n",
                                damage));
    }
}
