// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.Details;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.Json;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.app.report.Table;
import io.hubspoke.app.report.Words;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.ResumeAgent;
import io.hubspoke.protocol.Command.StopAgent;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.View;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "agent",
        description = "Look at agents, hold them and let them go.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  hubspoke agent list", "  hubspoke agent pause backend-1 --reason 'wrong branch'"})
final class AgentCommands extends Action.Group {

    @Command(
            name = "list",
            description = "List the agents in the order of their registration.",
            footer = {"", "Examples:", "  hubspoke agent list", "  hubspoke agent list --type qa-engineer -o json"})
    static final class ListAgents extends Action {
        @Mixin
        private Given.Project names = new Given.Project();

        @Option(names = "--type", paramLabel = "TYPE", description = "Only agents of this type.")
        private @Nullable String type;

        @Override
        int run(Session session) {
            ProjectState state = session.state(names(names.given).project());
            Query.Agents query = new Query.Agents(Optional.ofNullable(type).map(AgentType::of));
            List<View.Agent> agents = ((View.Agents) Views.answer(state, query)).agents();
            if (session.output() != OutputFormat.text) {
                Json.list(session.out(), session.output(), agents);
                return ExitCode.DONE;
            }
            Table table = new Table("AGENT", "TYPE", "KIND", "STATUS", "TASK", "LETTERS");
            for (View.Agent agent : agents) {
                table.row(
                        agent.id(),
                        agent.spec().type(),
                        agent.spec().kind(),
                        status(agent),
                        agent.task().map(Object::toString).orElse("-"),
                        "%,d (%,d waiting)".formatted(agent.lastLetter(), agent.lettersWaiting()));
            }
            table.print(session.out(), "");
            return ExitCode.DONE;
        }

        private static String status(View.Agent agent) {
            String status = Words.word(agent.status());
            return agent.heldBy().isEmpty()
                    ? status
                    : status + " at " + agent.heldBy().getFirst();
        }
    }

    @Command(
            name = "show",
            description = "Show one agent.",
            footer = {
                "",
                "Examples:",
                "  hubspoke agent show backend-1",
                "  hubspoke agent show todo-service backend-1 -o json"
            })
    static final class Show extends Action {
        @Mixin
        private Given.Agent names = new Given.Agent();

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names.given, "AGENT");
            View view = Views.answer(session.state(given.project()), new Query.Agent(AgentId.of(given.name())));
            if (view instanceof View.Absent(String sentence)) throw new Failure(ExitCode.FAILED, sentence);
            if (session.output() == OutputFormat.text) Details.agent(session.out(), (View.Agent) view);
            else Json.one(session.out(), session.output(), view);
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "pause",
            description = "Give an agent no more work and letters until it is resumed.",
            footer = {
                "",
                "Examples:",
                "  hubspoke agent pause backend-1",
                "  hubspoke agent pause todo-service backend-1 --reason 'wrong branch'"
            })
    static final class Pause extends OperatorAction {
        @Mixin
        private Given.Agent names = new Given.Agent();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why. Default: paused by you.")
        private @Nullable String reason;

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names.given, "AGENT");
            String why = reason == null ? "paused by " + session.operator() : reason;
            return operate(
                    session,
                    given.project(),
                    new PauseAgent(AgentId.of(given.name()), why),
                    given.name(),
                    "agent " + given.name() + " is paused");
        }
    }

    @Command(
            name = "resume",
            description = "End a pause.",
            footer = {"", "Examples:", "  hubspoke agent resume backend-1"})
    static final class Resume extends OperatorAction {
        @Mixin
        private Given.Agent names = new Given.Agent();

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names.given, "AGENT");
            return operate(
                    session,
                    given.project(),
                    new ResumeAgent(AgentId.of(given.name())),
                    given.name(),
                    "agent " + given.name() + " goes on");
        }
    }

    @Command(
            name = "stop",
            description = "End an agent for good; its work goes back to the queue.",
            footer = {"", "Examples:", "  hubspoke agent stop backend-1 --reason 'replaced' --yes"})
    static final class Stop extends OperatorAction {
        @Mixin
        private Given.Agent names = new Given.Agent();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why. Default: stopped by you.")
        private @Nullable String reason;

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names.given, "AGENT");
            session.confirm("Stop agent " + given.name() + " for good?");
            String why = reason == null ? "stopped by " + session.operator() : reason;
            return operate(
                    session,
                    given.project(),
                    new StopAgent(AgentId.of(given.name()), why),
                    given.name(),
                    "agent " + given.name() + " is stopped");
        }
    }
}
