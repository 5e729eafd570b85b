// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.actor.OrchestratorMessage.FollowerGone;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.wire.Committed;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** Those who are told of every commit, until they end. */
final class Followers {
    private final ActorContext<OrchestratorMessage> context;
    private final Set<ActorRef<Committed>> followers = new LinkedHashSet<>();

    Followers(ActorContext<OrchestratorMessage> context) {
        this.context = context;
    }

    void add(ActorRef<Committed> follower) {
        if (followers.add(follower)) context.watchWith(follower, new FollowerGone(follower));
    }

    void remove(ActorRef<Committed> follower) {
        followers.remove(follower);
    }

    void tell(List<Recorded> events) {
        if (followers.isEmpty()) return;
        Committed committed = new Committed(events);
        followers.forEach(follower -> follower.tell(committed));
    }
}
