// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What only shows when a plan is seen as a whole: names used twice, names that nothing has, circles, work nobody can
 * do.
 */
final class PlanChecks {
    private static final int TYPES_TOLD_MAX = 20;
    private static final int CIRCLES_TOLD_MAX = 100;

    private final List<AgentSection.Entry> agents;
    private final List<TaskSection.Entry> tasks;
    private final TreeMap<AgentType, Integer> types = new TreeMap<>();
    private final List<String> typeNames;

    /** @param added agents that no entry declares */
    PlanChecks(List<AgentSection.Entry> agents, List<AgentSpec> added, List<TaskSection.Entry> tasks) {
        this.agents = agents;
        this.tasks = tasks;
        agents.forEach(agent -> agent.type().ifPresent(this::count));
        added.forEach(agent -> count(agent.type()));
        typeNames = types.keySet().stream().map(AgentType::value).toList();
    }

    private void count(AgentType type) {
        types.merge(type, 1, Integer::sum);
    }

    void run(Optional<PlanNode> agentList, int agentCount, Optional<PlanNode> taskList, Limits limits) {
        twice("agent", agents.stream().map(AgentSection.Entry::map).toList());
        twice("task", tasks.stream().map(TaskSection.Entry::map).toList());
        if (agentCount > limits.agents()) {
            agentList.ifPresent(
                    node -> node.error(new Rejection.TooMany("agents", agentCount, limits.agents()).sentence()));
        }
        int most = Math.min(limits.tasks(), limits.tasksPerCommand());
        if (tasks.size() > most) {
            taskList.ifPresent(node -> node.error(new Rejection.TooMany("tasks", tasks.size(), most).sentence()));
            return;
        }
        tasks.forEach(this::workers);
        needs();
        circles();
    }

    private static void twice(String what, List<PlanMap> maps) {
        Map<String, Integer> lines = new HashMap<>();
        for (PlanMap map : maps) {
            map.get("id").flatMap(PlanNode::quietText).ifPresent(id -> {
                PlanNode node = map.get("id").orElseThrow();
                Integer before = lines.putIfAbsent(id, node.mark().getLine() + 1);
                if (before != null) {
                    node.error("%s '%s' is declared twice (before in line %d): use another id"
                            .formatted(what, PlanNode.shown(id), before));
                }
            });
        }
    }

    private void workers(TaskSection.Entry task) {
        task.agentType()
                .filter(type -> !types.containsKey(type))
                .ifPresent(type -> nobody(task.map(), "agent-type", type));
        Optional<AgentType> verifier =
                task.verifier().or(() -> task.checked() ? Optional.of(AgentType.VERIFIER) : Optional.empty());
        if (verifier.isEmpty()) return;
        if (!types.containsKey(verifier.get())) {
            if (task.verifier().isPresent()) nobody(task.map(), "verifier", verifier.get());
            return;
        }
        boolean alone = types.getOrDefault(verifier.get(), 0) == 1;
        if (alone && task.agentType().equals(verifier)) {
            String key = task.verifier().isPresent() ? "verifier" : "checks";
            task.map()
                    .get(key)
                    .ifPresent(node -> node.error(
                            ("the only %s does this task, and nobody verifies its own work: declare a second one"
                                            + " or another verifier")
                                    .formatted(verifier.get())));
        }
    }

    private void nobody(PlanMap map, String key, AgentType type) {
        String otherwise = typeNames.isEmpty()
                ? "declare one under agents"
                : "declare one under agents or use "
                        + typeNames.stream().limit(TYPES_TOLD_MAX).collect(Collectors.joining(", "));
        map.get(key)
                .ifPresent(node -> node.errorUnknown("no agent is of the type", type.value(), typeNames, otherwise));
    }

    private void needs() {
        TreeSet<String> known = new TreeSet<>();
        tasks.forEach(task -> task.id().ifPresent(id -> known.add(id.value())));
        for (TaskSection.Entry task : tasks) {
            for (TaskSection.Need need : task.needs()) {
                if (!known.contains(need.task().value())) {
                    need.node()
                            .errorUnknown(
                                    "no task is called",
                                    need.task().value(),
                                    known,
                                    "declare it under tasks or remove it");
                }
            }
        }
    }

    /** Takes away what can be done; what is left goes in circles, and each is told once. */
    private void circles() {
        Map<TaskId, TaskSection.Entry> left = new LinkedHashMap<>();
        tasks.forEach(task -> task.id().ifPresent(id -> left.putIfAbsent(id, task)));
        Map<TaskId, List<TaskId>> neededBy = new HashMap<>();
        Map<TaskId, Integer> missing = new HashMap<>();
        left.forEach((id, task) -> {
            List<TaskId> needs = open(left, id);
            missing.put(id, needs.size());
            needs.forEach(need ->
                    neededBy.computeIfAbsent(need, none -> new ArrayList<>()).add(id));
        });
        remove(
                left,
                neededBy,
                missing,
                left.keySet().stream()
                        .filter(id -> missing.getOrDefault(id, 0) == 0)
                        .toList());
        for (int told = 0; told < CIRCLES_TOLD_MAX && !left.isEmpty(); told++) {
            List<TaskId> path = circle(left);
            tell(Objects.requireNonNull(left.get(path.getFirst())), path);
            remove(left, neededBy, missing, path);
        }
    }

    private static void tell(TaskSection.Entry first, List<TaskId> path) {
        List<TaskId> told = new ArrayList<>(path);
        told.add(path.getFirst());
        first.needs().stream()
                .filter(need -> need.task().equals(told.get(1)))
                .findFirst()
                .ifPresent(need -> need.node()
                        .error(new Rejection.DependencyCycle(told).sentence() + ": remove one of these needs"));
    }

    private static void remove(
            Map<TaskId, TaskSection.Entry> left,
            Map<TaskId, List<TaskId>> neededBy,
            Map<TaskId, Integer> missing,
            List<TaskId> done) {
        List<TaskId> next = new ArrayList<>(done);
        next.forEach(left::remove);
        for (int i = 0; i < next.size(); i++) {
            for (TaskId id : neededBy.getOrDefault(next.get(i), List.of())) {
                if (missing.merge(id, -1, Integer::sum) == 0 && left.remove(id) != null) next.add(id);
            }
        }
    }

    private static List<TaskId> open(Map<TaskId, TaskSection.Entry> left, TaskId id) {
        return Objects.requireNonNull(left.get(id)).needs().stream()
                .map(TaskSection.Need::task)
                .filter(left::containsKey)
                .toList();
    }

    /** Every task left needs another one that is left, so walking along must come round. */
    private static List<TaskId> circle(Map<TaskId, TaskSection.Entry> left) {
        Map<TaskId, Integer> seen = new LinkedHashMap<>();
        TaskId at = left.keySet().iterator().next();
        while (!seen.containsKey(at)) {
            seen.put(at, seen.size());
            at = open(left, at).getFirst();
        }
        return new ArrayList<>(seen.keySet()).subList(seen.get(at), seen.size());
    }
}
