// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.TaskId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/** All gates, open and closed: decisions are never forgotten. */
public final class Gates {
    static final Gates NONE = new Gates(TreePMap.empty(), TreePSet.empty(), TreePMap.empty(), TreePSet.empty());

    private final TreePMap<GateId, GateRecord> byId;
    private final TreePSet<GateId> open;
    private final TreePMap<TaskId, TreePSet<GateId>> byTask;
    private final TreePSet<Timer<GateId>> timers;

    private Gates(
            TreePMap<GateId, GateRecord> byId,
            TreePSet<GateId> open,
            TreePMap<TaskId, TreePSet<GateId>> byTask,
            TreePSet<Timer<GateId>> timers) {
        this.byId = byId;
        this.open = open;
        this.byTask = byTask;
        this.timers = timers;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Gates of(Collection<GateRecord> records) {
        Gates gates = NONE;
        for (GateRecord gate : records) gates = gates.with(gate);
        return gates;
    }

    /** In the order in which they were opened. */
    @JsonValue
    public Collection<GateRecord> inOrder() {
        return byId.values();
    }

    public List<GateRecord> open() {
        return open.stream().map(this::get).toList();
    }

    public int openCount() {
        return open.size();
    }

    public Optional<GateRecord> find(GateId id) {
        return Optional.ofNullable(byId.get(id));
    }

    GateRecord get(GateId id) {
        return find(id).orElseThrow(() -> new IllegalStateException("gate " + id + " does not exist"));
    }

    GateId next() {
        return new GateId(byId.isEmpty() ? 1 : byId.lastKey().number() + 1);
    }

    /** Gates of this task, oldest first. */
    public List<GateRecord> of(TaskId task) {
        TreePSet<GateId> gates = byTask.get(task);
        return gates == null ? List.of() : gates.stream().map(this::get).toList();
    }

    public Optional<GateRecord> openOf(TaskId task) {
        return of(task).stream().filter(GateRecord::open).findFirst();
    }

    Optional<Instant> nextTimer() {
        return Timer.earliest(timers);
    }

    List<GateId> due(Instant now, int limit) {
        return timers.stream()
                .takeWhile(timer -> !timer.at().isAfter(now))
                .limit(limit)
                .map(Timer::id)
                .toList();
    }

    Gates with(GateRecord gate) {
        GateRecord before = byId.get(gate.id());
        TreePMap<TaskId, TreePSet<GateId>> index = byTask;
        if (before == null && gate.task().isPresent()) {
            TaskId task = gate.task().get();
            index = index.plus(task, index.getOrDefault(task, TreePSet.empty()).plus(gate.id()));
        }
        return new Gates(
                byId.plus(gate.id(), gate),
                gate.open() ? open.plus(gate.id()) : open.minus(gate.id()),
                index,
                Timer.moved(timers, gate.id(), before == null ? Optional.empty() : before.timer(), gate.timer()));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Gates gates && byId.equals(gates.byId);
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }

    @Override
    public String toString() {
        return byId.values().toString();
    }
}
