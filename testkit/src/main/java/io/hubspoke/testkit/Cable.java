// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.protocol.wire.ToOrchestrator.Attach;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The network between a real host and the hub, which a test can cut: what is sent meanwhile is lost, and nobody is
 * told. The hub knows the host by the cable's end, so its own words run through the cable too; the end goes with the
 * host.
 */
final class Cable {
    private volatile boolean cut;

    void cut() {
        cut = true;
    }

    void mend() {
        cut = false;
    }

    /** What the host takes for the hub. */
    Behavior<ToOrchestrator> to(ActorRef<ToOrchestrator> hub) {
        return Behaviors.setup(context -> {
            Map<ActorRef<ToAgent>, ActorRef<ToAgent>> ends = new HashMap<>();
            return Behaviors.receiveMessage(message -> {
                if (cut) return Behaviors.same();
                hub.tell(
                        message instanceof Attach attach
                                ? new Attach(
                                        attach.agent(),
                                        attach.incarnation(),
                                        ends.computeIfAbsent(attach.host(), host -> context.spawnAnonymous(from(host))))
                                : message);
                return Behaviors.same();
            });
        });
    }

    /** What the hub takes for the host. */
    private Behavior<ToAgent> from(ActorRef<ToAgent> host) {
        return Behaviors.setup(context -> {
            context.watch(host);
            return Behaviors.receive(ToAgent.class)
                    .onSignal(Terminated.class, ended -> Behaviors.stopped())
                    .onAnyMessage(message -> {
                        if (!cut) host.tell(message);
                        return Behaviors.same();
                    })
                    .build();
        });
    }
}
