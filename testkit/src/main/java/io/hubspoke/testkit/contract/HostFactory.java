// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.agent.AgentHost;
import io.hubspoke.agent.AgentProviders;
import io.hubspoke.agent.AgentSettings;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import java.util.List;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;

/** What runs the agent: the product's host, or a wrong one that shows that the checks notice it. */
interface HostFactory {
    Behavior<ToAgent> host(
            AgentSpec agent,
            AgentContext where,
            ActorRef<ToOrchestrator> hub,
            AgentProvider provider,
            AgentSettings settings);

    /** The one that projects run. */
    HostFactory PRODUCTION = (agent, where, hub, provider, settings) ->
            AgentHost.hosting(agent, where, hub, new AgentProviders(List.of(provider)), settings);
}
