// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import java.util.List;
import picocli.CommandLine;

/** The commands by name. Only what a command line names is made, for making all takes longer than most commands. */
final class Commands {
    private static final List<String> NAMES = List.of(
            "run",
            "plan",
            "status",
            "tail",
            "task",
            "agent",
            "gate",
            "message",
            "journal",
            "fork",
            "explain",
            "doctor",
            "completion");

    private Commands() {}

    /** Those named in the arguments, with theirs; all of them without theirs when none is named. */
    static void add(CommandLine root, List<String> arguments) {
        List<String> named = NAMES.stream().filter(arguments::contains).toList();
        if (named.isEmpty())
            NAMES.forEach(name -> root.addSubcommand(types(name).getFirst()));
        else named.forEach(name -> add(root, name));
    }

    static void addAll(CommandLine root) {
        NAMES.forEach(name -> add(root, name));
    }

    private static void add(CommandLine root, String name) {
        List<Class<?>> types = types(name);
        CommandLine command = new CommandLine(types.getFirst());
        types.subList(1, types.size()).forEach(command::addSubcommand);
        root.addSubcommand(name, command);
        if (name.equals("fork")) ForkCommand.nameInsteadOfOperator(command.getCommandSpec());
    }

    /** A command, then the ones below it. */
    private static List<Class<?>> types(String name) {
        return switch (name) {
            case "run" -> List.of(RunCommand.class);
            case "plan" -> List.of(PlanCommands.class, PlanCommands.Check.class, PlanCommands.Schema.class);
            case "status" -> List.of(StatusCommand.class);
            case "tail" -> List.of(TailCommand.class);
            case "task" ->
                List.of(
                        TaskCommands.class,
                        TaskCommands.ListTasks.class,
                        TaskCommands.Show.class,
                        TaskCommands.Add.class,
                        TaskCommands.Cancel.class,
                        TaskCommands.Retry.class,
                        TaskCommands.Reprioritize.class);
            case "agent" ->
                List.of(
                        AgentCommands.class,
                        AgentCommands.ListAgents.class,
                        AgentCommands.Show.class,
                        AgentCommands.Pause.class,
                        AgentCommands.Resume.class,
                        AgentCommands.Stop.class);
            case "gate" ->
                List.of(
                        GateCommands.class,
                        GateCommands.ListGates.class,
                        GateCommands.Show.class,
                        GateCommands.Approve.class,
                        GateCommands.Reject.class,
                        GateCommands.Respond.class,
                        GateCommands.Edit.class);
            case "message" -> List.of(MessageCommands.class, MessageCommands.Send.class);
            case "journal" ->
                List.of(
                        JournalCommands.class,
                        JournalCommands.Projects.class,
                        JournalCommands.ListEvents.class,
                        JournalCommands.Show.class,
                        JournalCommands.Tail.class,
                        ReplayCommand.class,
                        DiffCommand.class,
                        ReportCommand.class,
                        ProofCommands.Verify.class,
                        ProofCommands.HeadOf.class,
                        ProofCommands.Export.class,
                        ProofCommands.Import.class);
            case "explain" ->
                List.of(
                        ExplainCommands.class,
                        ExplainCommands.Task.class,
                        ExplainCommands.Agent.class,
                        ExplainCommands.Gate.class);
            case "fork" -> List.of(ForkCommand.class);
            case "doctor" -> List.of(DoctorCommand.class);
            case "completion" -> List.of(CompletionCommand.class);
            default -> throw new IllegalArgumentException("no command is called " + name);
        };
    }
}
