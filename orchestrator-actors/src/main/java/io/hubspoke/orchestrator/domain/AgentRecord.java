// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.Usage;
import java.util.Optional;
import org.pcollections.TreePSet;

/**
 * What the hub knows of one agent.
 *
 * @param registered the revision of its registration; first registered, first asked
 * @param incarnation of the host that is attached; 0 when none is
 * @param lastIncarnation of the host that is or was attached; 0 before the first
 * @param pausedByOperator apart from any gate
 * @param holds the open gates that hold it
 * @param assignment the task whose lease it holds
 */
public record AgentRecord(
        AgentSpec spec,
        long registered,
        long incarnation,
        long lastIncarnation,
        boolean pausedByOperator,
        boolean stopped,
        TreePSet<GateId> holds,
        Optional<TaskId> assignment,
        Usage usage) {

    static AgentRecord enrolled(AgentSpec spec, long revision) {
        return new AgentRecord(spec, revision, 0, 0, false, false, TreePSet.empty(), Optional.empty(), Usage.NONE);
    }

    public AgentId id() {
        return spec.id();
    }

    public AgentType type() {
        return spec.type();
    }

    public boolean attached() {
        return incarnation != 0;
    }

    /** Held by an operator or by a gate. */
    public boolean paused() {
        return pausedByOperator || !holds.isEmpty();
    }

    public AgentStatus status() {
        if (stopped) return AgentStatus.STOPPED;
        if (paused()) return AgentStatus.PAUSED;
        return assignment.isPresent() ? AgentStatus.ACTIVE : AgentStatus.IDLE;
    }

    /** May be given work now. */
    public boolean available() {
        return attached() && status() == AgentStatus.IDLE;
    }

    /** May be asked a question now, beside its work. */
    boolean askable() {
        return attached() && !stopped && !paused();
    }

    AgentRecord withIncarnation(long value) {
        long last = value == 0 ? lastIncarnation : value;
        return new AgentRecord(spec, registered, value, last, pausedByOperator, stopped, holds, assignment, usage);
    }

    AgentRecord withPausedByOperator(boolean value) {
        return new AgentRecord(
                spec, registered, incarnation, lastIncarnation, value, stopped, holds, assignment, usage);
    }

    AgentRecord withHolds(TreePSet<GateId> value) {
        return new AgentRecord(
                spec, registered, incarnation, lastIncarnation, pausedByOperator, stopped, value, assignment, usage);
    }

    AgentRecord withAssignment(Optional<TaskId> value) {
        return new AgentRecord(
                spec, registered, incarnation, lastIncarnation, pausedByOperator, stopped, holds, value, usage);
    }

    AgentRecord withUsage(Usage value) {
        return new AgentRecord(
                spec, registered, incarnation, lastIncarnation, pausedByOperator, stopped, holds, assignment, value);
    }

    AgentRecord ended() {
        return new AgentRecord(
                spec, registered, incarnation, lastIncarnation, false, true, TreePSet.empty(), Optional.empty(), usage);
    }
}
