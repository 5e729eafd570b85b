// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** The kinds of agents that can be made here, by name. */
public final class AgentProviders {
    private final SortedMap<String, AgentProvider> byKind = new TreeMap<>();

    /** @throws IllegalArgumentException when two providers have the same kind */
    public AgentProviders(Collection<? extends AgentProvider> providers) {
        for (AgentProvider provider : providers) {
            AgentProvider other = byKind.putIfAbsent(provider.kind(), provider);
            if (other != null) {
                throw new IllegalArgumentException("two providers have the kind '%s': %s and %s"
                        .formatted(
                                provider.kind(),
                                other.getClass().getName(),
                                provider.getClass().getName()));
            }
        }
    }

    /** All providers on the class path. */
    public static AgentProviders load() {
        return new AgentProviders(ServiceLoader.load(AgentProvider.class).stream()
                .map(ServiceLoader.Provider::get)
                .toList());
    }

    public Set<String> kinds() {
        return Collections.unmodifiableSet(byKind.keySet());
    }

    public Optional<AgentProvider> find(String kind) {
        return Optional.ofNullable(byKind.get(kind));
    }

    /** What is wrong with an agent, a sentence each that says what to write; empty when it can be made. */
    public List<String> problems(AgentSpec agent) {
        return find(agent.kind())
                .map(provider -> provider.problems(agent))
                .orElseGet(() -> List.of(
                        "kind '%s' is unknown: use one of %s".formatted(agent.kind(), String.join(", ", kinds()))));
    }

    /** @throws IllegalArgumentException with the first problem, when there are any */
    public Agent make(AgentSpec agent, AgentContext context) {
        List<String> problems = problems(agent);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("agent %s: %s".formatted(agent.id(), problems.getFirst()));
        }
        return find(agent.kind()).orElseThrow().create(agent, context);
    }
}
