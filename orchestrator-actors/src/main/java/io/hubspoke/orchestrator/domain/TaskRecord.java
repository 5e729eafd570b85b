// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the hub knows of one task.
 *
 * @param epoch of the last lease given, 0 before the first; it only grows
 * @param lease the right to work on it now
 * @param gate the gate that blocks it, or that was opened when it failed
 * @param gateApproved its own gate was approved
 * @param retriedAt the revision of the last manual retry: decisions made before are not recalled
 */
public record TaskRecord(
        TaskSpec spec,
        TaskLimits limits,
        Arrival arrival,
        TaskStatus status,
        long epoch,
        Optional<Lease> lease,
        Attempts attempts,
        Work work,
        Optional<GateId> gate,
        boolean gateApproved,
        long retriedAt,
        Optional<Instant> finishedAt) {

    /** The longest note kept on a task, in characters: all notes go with every assignment. The journal has the rest. */
    static final int NOTE_CHARACTERS_MAX = 2_000;

    /** The most notes kept on one task; older ones are in the journal. */
    static final int NOTES_MAX = 20;

    public TaskRecord {
        // Most tasks have these, and a project may have a million of them.
        if (limits.equals(TaskLimits.DEFAULT)) limits = TaskLimits.DEFAULT;
        if (attempts.equals(Attempts.NONE)) attempts = Attempts.NONE;
    }

    /** When it was enqueued. */
    public record Arrival(long revision, Instant at) {}

    /** The right of one agent to work on one attempt, until the instant named or the next heartbeat. */
    public record Lease(AgentId agent, Purpose purpose, Instant until) {}

    /**
     * What has gone wrong so far.
     *
     * @param failures failed attempts since the last manual retry
     * @param losses leases lost since then
     * @param dueAt when the next attempt may start, while it waits for that
     * @param notes reasons and operators' notes, oldest first
     */
    public record Attempts(int failures, int losses, Optional<Instant> dueAt, List<String> notes) {
        static final Attempts NONE = new Attempts(0, 0, Optional.empty(), List.of());

        public Attempts {
            notes = List.copyOf(notes);
        }

        Attempts failed(String reason) {
            return new Attempts(failures + 1, losses, Optional.empty(), noted(reason));
        }

        Attempts lost() {
            return new Attempts(failures, losses + 1, dueAt, notes);
        }

        Attempts due(Optional<Instant> instant) {
            return new Attempts(failures, losses, instant, notes);
        }

        Attempts retried(String note) {
            return new Attempts(0, 0, Optional.empty(), note.isBlank() ? notes : noted(note));
        }

        private List<String> noted(String note) {
            List<String> all = new ArrayList<>(notes.size() < NOTES_MAX ? notes : notes.subList(1, notes.size()));
            all.add(note.length() <= NOTE_CHARACTERS_MAX ? note : note.substring(0, NOTE_CHARACTERS_MAX - 1) + "…");
            return all;
        }
    }

    /**
     * What has been done so far.
     *
     * @param worker who handed in the result
     */
    public record Work(Optional<AgentId> worker, Optional<TaskResult> result, int percent, String progress) {
        static final Work NONE = new Work(Optional.empty(), Optional.empty(), 0, "");
    }

    static TaskRecord pending(TaskSpec spec, TaskLimits limits, Arrival arrival) {
        return new TaskRecord(
                spec,
                limits,
                arrival,
                TaskStatus.PENDING,
                0,
                Optional.empty(),
                Attempts.NONE,
                Work.NONE,
                Optional.empty(),
                false,
                0,
                Optional.empty());
    }

    public TaskId id() {
        return spec.id();
    }

    /** The attempt that runs or comes next, from 1. */
    public int attempt() {
        return attempts.failures() + 1;
    }

    /** The type of agent that it waits for; empty when it waits for no agent. */
    public Optional<AgentType> queuedFor() {
        return switch (status) {
            case READY -> spec.agentType();
            case VERIFYING -> lease.isEmpty() ? Optional.of(spec.verifierType()) : Optional.empty();
            case PENDING, BLOCKED, ASSIGNED, RUNNING, RETRYING, COMPLETED, FAILED, CANCELED -> Optional.empty();
        };
    }

    /** What the next assignment is for. */
    public Purpose purpose() {
        return status == TaskStatus.VERIFYING ? Purpose.VERIFY : Purpose.WORK;
    }

    /** Whose work is to be verified, which must not be by the same agent; empty when there is nothing to verify. */
    Optional<AgentId> notVerifiedBy() {
        return purpose() == Purpose.VERIFY ? work.worker() : Optional.empty();
    }

    /** The instant at which time alone changes it. */
    Optional<Instant> timer() {
        return lease.isPresent() ? lease.map(Lease::until) : attempts.dueAt();
    }

    boolean leasedTo(AgentId agent, long leaseEpoch) {
        return epoch == leaseEpoch
                && lease.filter(held -> held.agent().equals(agent)).isPresent();
    }

    QueueKey queueKey() {
        return new QueueKey(spec.priority().value(), arrival.revision());
    }

    TaskRecord withStatus(TaskStatus value) {
        return new TaskRecord(
                spec, limits, arrival, value, epoch, lease, attempts, work, gate, gateApproved, retriedAt, finishedAt);
    }

    TaskRecord withSpec(TaskSpec value) {
        return new TaskRecord(
                value,
                limits,
                arrival,
                status,
                epoch,
                lease,
                attempts,
                work,
                gate,
                gateApproved,
                retriedAt,
                finishedAt);
    }

    TaskRecord withLease(Lease value, long newEpoch) {
        return new TaskRecord(
                spec,
                limits,
                arrival,
                status,
                newEpoch,
                Optional.of(value),
                attempts,
                work,
                gate,
                gateApproved,
                retriedAt,
                finishedAt);
    }

    TaskRecord withoutLease() {
        return new TaskRecord(
                spec,
                limits,
                arrival,
                status,
                epoch,
                Optional.empty(),
                attempts,
                work,
                gate,
                gateApproved,
                retriedAt,
                finishedAt);
    }

    TaskRecord withAttempts(Attempts value) {
        return new TaskRecord(
                spec, limits, arrival, status, epoch, lease, value, work, gate, gateApproved, retriedAt, finishedAt);
    }

    TaskRecord withWork(Work value) {
        return new TaskRecord(
                spec,
                limits,
                arrival,
                status,
                epoch,
                lease,
                attempts,
                value,
                gate,
                gateApproved,
                retriedAt,
                finishedAt);
    }

    TaskRecord withGate(Optional<GateId> value) {
        return new TaskRecord(
                spec,
                limits,
                arrival,
                status,
                epoch,
                lease,
                attempts,
                work,
                value,
                gateApproved,
                retriedAt,
                finishedAt);
    }

    TaskRecord withGateApproved(boolean value) {
        return new TaskRecord(
                spec, limits, arrival, status, epoch, lease, attempts, work, gate, value, retriedAt, finishedAt);
    }

    /** Ends it: no lease and no timer is left. */
    TaskRecord finished(TaskStatus value, Instant at) {
        return new TaskRecord(
                spec,
                limits,
                arrival,
                value,
                epoch,
                Optional.empty(),
                attempts.due(Optional.empty()),
                work,
                gate,
                gateApproved,
                retriedAt,
                Optional.of(at));
    }

    /** Starts it anew; the epoch stays, and so does the approval of its own gate. */
    TaskRecord retried(String note, long revision) {
        return new TaskRecord(
                spec,
                limits,
                arrival,
                TaskStatus.PENDING,
                epoch,
                Optional.empty(),
                attempts.retried(note),
                Work.NONE,
                Optional.empty(),
                gateApproved,
                revision,
                Optional.empty());
    }
}
