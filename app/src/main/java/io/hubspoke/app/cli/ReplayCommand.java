// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.report.PictureText;
import io.hubspoke.orchestrator.audit.Moment;
import io.hubspoke.orchestrator.audit.Stepper;
import io.hubspoke.orchestrator.audit.Timeline;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.protocol.ProjectId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "replay",
        description = "Show the whole state after one event, folded from the journal alone: nothing is started.",
        footer = {
            "",
            "Examples:",
            "  hubspoke journal replay --at 17",
            "  hubspoke journal replay todo-service --at 2026-11-22T12:04 -o json",
            "  hubspoke journal replay --step"
        })
final class ReplayCommand extends Action {
    @Mixin
    private Given.Project names = new Given.Project();

    @Option(
            names = "--at",
            paramLabel = "PLACE",
            description = "A revision, a time, or how long ago, such as 10m. Default: ${DEFAULT-VALUE}.")
    private String at = "last";

    @Option(names = "--step", description = "Walk forward and back from there, on a terminal.")
    private boolean step;

    @Option(names = "--without-snapshots", description = "Fold from the first event on; believe nothing else.")
    private boolean withoutSnapshots;

    @Override
    int run(Session session) {
        Place place = Place.of(at, session.surroundings().clock());
        if (step) requireTerminal(session);
        try (CommitSource reader = session.source()) {
            ProjectId project = session.project(reader, names(names.given).project());
            Timeline timeline =
                    withoutSnapshots ? Timeline.withoutSnapshots(reader, project) : Timeline.of(reader, project);
            long revision = place.existing(timeline);
            if (step) {
                StepScreen.run(session.surroundings(), Stepper.at(timeline, revision));
                return ExitCode.DONE;
            }
            Moment moment = timeline.at(revision);
            if (session.output() == OutputFormat.text) {
                new PictureText(session.out(), session.surroundings().clock().getZone()).print(moment, timeline.last());
            } else {
                Json.one(session.out(), session.output(), PictureText.json(moment));
            }
        }
        return ExitCode.DONE;
    }

    private static void requireTerminal(Session session) {
        if (session.surroundings().terminal() && session.output() == OutputFormat.text) return;
        throw new Failure(
                ExitCode.USAGE, "--step needs a terminal to show and to ask: use --at with a revision instead");
    }
}
