// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A task as it is enqueued.
 *
 * @param type what sort of work it is; free text that agents may look at
 * @param agentType who may do it; empty only for a task that is nothing but a gate
 * @param inputs facts for the agent, ordered by name
 * @param needs tasks that must be completed first
 * @param checks shell commands that another agent must see succeed before the task counts as done; empty means no
 *     verification
 * @param verifier the type of agent that verifies; empty means {@link AgentType#VERIFIER} when there are checks
 * @param gate what a person must approve before the task starts
 * @param limits overrides of the project's defaults
 */
public record TaskSpec(
        TaskId id,
        String type,
        Optional<AgentType> agentType,
        Priority priority,
        String title,
        String instructions,
        Map<String, String> inputs,
        List<TaskId> needs,
        List<String> checks,
        Optional<AgentType> verifier,
        Optional<GateQuestion> gate,
        Optional<TaskLimits> limits,
        OnDependencyFailure onDependencyFailure) {

    public TaskSpec {
        if (agentType.isEmpty() && gate.isEmpty()) {
            throw new IllegalArgumentException("task " + id + " needs an agent type or a gate");
        }
        if (agentType.isEmpty() && (!checks.isEmpty() || verifier.isPresent())) {
            throw new IllegalArgumentException(
                    "task " + id + " has checks but no agent type: nothing would be checked");
        }
        inputs = Ordered.byName(inputs);
        needs = needs.isEmpty() ? List.of() : needs.stream().distinct().sorted().toList();
        checks = List.copyOf(checks);
    }

    public static TaskSpec of(TaskId id, AgentType agentType, String title) {
        return new TaskSpec(
                id,
                "task",
                Optional.of(agentType),
                Priority.NORMAL,
                title,
                "",
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OnDependencyFailure.WAIT);
    }

    /** A task that is nothing but a person's decision. */
    public static TaskSpec gate(TaskId id, GateQuestion question) {
        return new TaskSpec(
                id,
                "gate",
                Optional.empty(),
                Priority.NORMAL,
                question.reason(),
                "",
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.of(question),
                Optional.empty(),
                OnDependencyFailure.WAIT);
    }

    /** Whether another agent must verify the work before it counts as done. */
    public boolean verified() {
        return !checks.isEmpty() || verifier.isPresent();
    }

    /** Who verifies; meaningful only when {@link #verified()}. */
    public AgentType verifierType() {
        return verifier.orElse(AgentType.VERIFIER);
    }

    public TaskSpec withPriority(Priority value) {
        return new TaskSpec(
                id,
                type,
                agentType,
                value,
                title,
                instructions,
                inputs,
                needs,
                checks,
                verifier,
                gate,
                limits,
                onDependencyFailure);
    }

    public TaskSpec withInstructions(String text) {
        return new TaskSpec(
                id,
                type,
                agentType,
                priority,
                title,
                text,
                inputs,
                needs,
                checks,
                verifier,
                gate,
                limits,
                onDependencyFailure);
    }

    public TaskSpec withInputs(Map<String, String> facts) {
        return new TaskSpec(
                id,
                type,
                agentType,
                priority,
                title,
                instructions,
                facts,
                needs,
                checks,
                verifier,
                gate,
                limits,
                onDependencyFailure);
    }

    public TaskSpec withNeeds(List<TaskId> tasks) {
        return new TaskSpec(
                id,
                type,
                agentType,
                priority,
                title,
                instructions,
                inputs,
                tasks,
                checks,
                verifier,
                gate,
                limits,
                onDependencyFailure);
    }

    public TaskSpec withChecks(List<String> commands) {
        return new TaskSpec(
                id,
                type,
                agentType,
                priority,
                title,
                instructions,
                inputs,
                needs,
                commands,
                verifier,
                gate,
                limits,
                onDependencyFailure);
    }

    public TaskSpec withVerifier(AgentType agents) {
        return new TaskSpec(
                id,
                type,
                agentType,
                priority,
                title,
                instructions,
                inputs,
                needs,
                checks,
                Optional.of(agents),
                gate,
                limits,
                onDependencyFailure);
    }

    public TaskSpec withGate(GateQuestion question) {
        return new TaskSpec(
                id,
                type,
                agentType,
                priority,
                title,
                instructions,
                inputs,
                needs,
                checks,
                verifier,
                Optional.of(question),
                limits,
                onDependencyFailure);
    }

    public TaskSpec withLimits(TaskLimits own) {
        return new TaskSpec(
                id,
                type,
                agentType,
                priority,
                title,
                instructions,
                inputs,
                needs,
                checks,
                verifier,
                gate,
                Optional.of(own),
                onDependencyFailure);
    }

    public TaskSpec withOnDependencyFailure(OnDependencyFailure rule) {
        return new TaskSpec(
                id,
                type,
                agentType,
                priority,
                title,
                instructions,
                inputs,
                needs,
                checks,
                verifier,
                gate,
                limits,
                rule);
    }
}
