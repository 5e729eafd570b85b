// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Optional;

/** What may be read of a project. A query changes nothing and is answered from committed state only. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Query.Project.class, name = "project"),
    @JsonSubTypes.Type(value = Query.Status.class, name = "status"),
    @JsonSubTypes.Type(value = Query.Agent.class, name = "agent"),
    @JsonSubTypes.Type(value = Query.Agents.class, name = "agents"),
    @JsonSubTypes.Type(value = Query.Task.class, name = "task"),
    @JsonSubTypes.Type(value = Query.Tasks.class, name = "tasks"),
    @JsonSubTypes.Type(value = Query.NextTask.class, name = "next-task"),
    @JsonSubTypes.Type(value = Query.Gate.class, name = "gate"),
    @JsonSubTypes.Type(value = Query.Gates.class, name = "gates"),
})
public sealed interface Query {
    /** Answered by {@link View.Project}. */
    record Project() implements Query {}

    /** Answered by {@link View.Status}. */
    record Status() implements Query {}

    /** Answered by {@link View.Agent}. */
    record Agent(AgentId agent) implements Query {}

    /** All agents, or those of one type; answered by {@link View.Agents}. */
    record Agents(Optional<AgentType> agentType) implements Query {}

    /** Answered by {@link View.Task}. */
    record Task(TaskId task) implements Query {}

    /** Answered by {@link View.Tasks}. */
    record Tasks() implements Query {}

    /** The task that would be given next to an agent of this type, without taking it; {@link View.Task} or absent. */
    record NextTask(AgentType agentType) implements Query {}

    /** Answered by {@link View.Gate}. */
    record Gate(GateId gate) implements Query {}

    /** Answered by {@link View.Gates}. */
    record Gates(boolean openOnly) implements Query {}
}
