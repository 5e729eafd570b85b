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
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CancelTask;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.ReprioritizeTask;
import io.hubspoke.protocol.Command.RetryTask;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

@Command(
        name = "task",
        description = "Look at tasks and move them.",
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Examples:", "  hubspoke task list", "  hubspoke task retry api --note 'the port is free now'"})
final class TaskCommands extends Action.Group {
    private static final int TITLE_LENGTH_MAX = 60;

    @Command(
            name = "list",
            description = "List the tasks in the order of their arrival.",
            footer = {"", "Examples:", "  hubspoke task list", "  hubspoke task list --status failed -o jsonl"})
    static final class ListTasks extends Action {
        @Mixin
        private Given.Project names = new Given.Project();

        @Option(
                names = "--status",
                paramLabel = "STATUS",
                description = "Only tasks in this state: ${COMPLETION-CANDIDATES}.")
        private @Nullable TaskStatus status;

        @Override
        int run(Session session) {
            ProjectState state = session.state(names(names.given).project());
            List<View.Task> tasks = ((View.Tasks) Views.answer(state, new Query.Tasks()))
                    .tasks().stream()
                            .filter(task -> status == null || task.status() == status)
                            .toList();
            if (session.output() != OutputFormat.text) {
                Json.list(session.out(), session.output(), tasks);
                return ExitCode.DONE;
            }
            Instant now = session.surroundings().clock().instant();
            Table table = new Table("TASK", "STATUS", "PRIORITY", "WHO", "AGE", "TITLE");
            for (View.Task task : tasks) {
                table.row(
                        task.id(),
                        Words.word(task.status()),
                        task.spec().priority(),
                        who(task),
                        Words.age(task.enqueuedAt(), now),
                        Words.line(task.spec().title(), TITLE_LENGTH_MAX));
            }
            table.print(session.out(), "");
            return ExitCode.DONE;
        }

        private static String who(View.Task task) {
            return task.agent()
                    .or(task::worker)
                    .map(Object::toString)
                    .or(() -> task.gate().map(Object::toString))
                    .or(() -> task.spec().agentType().map(Object::toString))
                    .orElse("-");
        }
    }

    @Command(
            name = "show",
            description = "Show one task: where it stands, what it waits for, what went wrong.",
            footer = {"", "Examples:", "  hubspoke task show api", "  hubspoke task show todo-service api -o json"})
    static final class Show extends Action {
        @Mixin
        private Given.Task names = new Given.Task();

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names.given, "TASK");
            View view = Views.answer(session.state(given.project()), new Query.Task(TaskId.of(given.name())));
            if (view instanceof View.Absent(String sentence)) throw new Failure(ExitCode.FAILED, sentence);
            if (session.output() == OutputFormat.text) {
                Details.task(
                        session.out(),
                        (View.Task) view,
                        session.surroundings().clock().instant());
            } else {
                Json.one(session.out(), session.output(), view);
            }
            return ExitCode.DONE;
        }
    }

    @Command(
            name = "add",
            description = "Add a task.",
            footer = {
                "",
                "Examples:",
                "  hubspoke task add docs --agent-type technical-writer --title 'Describe the API' --needs api",
                "  hubspoke task add todo-service ship --gate 'Ship it?' --needs docs"
            })
    static final class Add extends OperatorAction {
        @Parameters(
                arity = "0..*",
                paramLabel = "[PROJECT] TASK",
                hideParamSyntax = true,
                description = "The new task's id.")
        private @Nullable List<String> names;

        @Option(names = "--agent-type", paramLabel = "TYPE", description = "Who does it.")
        private @Nullable String agentType;

        @Option(names = "--title", paramLabel = "TEXT", description = "One line. Default: the id.")
        private @Nullable String title;

        @Option(
                names = "--instructions",
                paramLabel = "TEXT",
                description = "What is to be done; @FILE reads a file, - what comes in.")
        private @Nullable String instructions;

        @Option(
                names = "--priority",
                paramLabel = "N",
                description = "A higher number goes first. Default: ${DEFAULT-VALUE}.")
        private int priority;

        @Option(
                names = "--needs",
                paramLabel = "TASK",
                split = ",",
                description = "Tasks that must be completed first.")
        private List<String> needs = List.of();

        @Option(names = "--input", paramLabel = "NAME=VALUE", description = "A fact for the agent.")
        private Map<String, String> inputs = new TreeMap<>();

        @Option(
                names = "--check",
                paramLabel = "COMMAND",
                description = "A shell command that another agent must see succeed.")
        private List<String> checks = List.of();

        @Option(names = "--verifier", paramLabel = "TYPE", description = "The type of agent that verifies.")
        private @Nullable String verifier;

        @Option(names = "--gate", paramLabel = "QUESTION", description = "What a person must approve before it starts.")
        private @Nullable String gate;

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names, "TASK");
            if (agentType == null && gate == null) {
                throw new ParameterException(
                        spec().commandLine(), "say who does it with --agent-type, or ask a person with --gate");
            }
            return operate(
                    session,
                    given.project(),
                    EnqueueTasks.one(task(session, TaskId.of(given.name()))),
                    given.name(),
                    "task " + given.name() + " is added");
        }

        private TaskSpec task(Session session, TaskId id) {
            TaskSpec task = agentType == null
                    ? TaskSpec.gate(id, GateQuestion.of(String.valueOf(gate)))
                    : TaskSpec.of(id, AgentType.of(agentType), title == null ? id.value() : title);
            if (agentType != null && gate != null) task = task.withGate(GateQuestion.of(gate));
            if (instructions != null) task = task.withInstructions(session.text(instructions));
            if (verifier != null) task = task.withVerifier(AgentType.of(verifier));
            if (!checks.isEmpty()) task = task.withChecks(checks);
            return task.withPriority(new Priority(priority))
                    .withInputs(inputs)
                    .withNeeds(needs.stream().map(TaskId::of).toList());
        }
    }

    @Command(
            name = "cancel",
            description = "End a task that is not finished.",
            footer = {
                "",
                "Examples:",
                "  hubspoke task cancel api --reason 'not needed any more'",
                "  hubspoke task cancel todo-service api --yes"
            })
    static final class Cancel extends OperatorAction {
        @Mixin
        private Given.Task names = new Given.Task();

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why. Default: canceled by you.")
        private @Nullable String reason;

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names.given, "TASK");
            session.confirm("Cancel task " + given.name() + "?");
            String why = reason == null ? "canceled by " + session.operator() : reason;
            return operate(
                    session,
                    given.project(),
                    new CancelTask(TaskId.of(given.name()), why),
                    given.name(),
                    "task " + given.name() + " is canceled");
        }
    }

    @Command(
            name = "retry",
            description =
                    "Make a failed or canceled task ready again, with fresh attempts; hubspoke run then works it off.",
            footer = {
                "",
                "Examples:",
                "  hubspoke task retry api",
                "  hubspoke task retry todo-service api --note 'use port 8081'"
            })
    static final class Retry extends OperatorAction {
        @Mixin
        private Given.Task names = new Given.Task();

        @Option(names = "--note", paramLabel = "TEXT", description = "Shown to the next agent.")
        private String note = "";

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names.given, "TASK");
            return operate(
                    session,
                    given.project(),
                    new RetryTask(TaskId.of(given.name()), note),
                    given.name(),
                    "task " + given.name() + " is tried anew");
        }
    }

    @Command(
            name = "reprioritize",
            description = "Move a task that is not finished to another priority.",
            footer = {
                "",
                "Examples:",
                "  hubspoke task reprioritize api --priority 10",
                "  hubspoke task reprioritize todo-service api --priority -1"
            })
    static final class Reprioritize extends OperatorAction {
        @Mixin
        private Given.Task names = new Given.Task();

        @Option(names = "--priority", paramLabel = "N", required = true, description = "A higher number goes first.")
        private int priority;

        @Override
        int run(Session session) {
            ProjectAndNames given = names(names.given, "TASK");
            return operate(
                    session,
                    given.project(),
                    new ReprioritizeTask(TaskId.of(given.name()), new Priority(priority)),
                    given.name(),
                    "task %s has priority %d now".formatted(given.name(), priority));
        }
    }
}
