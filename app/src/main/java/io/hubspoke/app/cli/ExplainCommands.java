// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.plan.Nearest;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.ExplanationText;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.orchestrator.audit.Explainer;
import io.hubspoke.orchestrator.audit.Explanation;
import io.hubspoke.orchestrator.audit.Timeline;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.TaskId;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "explain",
        description = "Tell why a task, an agent or a gate stands where it stands, from the journal alone.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hubspoke explain task api",
            "  hubspoke explain agent smith --at 57",
            "  hubspoke explain gate g-1 -o json"
        })
final class ExplainCommands extends Action.Group {
    private static final int NAMES_MAX = 8;

    /** One of the three. */
    abstract static class Explain extends Action {
        @Parameters(
                arity = "0..*",
                paramLabel = "[PROJECT] ID",
                hideParamSyntax = true,
                description = "The id of what is to be explained.")
        private @Nullable List<String> names;

        @Option(
                names = "--at",
                paramLabel = "PLACE",
                description = "A revision, a time, or how long ago, such as 10m. Default: ${DEFAULT-VALUE}.")
        private String at = "last";

        abstract String noun();

        abstract Optional<Explanation> explain(Timeline timeline, long revision, String id);

        /** The ids of all such things. */
        abstract Stream<String> ids(ProjectState state);

        @Override
        final int run(Session session) {
            ProjectAndNames given = names(names, "ID");
            Place place = Place.of(at, session.surroundings().clock());
            try (CommitSource reader = session.source()) {
                Timeline timeline = Timeline.of(reader, session.project(reader, given.project()));
                long revision = place.existing(timeline);
                Explanation explanation = explain(timeline, revision, given.name())
                        .orElseThrow(() -> unknown(timeline.at(revision).state(), given.name()));
                if (session.output() == OutputFormat.text) {
                    new ExplanationText(
                                    session.out(),
                                    session.surroundings().clock().getZone())
                            .print(explanation);
                } else {
                    Json.one(session.out(), session.output(), ExplanationText.json(explanation));
                }
                return ExitCode.DONE;
            }
        }

        private Failure unknown(ProjectState state, String id) {
            List<String> known = ids(state).toList();
            String hint = Nearest.of(id, known)
                    .map(name -> "did you mean " + name + "?")
                    .orElseGet(() -> known.isEmpty()
                            ? "there was none"
                            : "there was " + known.stream().limit(NAMES_MAX).collect(Collectors.joining(", "))
                                    + (known.size() > NAMES_MAX
                                            ? " and %d more".formatted(known.size() - NAMES_MAX)
                                            : ""));
            return new Failure(
                    ExitCode.FAILED,
                    "project %s had no %s %s up to revision %d: %s"
                            .formatted(state.id(), noun(), id, state.revision(), hint));
        }
    }

    @Command(
            name = "task",
            description = "Tell why a task went to its agent, why it waits, why it failed.",
            footer = {"", "Examples:", "  hubspoke explain task api", "  hubspoke explain task todo-service api --at 57"
            })
    static final class Task extends Explain {
        @Override
        String noun() {
            return "task";
        }

        @Override
        Optional<Explanation> explain(Timeline timeline, long revision, String id) {
            return Explainer.task(timeline, revision, TaskId.of(id));
        }

        @Override
        Stream<String> ids(ProjectState state) {
            return state.tasks().inOrder().stream().map(task -> task.id().value());
        }
    }

    @Command(
            name = "agent",
            description = "Tell what an agent does, or why it does nothing.",
            footer = {"", "Examples:", "  hubspoke explain agent smith", "  hubspoke explain agent smith --at 12:04"})
    static final class Agent extends Explain {
        @Override
        String noun() {
            return "agent";
        }

        @Override
        Optional<Explanation> explain(Timeline timeline, long revision, String id) {
            return Explainer.agent(timeline, revision, AgentId.of(id));
        }

        @Override
        Stream<String> ids(ProjectState state) {
            return state.agents().inOrder().stream().map(agent -> agent.id().value());
        }
    }

    @Command(
            name = "gate",
            description = "Tell who asked at a gate, what it holds up, and who decided it or may.",
            footer = {"", "Examples:", "  hubspoke explain gate g-1", "  hubspoke explain gate g-1 --at 10m -o json"})
    static final class Gate extends Explain {
        @Override
        String noun() {
            return "gate";
        }

        @Override
        Optional<Explanation> explain(Timeline timeline, long revision, String id) {
            return Explainer.gate(timeline, revision, GateId.of(id));
        }

        @Override
        Stream<String> ids(ProjectState state) {
            return state.gates().inOrder().stream().map(gate -> gate.id().toString());
        }
    }
}
