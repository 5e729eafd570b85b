// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.View;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * What the outside may send to an orchestrator. Who asks is part of the envelope, and an agent can only express agent
 * commands.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToOrchestrator.ExecuteAsOperator.class, name = "execute-as-operator"),
    @JsonSubTypes.Type(value = ToOrchestrator.ExecuteAsAgent.class, name = "execute-as-agent"),
    @JsonSubTypes.Type(value = ToOrchestrator.Attach.class, name = "attach"),
    @JsonSubTypes.Type(value = ToOrchestrator.Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = ToOrchestrator.Read.class, name = "read"),
    @JsonSubTypes.Type(value = ToOrchestrator.Follow.class, name = "follow"),
})
public sealed interface ToOrchestrator extends WireMessage {
    /** Answered by one {@link Replied} with the same id. */
    record ExecuteAsOperator(CommandId id, String operator, OperatorCommand command, ActorRef<Replied> replyTo)
            implements ToOrchestrator {}

    /**
     * Answered by {@link ToAgent.Answered} with the same number, to the attached address. Numbers grow by one from the
     * one
     * that {@link ToAgent.Attached} named; the same number with the same content may be sent again.
     */
    record ExecuteAsAgent(AgentId agent, long incarnation, long number, AgentCommand command)
            implements ToOrchestrator {}

    /**
     * Connects the host of a registered agent. A new incarnation takes the place of the one before, which is told so.
     *
     * @param incarnation differs with every start of the host
     */
    record Attach(AgentId agent, long incarnation, ActorRef<ToAgent> host) implements ToOrchestrator {}

    /** Not journaled. Renews the lease named, if there is one, and shows that the host lives. */
    record Heartbeat(AgentId agent, long incarnation, Optional<Lease> lease) implements ToOrchestrator {}

    /** The right to work on one attempt of one task. */
    record Lease(TaskId task, long epoch) {}

    record Read(Query query, ActorRef<View> replyTo) implements ToOrchestrator {}

    /**
     * Sends every event committed after {@code afterRevision} from memory as it is committed; a local follower only.
     */
    record Follow(ActorRef<Committed> follower) implements ToOrchestrator {}
}
