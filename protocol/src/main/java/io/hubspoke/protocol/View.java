// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a {@link Query} is answered with; a picture of one revision. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "view")
@JsonSubTypes({
    @JsonSubTypes.Type(value = View.Project.class, name = "project"),
    @JsonSubTypes.Type(value = View.Status.class, name = "status"),
    @JsonSubTypes.Type(value = View.Agent.class, name = "agent"),
    @JsonSubTypes.Type(value = View.Agents.class, name = "agents"),
    @JsonSubTypes.Type(value = View.Task.class, name = "task"),
    @JsonSubTypes.Type(value = View.Tasks.class, name = "tasks"),
    @JsonSubTypes.Type(value = View.Gate.class, name = "gate"),
    @JsonSubTypes.Type(value = View.Gates.class, name = "gates"),
    @JsonSubTypes.Type(value = View.Absent.class, name = "absent"),
})
public sealed interface View {

    record Project(
            ProjectId id,
            long revision,
            String phase,
            Map<String, String> metadata,
            ProjectSettings settings,
            Instant createdAt)
            implements View {}

    /**
     * Where the project stands.
     *
     * @param tasks how many tasks are in each state; states without a task are left out
     * @param agents how many agents are in each state; states without an agent are left out
     * @param letters letters accepted since the project began
     * @param lettersWaiting letters not acknowledged yet
     * @param settled nothing will move without a person: no task is waiting, assigned, running or due
     */
    record Status(
            ProjectId id,
            long revision,
            Map<TaskStatus, Integer> tasks,
            Map<AgentStatus, Integer> agents,
            int attached,
            int openGates,
            int openConsultations,
            long letters,
            long lettersWaiting,
            Usage usage,
            Budget budget,
            boolean settled)
            implements View {}

    record Agent(
            AgentId id,
            AgentSpec spec,
            AgentStatus status,
            boolean attached,
            Optional<TaskId> task,
            List<GateId> heldBy,
            long lettersWaiting,
            long lastLetter,
            Usage usage)
            implements View {}

    /** In the order of registration. */
    record Agents(List<Agent> agents) implements View {}

    /**
     * @param epoch of the last lease given; 0 when there was none
     * @param attempt the running or next attempt, from 1
     * @param agent who holds the lease
     * @param worker who did the work, from its hand-in on
     * @param waitsFor needed tasks that are not completed
     * @param gate the gate it is blocked by
     * @param notes why attempts failed and what operators added, oldest first
     */
    record Task(
            TaskId id,
            TaskSpec spec,
            TaskLimits limits,
            TaskStatus status,
            int attempt,
            long epoch,
            Optional<AgentId> agent,
            Optional<AgentId> worker,
            Optional<Instant> leaseUntil,
            Optional<Instant> dueAt,
            List<TaskId> waitsFor,
            Optional<GateId> gate,
            int percent,
            String progress,
            Optional<TaskResult> result,
            List<String> notes,
            long enqueuedRevision,
            Instant enqueuedAt,
            Optional<Instant> finishedAt)
            implements View {}

    /** In the order of arrival. */
    record Tasks(List<Task> tasks) implements View {}

    record Gate(
            GateId id,
            GateCause cause,
            GateStatus status,
            Principal asker,
            Optional<AgentId> agent,
            Optional<TaskId> task,
            GateQuestion question,
            Severity severity,
            Optional<Instant> deadline,
            Instant openedAt,
            Optional<Instant> closedAt,
            Optional<GateOutcome> outcome)
            implements View {}

    /** In the order in which they were opened. */
    record Gates(List<Gate> gates) implements View {}

    /** There is no such thing. */
    record Absent(String sentence) implements View {}
}
