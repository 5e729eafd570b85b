// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Severity;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** One entry of {@code tasks}. */
final class TaskSection {
    private final Texts texts;
    private final Limits limits;
    private final TaskLimits defaults;

    TaskSection(Limits limits, TaskLimits defaults) {
        this.texts = new Texts(limits);
        this.limits = limits;
        this.defaults = defaults;
    }

    /**
     * What could be read of a task; the spec is usable only when no problem was noted.
     *
     * @param needs with their places
     */
    record Entry(
            PlanMap map,
            Optional<TaskId> id,
            Optional<AgentType> agentType,
            List<Need> needs,
            boolean checked,
            Optional<AgentType> verifier,
            Optional<TaskSpec> spec) {}

    /** A task that another one needs, and where that is said. */
    record Need(TaskId task, PlanNode node) {}

    Entry read(PlanMap map) {
        Optional<TaskId> id =
                map.require("id", "give the task a name that no other task has").flatMap(node -> node.name(TaskId::of));
        Optional<AgentType> agentType = map.get("agent-type").flatMap(node -> node.name(AgentType::of));
        Optional<AgentType> verifier = map.get("verifier").flatMap(node -> node.name(AgentType::of));
        List<Need> needs = needs(map);
        List<String> checks =
                map.get("checks").map(node -> texts.shortTexts(node, "checks")).orElse(List.of());
        Optional<GateQuestion> gate =
                map.get("gate").flatMap(node -> node.map(PlanKeys.GATE)).flatMap(this::gate);
        Optional<TaskLimits> own = map.get("limits")
                .flatMap(node -> node.map(PlanKeys.TASK_LIMITS))
                .map(node -> LimitsSection.taskLimits(node, defaults));
        checkWorker(map);
        return new Entry(
                map,
                id,
                agentType,
                needs,
                !checks.isEmpty(),
                verifier,
                id.flatMap(name -> spec(map, name, agentType, needs, checks, verifier, gate, own)));
    }

    private Optional<TaskSpec> spec(
            PlanMap map,
            TaskId id,
            Optional<AgentType> agentType,
            List<Need> needs,
            List<String> checks,
            Optional<AgentType> verifier,
            Optional<GateQuestion> gate,
            Optional<TaskLimits> own) {
        String type = map.get("type")
                .flatMap(node -> texts.shortText(node, "the type"))
                .orElse(agentType.isPresent() ? "task" : "gate");
        Priority priority = map.get("priority")
                .flatMap(node -> node.number(Integer.MIN_VALUE, Integer.MAX_VALUE))
                .map(number -> new Priority(number.intValue()))
                .orElse(Priority.NORMAL);
        String title = map.get("title")
                .flatMap(node -> texts.shortText(node, "the title"))
                .orElseGet(() -> agentType.isPresent()
                        ? id.value()
                        : gate.map(GateQuestion::reason).orElse(id.value()));
        String instructions = map.get("instructions")
                .flatMap(node -> texts.longText(node, "the text"))
                .orElse("");
        Map<String, String> inputs =
                map.get("inputs").map(node -> texts.facts(node, "inputs")).orElse(Map.of());
        OnDependencyFailure rule = map.get("on-dependency-failure")
                .flatMap(node -> node.word(OnDependencyFailure.class))
                .orElse(OnDependencyFailure.WAIT);
        if (agentType.isEmpty() && (gate.isEmpty() || !checks.isEmpty() || verifier.isPresent()))
            return Optional.empty();
        TaskSpec task = new TaskSpec(
                id,
                type,
                agentType,
                priority,
                title,
                instructions,
                inputs,
                needs.stream().map(Need::task).toList(),
                checks,
                verifier,
                gate,
                own,
                rule);
        texts.whole(map, task);
        return Optional.of(task);
    }

    private static void checkWorker(PlanMap map) {
        if (map.get("agent-type").isPresent()) return;
        if (map.get("gate").isEmpty()) {
            map.error("'agent-type' is missing: say who does the task, or give it a gate that a person decides");
        }
        for (String key : List.of("checks", "verifier", "instructions")) {
            map.key(key)
                    .ifPresent(node ->
                            node.error("a task without agent-type is nothing but a gate, so there is nothing to "
                                    + (key.equals("instructions") ? "instruct" : "check")
                                    + ": add an agent-type or remove this"));
        }
    }

    private List<Need> needs(PlanMap map) {
        List<PlanNode> nodes = map.get("needs").flatMap(PlanNode::list).orElse(List.of());
        if (nodes.size() > limits.dependencies()) {
            map.get("needs")
                    .ifPresent(node -> node.error("%d needed tasks are too many: %d are the limit"
                            .formatted(nodes.size(), limits.dependencies())));
        }
        Map<TaskId, Need> needs = new LinkedHashMap<>();
        for (PlanNode node : nodes) {
            node.name(TaskId::of).ifPresent(id -> {
                if (needs.putIfAbsent(id, new Need(id, node)) != null) twice(node, id.value());
            });
        }
        return List.copyOf(needs.values());
    }

    private Optional<GateQuestion> gate(PlanMap map) {
        Optional<String> reason = map.require("reason", "say in one sentence what the person is asked")
                .flatMap(node -> texts.shortText(node, "the reason"));
        String context = map.get("context")
                .flatMap(node -> texts.longText(node, "the context"))
                .orElse("");
        Severity severity =
                map.get("severity").flatMap(node -> node.word(Severity.class)).orElse(Severity.NORMAL);
        List<String> options = names(map, "options", node -> texts.shortText(node, "an option"));
        List<String> approvers =
                names(map, "approvers", node -> node.name(name -> new Principal.Operator(name).name()));
        Optional<Duration> deadline = map.get("deadline").flatMap(PlanNode::duration);
        GateExpiry expiry = map.get("on-expiry")
                .flatMap(node -> node.word(GateExpiry.class))
                .orElse(GateExpiry.STAY_OPEN);
        if (deadline.isPresent() && !deadline.get().isPositive()) {
            map.get("deadline")
                    .ifPresent(node -> node.error("a deadline must be longer than zero: leave it out for none"));
            return Optional.empty();
        }
        if (map.get("deadline").isEmpty()) {
            map.key("on-expiry")
                    .ifPresent(node -> node.error("nothing expires without a deadline: add one or remove this"));
        }
        return reason.filter(text -> !text.isBlank())
                .map(text -> new GateQuestion(text, context, severity, options, approvers, deadline, expiry));
    }

    private List<String> names(PlanMap map, String key, Function<PlanNode, Optional<String>> read) {
        Set<String> names = new LinkedHashSet<>();
        List<PlanNode> nodes = map.get(key).flatMap(PlanNode::list).orElse(List.of());
        if (nodes.size() > limits.metadataEntries()) {
            map.get(key)
                    .ifPresent(node ->
                            node.error(new Rejection.TooMany(key, nodes.size(), limits.metadataEntries()).sentence()));
        }
        for (PlanNode node : nodes) {
            read.apply(node).filter(name -> !names.add(name)).ifPresent(name -> twice(node, name));
        }
        return List.copyOf(names);
    }

    private static void twice(PlanNode node, String name) {
        node.error("'%s' stands here twice: remove one".formatted(PlanNode.shown(name)));
    }
}
