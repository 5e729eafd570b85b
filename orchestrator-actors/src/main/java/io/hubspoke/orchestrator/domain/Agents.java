// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.AgentType;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.pcollections.TreePMap;

/** The registry. Immutable; every change gives a new one. */
public final class Agents {
    static final Agents NONE = new Agents(
            TreePMap.empty(AgentId::compareTo), TreePMap.empty(Long::compare), TreePMap.empty(AgentType::compareTo));

    private final TreePMap<AgentId, AgentRecord> byId;
    private final TreePMap<Long, AgentId> byArrival;
    /** Who may be given work now, by type and arrival. */
    private final TreePMap<AgentType, TreePMap<Long, AgentId>> available;

    private Agents(
            TreePMap<AgentId, AgentRecord> byId,
            TreePMap<Long, AgentId> byArrival,
            TreePMap<AgentType, TreePMap<Long, AgentId>> available) {
        this.byId = byId;
        this.byArrival = byArrival;
        this.available = available;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Agents of(Collection<AgentRecord> records) {
        Agents agents = NONE;
        for (AgentRecord agent : records) agents = agents.with(agent);
        return agents;
    }

    /** In the order of registration. */
    @JsonValue
    public List<AgentRecord> inOrder() {
        return byArrival.values().stream().map(this::get).toList();
    }

    public Optional<AgentRecord> find(AgentId id) {
        return Optional.ofNullable(byId.get(id));
    }

    public int size() {
        return byId.size();
    }

    boolean contains(AgentId id) {
        return byId.containsKey(id);
    }

    /** Of an agent that is known to exist: an event that names another cannot apply. */
    AgentRecord get(AgentId id) {
        AgentRecord agent = byId.get(id);
        if (agent == null) throw new IllegalStateException("agent " + id + " is not registered");
        return agent;
    }

    /** In the order of registration. */
    Collection<AgentId> availableOf(AgentType type) {
        TreePMap<Long, AgentId> agents = available.get(type);
        return agents == null ? List.of() : agents.values();
    }

    Map<AgentStatus, Integer> counts() {
        EnumMap<AgentStatus, Integer> counts = new EnumMap<>(AgentStatus.class);
        byId.values().forEach(agent -> counts.merge(agent.status(), 1, Integer::sum));
        return counts;
    }

    Agents with(AgentRecord agent) {
        AgentRecord before = byId.get(agent.id());
        TreePMap<Long, AgentId> arrivals = before == null ? byArrival.plus(agent.registered(), agent.id()) : byArrival;
        TreePMap<AgentType, TreePMap<Long, AgentId>> index = available;
        boolean was = before != null && before.available();
        if (was && !agent.available()) index = withoutAvailable(index, agent);
        if (!was && agent.available()) index = withAvailable(index, agent);
        return new Agents(byId.plus(agent.id(), agent), arrivals, index);
    }

    Agents without(AgentId id) {
        AgentRecord agent = get(id);
        return new Agents(
                byId.minus(id),
                byArrival.minus(agent.registered()),
                agent.available() ? withoutAvailable(available, agent) : available);
    }

    private static TreePMap<AgentType, TreePMap<Long, AgentId>> withAvailable(
            TreePMap<AgentType, TreePMap<Long, AgentId>> index, AgentRecord agent) {
        TreePMap<Long, AgentId> ofType = index.getOrDefault(agent.type(), TreePMap.empty(Long::compare));
        return index.plus(agent.type(), ofType.plus(agent.registered(), agent.id()));
    }

    private static TreePMap<AgentType, TreePMap<Long, AgentId>> withoutAvailable(
            TreePMap<AgentType, TreePMap<Long, AgentId>> index, AgentRecord agent) {
        TreePMap<Long, AgentId> rest =
                index.getOrDefault(agent.type(), TreePMap.empty(Long::compare)).minus(agent.registered());
        return rest.isEmpty() ? index.minus(agent.type()) : index.plus(agent.type(), rest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Agents agents && byId.equals(agents.byId);
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }

    @Override
    public String toString() {
        return inOrder().toString();
    }
}
