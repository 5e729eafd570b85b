// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.spi.AgentContext;
import java.util.List;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.SupervisorStrategy;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the agents of one project in this process, one {@link AgentActor} each. An actor that fails is started again
 * after a pause, as a new incarnation with a fresh agent; one that was dismissed by the hub stays away until it is
 * started again.
 */
public final class AgentHost {
    private static final Logger LOG = LoggerFactory.getLogger(AgentHost.class);

    private final ActorContext<Start> context;
    private final AgentContext where;
    private final RecipientRef<ToOrchestrator> hub;
    private final AgentProviders providers;
    private final AgentSettings settings;

    /** Starts an agent, unless it runs already. It must have no {@linkplain AgentProviders#problems problems}. */
    public record Start(AgentSpec agent) implements NoSerializationVerificationNeeded {}

    /** Starts these agents at once; more may follow by {@link Start}. They end with the host. */
    public static Behavior<Start> create(
            List<AgentSpec> agents,
            AgentContext where,
            RecipientRef<ToOrchestrator> hub,
            AgentProviders providers,
            AgentSettings settings) {
        return Behaviors.setup(context -> {
            AgentHost host = new AgentHost(context, where, hub, providers, settings);
            agents.forEach(host::start);
            return Behaviors.receiveMessage(order -> {
                host.start(order.agent());
                return Behaviors.same();
            });
        });
    }

    /** One agent with its supervision, to be spawned by whoever runs agents elsewhere. */
    public static Behavior<ToAgent> hosting(
            AgentSpec agent,
            AgentContext where,
            RecipientRef<ToOrchestrator> hub,
            AgentProviders providers,
            AgentSettings settings) {
        Behavior<ToAgent> actor = AgentActor.hosting(
                agent.id(), () -> providers.make(agent, where), hub, settings, AgentActor::newIncarnation);
        return Behaviors.supervise(actor)
                .onFailure(SupervisorStrategy.restartWithBackoff(settings.retryPause(), settings.retryPauseMax(), 0.2));
    }

    private AgentHost(
            ActorContext<Start> context,
            AgentContext where,
            RecipientRef<ToOrchestrator> hub,
            AgentProviders providers,
            AgentSettings settings) {
        this.context = context;
        this.where = where;
        this.hub = hub;
        this.providers = providers;
        this.settings = settings;
    }

    private void start(AgentSpec agent) {
        String name = "agent-" + agent.id();
        if (context.getChild(name).isPresent()) {
            LOG.debug("agent {} runs already", agent.id());
            return;
        }
        context.spawn(hosting(agent, where, hub, providers, settings), name);
    }
}
