// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.LeaseRenewal;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.wire.ToOrchestrator.Lease;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The heartbeats seen since the last tick. They are kept in memory and reach the journal once a lease time, with a
 * tick.
 */
final class Renewals {
    private final Map<TaskId, LeaseRenewal> byTask = new TreeMap<>();

    /** A heartbeat counts for the lease that its agent holds, and for no other. */
    void heartbeat(ProjectState state, AgentId agent, Lease lease, Instant now) {
        live(state, agent, lease.task())
                .filter(task -> task.epoch() == lease.epoch())
                .ifPresent(task -> renew(task, now));
    }

    /** After the journal was read: the hub was down, not the agents, so each lease holds for its full time again. */
    void grantAll(ProjectState state, Instant now) {
        for (AgentRecord agent : state.agents().inOrder()) {
            agent.assignment().flatMap(task -> live(state, agent.id(), task)).ifPresent(task -> renew(task, now));
        }
    }

    /** What a tick passes on; renewals of leases that have ended are forgotten. */
    List<LeaseRenewal> seen(ProjectState state) {
        byTask.values()
                .removeIf(renewal -> state.tasks()
                        .find(renewal.task())
                        .filter(task -> task.lease().isPresent() && task.epoch() == renewal.epoch())
                        .isEmpty());
        return List.copyOf(byTask.values());
    }

    private void renew(TaskRecord task, Instant now) {
        byTask.put(
                task.id(),
                new LeaseRenewal(task.id(), task.epoch(), now.plus(task.limits().lease())));
    }

    private static Optional<TaskRecord> live(ProjectState state, AgentId agent, TaskId id) {
        return state.tasks()
                .find(id)
                .filter(task -> task.lease()
                        .filter(lease -> lease.agent().equals(agent))
                        .isPresent());
    }
}
