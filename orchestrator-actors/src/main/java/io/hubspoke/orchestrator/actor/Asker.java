// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToAgent;
import org.apache.pekko.actor.typed.ActorRef;

/** Who waits for the reply to a command. */
sealed interface Asker {
    record Operator(CommandId id, ActorRef<Replied> replyTo) implements Asker {}

    record Agent(AgentId agent, long number, ActorRef<ToAgent> host) implements Asker {}

    /** A host that wants to be attached. */
    record Host(AgentId agent, long incarnation, ActorRef<ToAgent> host) implements Asker {}

    /** The hub itself: nobody is told. */
    record Hub() implements Asker {}

    Asker HUB = new Hub();

    /**
     * Tells the reply; a host that wants to be attached hears of refusals only, its acceptance is more than a reply.
     */
    default void answer(Reply reply) {
        switch (this) {
            case Operator operator -> operator.replyTo().tell(new Replied(operator.id(), reply));
            case Agent agent -> agent.host().tell(new ToAgent.Answered(agent.number(), reply));
            case Host host -> refuse(host, reply);
            case Hub hub -> {}
        }
    }

    private static void refuse(Host host, Reply reply) {
        switch (reply) {
            case Reply.Accepted accepted -> {}
            case Reply.Rejected rejected ->
                host.host().tell(new ToAgent.AttachRefused(host.incarnation(), rejected.rejection()));
            case Reply.Undetermined unknown ->
                host.host()
                        .tell(new ToAgent.AttachRefused(
                                host.incarnation(), new Rejection.Overloaded(unknown.retryAfterMillis())));
        }
    }
}
