// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.agent.AgentActor;
import io.hubspoke.agent.AgentSettings;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.spi.Agent;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.jspecify.annotations.Nullable;

/** An author's agent in the production host, which attaches and retries by itself. */
final class RealHost implements Guest {
    private final AgentId id;
    private final Supplier<Agent> agents;
    private final ActorRef<ToOrchestrator> hub;
    private final AgentSettings settings;
    private final Function<Behavior<ToAgent>, ActorRef<ToAgent>> spawn;
    private final Consumer<ActorRef<ToAgent>> stop;
    private @Nullable ActorRef<ToAgent> actor;
    private long incarnation;

    RealHost(
            AgentId id,
            long lastIncarnation,
            Supplier<Agent> agents,
            ActorRef<ToOrchestrator> hub,
            AgentSettings settings,
            Function<Behavior<ToAgent>, ActorRef<ToAgent>> spawn,
            Consumer<ActorRef<ToAgent>> stop) {
        this.id = id;
        incarnation = lastIncarnation;
        this.agents = agents;
        this.hub = hub;
        this.settings = settings;
        this.spawn = spawn;
        this.stop = stop;
    }

    @Override
    public void die() {
        if (actor != null) stop.accept(actor);
        actor = null;
    }

    @Override
    public void comeBack() {
        die();
        actor = spawn.apply(AgentActor.create(id, agents.get(), hub, settings, () -> ++incarnation));
    }

    @Override
    public void silence() {
        throw new UnsupportedOperationException(
                "agent %s runs in its real host: only a played agent can fall silent; let it die instead"
                        .formatted(id));
    }

    @Override
    public void hear() {
        silence();
    }

    @Override
    public void hubIsBack() {
        // It notices by itself, as time passes.
    }
}
