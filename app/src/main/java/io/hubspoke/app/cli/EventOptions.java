// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.plan.Nearest;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.orchestrator.audit.EventFilter;
import io.hubspoke.orchestrator.journal.EventTypes;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.TaskId;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** Which events are wanted. Each option may be given several times, or with several values: one of them is enough. */
final class EventOptions {
    @Option(
            names = "--type",
            paramLabel = "TYPE",
            split = ",",
            description = "Events of this type, such as task-assigned.")
    private List<String> types = List.of();

    @Option(
            names = "--agent",
            paramLabel = "AGENT",
            split = ",",
            description = "Events that name this agent or come from it.")
    private List<String> agents = List.of();

    @Option(names = "--task", paramLabel = "TASK", split = ",", description = "Events about this task.")
    private List<String> tasks = List.of();

    @Option(names = "--gate", paramLabel = "GATE", split = ",", description = "Events about this gate, such as g-1.")
    private List<String> gates = List.of();

    @Option(
            names = "--principal",
            paramLabel = "WHO",
            split = ",",
            description = "What they asked for: operator:alice, agent:smith, hub, or only alice.")
    private List<String> principals = List.of();

    @Option(
            names = "--correlation",
            paramLabel = "ID",
            split = ",",
            description = "A message's correlation, a consultation such as c-1, or a command's id.")
    private List<String> correlations = List.of();

    EventFilter filter() {
        return new EventFilter(
                types(),
                ids(agents, AgentId::of),
                ids(tasks, TaskId::of),
                ids(gates, GateId::of),
                Set.copyOf(principals),
                Set.copyOf(correlations));
    }

    private Set<String> types() {
        SortedSet<String> known = EventTypes.names();
        for (String type : types) {
            if (known.contains(type)) continue;
            String guess = Nearest.of(type, known)
                    .map(name -> ": did you mean " + name + "?")
                    .orElse(": look into docs/protocol.md for all of them");
            throw new Failure(ExitCode.USAGE, "there is no event type '%s'%s".formatted(type, guess));
        }
        return new TreeSet<>(types);
    }

    private static <I> Set<I> ids(List<String> texts, Function<String, I> read) {
        return texts.stream().map(read).collect(Collectors.toSet());
    }
}
