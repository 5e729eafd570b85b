// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.agent.AgentActor;
import io.hubspoke.agent.AgentSettings;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.spi.Agent;
import java.util.function.Supplier;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/** An author's agent in the production host, which attaches and retries by itself. */
final class RealHost implements Guest {
    private final AgentId id;
    private final Supplier<Agent> agents;
    private final ActorRef<ToOrchestrator> hub;
    private final AgentSettings settings;
    private final ActorTestKit actors;
    private final Cable cable = new Cable();
    private @Nullable ActorRef<ToAgent> actor;
    private @Nullable ActorRef<ToOrchestrator> way;
    private long incarnation;

    RealHost(
            AgentId id,
            long lastIncarnation,
            Supplier<Agent> agents,
            ActorRef<ToOrchestrator> hub,
            AgentSettings settings,
            ActorTestKit actors) {
        this.id = id;
        incarnation = lastIncarnation;
        this.agents = agents;
        this.hub = hub;
        this.settings = settings;
        this.actors = actors;
    }

    @Override
    public void die() {
        if (actor != null) actors.stop(actor);
        if (way != null) actors.stop(way);
        actor = null;
        way = null;
    }

    @Override
    public void comeBack() {
        die();
        hear();
        way = actors.spawn(cable.to(hub));
        actor = actors.spawn(AgentActor.create(id, agents.get(), way, settings, () -> ++incarnation));
    }

    @Override
    public void silence() {
        cable.cut();
    }

    @Override
    public void hear() {
        cable.mend();
    }

    @Override
    public void hubIsBack() {
        // It notices by itself, as time passes.
    }
}
