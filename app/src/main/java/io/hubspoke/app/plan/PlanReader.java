// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.spi.AgentProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.Node;

/** Reads plan files. It finds all problems at once and starts nothing. */
public final class PlanReader {
    private final Limits limits;
    private final String searchPath;
    private final Function<String, Optional<AgentProvider>> kinds;

    /**
     * @param limits the bounds that apply where the plan says nothing
     * @param searchPath the folders in which programs are looked for, as in the environment variable PATH
     * @param kinds finds the provider of a kind of agent
     */
    public PlanReader(Limits limits, String searchPath, Function<String, Optional<AgentProvider>> kinds) {
        this.limits = limits;
        this.searchPath = searchPath;
        this.kinds = kinds;
    }

    public PlanReading read(Path file) {
        Problems problems = new Problems(file.toString());
        Optional<Plan> plan = PlanYaml.read(file, problems).flatMap(root -> plan(file, root, problems));
        return new PlanReading(plan.filter(found -> problems.none()), problems.inFileOrder());
    }

    private Optional<Plan> plan(Path file, Node root, Problems problems) {
        return new PlanNode(root, "", problems).map(PlanKeys.PLAN).flatMap(map -> plan(file, map));
    }

    private Optional<Plan> plan(Path file, PlanMap map) {
        Optional<ProjectId> project =
                map.require("project", "give the project a name").flatMap(node -> node.name(ProjectId::of));
        Path directory = directory(file, map);
        ProjectSettings settings = settings(map);
        Map<String, String> metadata = map.get("metadata")
                .map(node -> new Texts(settings.limits()).facts(node, "entries of metadata"))
                .orElse(Map.of());

        AgentSection agentSection = new AgentSection(directory, searchPath, settings.limits(), kinds);
        List<AgentSection.Entry> agents = entries(map, "agents", "declare who does the work", PlanKeys.AGENT)
                .map(agentSection::read)
                .toList();
        TaskSection taskSection = new TaskSection(settings.limits(), settings.taskLimits());
        List<TaskSection.Entry> tasks = entries(map, "tasks", "say what is to be done", PlanKeys.TASK)
                .map(taskSection::read)
                .toList();

        List<AgentSpec> added = verifier(agents, tasks);
        new PlanChecks(agents, added, tasks)
                .run(map.get("agents"), agents.size() + added.size(), map.get("tasks"), settings.limits());
        List<AgentSpec> allAgents = Stream.concat(
                        agents.stream().flatMap(agent -> agent.spec().stream()), added.stream())
                .toList();
        List<TaskSpec> allTasks =
                tasks.stream().flatMap(task -> task.spec().stream()).toList();
        return project.map(id -> new Plan(file, id, directory, settings, metadata, allAgents, allTasks));
    }

    private static Stream<PlanMap> entries(PlanMap map, String key, String mend, List<String> keys) {
        Optional<PlanNode> node = map.require(key, mend);
        Optional<List<PlanNode>> items = node.flatMap(PlanNode::list);
        if (items.isPresent() && items.get().isEmpty()) node.orElseThrow().error("the list is empty: " + mend);
        return items.orElse(List.of()).stream().flatMap(item -> item.map(keys).stream());
    }

    /** Checks are run by somebody: when the plan names nobody, an agent of the kind that runs them is added. */
    private static List<AgentSpec> verifier(List<AgentSection.Entry> agents, List<TaskSection.Entry> tasks) {
        boolean wanted = tasks.stream()
                .anyMatch(task -> task.checked()
                        && task.verifier().orElse(AgentType.VERIFIER).equals(AgentType.VERIFIER));
        boolean there = agents.stream().anyMatch(agent -> agent.type().equals(Optional.of(AgentType.VERIFIER)));
        if (!wanted || there) return List.of();
        AgentId id = AgentId.of("verifier");
        Optional<AgentSection.Entry> namesake = agents.stream()
                .filter(agent -> agent.id().equals(Optional.of(id)))
                .findFirst();
        namesake.flatMap(agent -> agent.map().get("id"))
                .ifPresent(node ->
                        node.error("the id 'verifier' is that of the agent which is added to run the checks: use"
                                + " another id or the type verifier"));
        return List.of(new AgentSpec(id, AgentType.VERIFIER, "checks"));
    }

    private ProjectSettings settings(PlanMap map) {
        Dispatch dispatch =
                map.get("dispatch").flatMap(node -> node.word(Dispatch.class)).orElse(Dispatch.AUTOMATIC);
        Optional<PlanMap> own = map.get("limits").flatMap(node -> node.map(PlanKeys.LIMITS));
        TaskLimits taskLimits = own.map(node -> LimitsSection.taskLimits(node, TaskLimits.DEFAULT))
                .orElse(TaskLimits.DEFAULT);
        Limits bounds = own.map(node -> LimitsSection.limits(node, limits)).orElse(limits);
        Budget budget = map.get("budget")
                .flatMap(node -> node.map(PlanKeys.BUDGET))
                .map(LimitsSection::budget)
                .orElse(Budget.UNLIMITED);
        return new ProjectSettings(dispatch, taskLimits, budget, bounds);
    }

    private static Path directory(Path file, PlanMap map) {
        Path home = Optional.ofNullable(file.toAbsolutePath().normalize().getParent())
                .orElse(Path.of("/"));
        Optional<PlanNode> node = map.get("repository");
        Optional<Path> named = node.flatMap(place -> place.path(home));
        named.filter(path -> !Files.isDirectory(path))
                .ifPresent(path -> node.orElseThrow()
                        .error("there is no folder %s: write the path of a repository, from the plan's folder"
                                .formatted(path)));
        return named.orElse(home);
    }
}
