// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import io.hubspoke.agent.AgentHost;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.wire.Committed;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** The root actor of this process: starts and ends the agents, and listens for whoever follows. */
final class Guardian {
    /** A hub that was started anew, after trouble with its journal, knows its followers again after this long. */
    private static final Duration FOLLOW_AGAIN = Duration.ofSeconds(2);

    private final ActorContext<Order> context;
    private final List<ActorRef<AgentHost.Start>> hosts = new ArrayList<>();

    private Guardian(ActorContext<Order> context) {
        this.context = context;
    }

    sealed interface Order extends NoSerializationVerificationNeeded {}

    record Host(Behavior<AgentHost.Start> agents) implements Order {}

    record Unhost(CompletableFuture<Done> ended) implements Order {}

    record Follow(RecipientRef<ToOrchestrator> hub, Consumer<List<Recorded>> follower, CompletableFuture<Done> started)
            implements Order {}

    private record FollowAgain(RecipientRef<ToOrchestrator> hub, ActorRef<Committed> follower) implements Order {}

    private record Ended(ActorRef<AgentHost.Start> host, CompletableFuture<Done> told) implements Order {}

    static Behavior<Order> create() {
        return Behaviors.setup(context -> {
            Guardian guardian = new Guardian(context);
            return Behaviors.receiveMessage(guardian::carry);
        });
    }

    private Behavior<Order> carry(Order order) {
        switch (order) {
            case Host host -> hosts.add(context.spawn(host.agents(), "agents-" + (hosts.size() + 1)));
            case Unhost unhost -> unhost(unhost);
            case Follow follow -> follow(follow);
            case FollowAgain again -> followAgain(again);
            case Ended ended -> ended(ended);
        }
        return Behaviors.same();
    }

    private void unhost(Unhost unhost) {
        if (hosts.isEmpty()) unhost.ended().complete(Done.getInstance());
        for (ActorRef<AgentHost.Start> host : hosts) {
            context.watchWith(host, new Ended(host, unhost.ended()));
            context.stop(host);
        }
    }

    private void ended(Ended ended) {
        hosts.remove(ended.host());
        if (hosts.isEmpty()) ended.told().complete(Done.getInstance());
    }

    private void follow(Follow follow) {
        ActorRef<Committed> follower = context.spawn(
                Behaviors.receiveMessage(committed -> {
                    follow.follower().accept(committed.events());
                    return Behaviors.same();
                }),
                "follower");
        followAgain(new FollowAgain(follow.hub(), follower));
        follow.started().complete(Done.getInstance());
    }

    private void followAgain(FollowAgain again) {
        again.hub().tell(new ToOrchestrator.Follow(again.follower()));
        context.scheduleOnce(FOLLOW_AGAIN, context.getSelf(), again);
    }
}
