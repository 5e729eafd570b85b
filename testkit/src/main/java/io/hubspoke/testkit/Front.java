// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.protocol.wire.ToOrchestrator;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * The address that stays while orchestrators come and go, as a shard region's does. What comes while there is none is
 * lost.
 */
final class Front {
    /** What is in front of the orchestrator. */
    sealed interface Message {
        record Forward(ToOrchestrator message) implements Message {}

        record Start(Behavior<ToOrchestrator> orchestrator) implements Message {}

        record Stop() implements Message {}
    }

    private @Nullable ActorRef<ToOrchestrator> orchestrator;
    private int starts;

    private Front() {}

    static Behavior<Message> create() {
        return Behaviors.setup(context -> {
            Front front = new Front();
            return Behaviors.receiveMessage(message -> {
                switch (message) {
                    case Message.Forward(ToOrchestrator forwarded) -> {
                        if (front.orchestrator != null) front.orchestrator.tell(forwarded);
                    }
                    case Message.Start start -> {
                        if (front.orchestrator == null)
                            front.orchestrator = context.spawn(start.orchestrator(), "orchestrator-" + ++front.starts);
                    }
                    case Message.Stop stop -> {
                        if (front.orchestrator != null) context.stop(front.orchestrator);
                        front.orchestrator = null;
                    }
                }
                return Behaviors.same();
            });
        });
    }

    /** What agents and operators are given. */
    static Behavior<ToOrchestrator> address(ActorRef<Message> front) {
        return Behaviors.receiveMessage(message -> {
            front.tell(new Message.Forward(message));
            return Behaviors.same();
        });
    }
}
