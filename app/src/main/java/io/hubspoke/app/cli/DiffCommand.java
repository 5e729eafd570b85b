// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.DiffText;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.orchestrator.audit.Picture;
import io.hubspoke.orchestrator.audit.StateDiff;
import io.hubspoke.orchestrator.audit.Timeline;
import io.hubspoke.orchestrator.journal.CommitSource;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "diff",
        description = "Show what is different between two revisions, thing by thing.",
        footer = {
            "",
            "Examples:",
            "  hubspoke journal diff 17 57",
            "  hubspoke journal diff todo-service 10m last --exit-code",
            "  hubspoke journal diff 0 last -o json"
        })
final class DiffCommand extends Action {
    @Parameters(
            arity = "0..*",
            paramLabel = "[PROJECT] A B",
            hideParamSyntax = true,
            description = "Two places: revisions, times, or how long ago.")
    private @Nullable List<String> names;

    @Option(names = "--exit-code", description = "End with 1 when there is a difference.")
    private boolean exitCode;

    @Override
    int run(Session session) {
        ProjectAndNames given = names(names, "A", "B");
        Clock clock = session.surroundings().clock();
        Place before = Place.of(given.names().get(0), clock);
        Place after = Place.of(given.names().get(1), clock);
        try (CommitSource reader = session.source()) {
            Timeline timeline = Timeline.of(reader, session.project(reader, given.project()));
            StateDiff diff = StateDiff.between(
                    Picture.of(timeline.at(before.existing(timeline)).state()),
                    Picture.of(timeline.at(after.existing(timeline)).state()));
            if (session.output() == OutputFormat.text) DiffText.print(session.out(), timeline.project(), diff);
            else Json.one(session.out(), session.output(), DiffText.json(timeline.project(), diff));
            return exitCode && !diff.isEmpty() ? ExitCode.FAILED : ExitCode.DONE;
        }
    }
}
