// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What has happened: the public format of the journal. The type names are stable; a changed shape gets a new version
 * and
 * an upcaster. When, by whom and through which command stands beside it in {@link Recorded}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Event.ProjectCreated.class, name = "project-created"),
    @JsonSubTypes.Type(value = Event.ProjectUpdated.class, name = "project-updated"),
    @JsonSubTypes.Type(value = Event.AgentRegistered.class, name = "agent-registered"),
    @JsonSubTypes.Type(value = Event.AgentUnregistered.class, name = "agent-unregistered"),
    @JsonSubTypes.Type(value = Event.AgentAttached.class, name = "agent-attached"),
    @JsonSubTypes.Type(value = Event.AgentDetached.class, name = "agent-detached"),
    @JsonSubTypes.Type(value = Event.AgentPaused.class, name = "agent-paused"),
    @JsonSubTypes.Type(value = Event.AgentResumed.class, name = "agent-resumed"),
    @JsonSubTypes.Type(value = Event.AgentStopped.class, name = "agent-stopped"),
    @JsonSubTypes.Type(value = Event.TaskEnqueued.class, name = "task-enqueued"),
    @JsonSubTypes.Type(value = Event.TaskReady.class, name = "task-ready"),
    @JsonSubTypes.Type(value = Event.TaskBlocked.class, name = "task-blocked"),
    @JsonSubTypes.Type(value = Event.TaskAssigned.class, name = "task-assigned"),
    @JsonSubTypes.Type(value = Event.TaskStarted.class, name = "task-started"),
    @JsonSubTypes.Type(value = Event.TaskProgressed.class, name = "task-progressed"),
    @JsonSubTypes.Type(value = Event.LeaseRenewed.class, name = "lease-renewed"),
    @JsonSubTypes.Type(value = Event.LeaseExpired.class, name = "lease-expired"),
    @JsonSubTypes.Type(value = Event.TaskReleased.class, name = "task-released"),
    @JsonSubTypes.Type(value = Event.TaskVerificationRequested.class, name = "task-verification-requested"),
    @JsonSubTypes.Type(value = Event.TaskCompleted.class, name = "task-completed"),
    @JsonSubTypes.Type(value = Event.TaskAttemptFailed.class, name = "task-attempt-failed"),
    @JsonSubTypes.Type(value = Event.TaskRetryScheduled.class, name = "task-retry-scheduled"),
    @JsonSubTypes.Type(value = Event.TaskRetryDue.class, name = "task-retry-due"),
    @JsonSubTypes.Type(value = Event.TaskFailed.class, name = "task-failed"),
    @JsonSubTypes.Type(value = Event.TaskCanceled.class, name = "task-canceled"),
    @JsonSubTypes.Type(value = Event.TaskReprioritized.class, name = "task-reprioritized"),
    @JsonSubTypes.Type(value = Event.TaskRetried.class, name = "task-retried"),
    @JsonSubTypes.Type(value = Event.MessageRouted.class, name = "message-routed"),
    @JsonSubTypes.Type(value = Event.LettersAcknowledged.class, name = "letters-acknowledged"),
    @JsonSubTypes.Type(value = Event.LettersDeadLettered.class, name = "letters-dead-lettered"),
    @JsonSubTypes.Type(value = Event.ConsultationOpened.class, name = "consultation-opened"),
    @JsonSubTypes.Type(value = Event.ConsultationAnswered.class, name = "consultation-answered"),
    @JsonSubTypes.Type(value = Event.ConsultationExpired.class, name = "consultation-expired"),
    @JsonSubTypes.Type(value = Event.ConsultationFailed.class, name = "consultation-failed"),
    @JsonSubTypes.Type(value = Event.GateOpened.class, name = "gate-opened"),
    @JsonSubTypes.Type(value = Event.GateResolved.class, name = "gate-resolved"),
    @JsonSubTypes.Type(value = Event.GateReminded.class, name = "gate-reminded"),
    @JsonSubTypes.Type(value = Event.GateExpired.class, name = "gate-expired"),
    @JsonSubTypes.Type(value = Event.GateCanceled.class, name = "gate-canceled"),
    @JsonSubTypes.Type(value = Event.DecisionRecalled.class, name = "decision-recalled"),
    @JsonSubTypes.Type(value = Event.UsageRecorded.class, name = "usage-recorded"),
    @JsonSubTypes.Type(value = Event.BudgetRaised.class, name = "budget-raised"),
    @JsonSubTypes.Type(value = Event.ForkedFrom.class, name = "forked-from"),
})
public sealed interface Event {
    record ProjectCreated(ProjectSettings settings, Map<String, String> metadata) implements Event {
        public ProjectCreated {
            metadata = Ordered.byName(metadata);
        }
    }

    record ProjectUpdated(Optional<String> phase, Map<String, String> metadata, Optional<Budget> budget)
            implements Event {
        public ProjectUpdated {
            metadata = Ordered.byName(metadata);
        }
    }

    record AgentRegistered(AgentSpec agent) implements Event {}

    record AgentUnregistered(AgentId agent, String reason) implements Event {}

    record AgentAttached(AgentId agent, long incarnation) implements Event {}

    record AgentDetached(AgentId agent, long incarnation, String reason) implements Event {}

    /** By a gate, or by an operator when there is none. */
    record AgentPaused(AgentId agent, Optional<GateId> gate, String reason) implements Event {}

    /** One hold is gone; the agent works again when it was the last. */
    record AgentResumed(AgentId agent, Optional<GateId> gate) implements Event {}

    record AgentStopped(AgentId agent, String reason) implements Event {}

    /** With the limits that apply, project defaults filled in. */
    record TaskEnqueued(TaskSpec task, TaskLimits limits) implements Event {}

    /** Everything that the task waited for is there. */
    record TaskReady(TaskId task) implements Event {}

    /** Waits for a person. */
    record TaskBlocked(TaskId task, GateId gate) implements Event {}

    /** The lease begins; the assignment is the letter of that number. */
    record TaskAssigned(
            TaskId task, AgentId agent, long epoch, Purpose purpose, int attempt, Instant leaseUntil, long letter)
            implements Event {}

    record TaskStarted(TaskId task, long epoch) implements Event {}

    record TaskProgressed(TaskId task, long epoch, int percent, String note) implements Event {}

    /** Heartbeats came; written once a lease time, not once a heartbeat. */
    record LeaseRenewed(TaskId task, long epoch, Instant until) implements Event {}

    /** The agent was lost; the lease is void. */
    record LeaseExpired(TaskId task, long epoch, AgentId agent, String reason) implements Event {}

    /** Given back without a failure. */
    record TaskReleased(TaskId task, long epoch, AgentId agent, String reason) implements Event {}

    /** Done by the worker; another agent must confirm it. */
    record TaskVerificationRequested(TaskId task, long epoch, AgentId worker, TaskResult result) implements Event {}

    /** The agent that did it, or nobody for a task that was only a gate. */
    record TaskCompleted(
            TaskId task, long epoch, Optional<AgentId> agent, TaskResult result, Optional<AgentId> verifier)
            implements Event {}

    /** By the worker, or by a verifier that refused the work. */
    record TaskAttemptFailed(TaskId task, long epoch, AgentId agent, int attempt, String reason, boolean retryable)
            implements Event {}

    /** The next attempt and when it may start. */
    record TaskRetryScheduled(TaskId task, int attempt, Instant dueAt) implements Event {}

    /** The back-off is over. */
    record TaskRetryDue(TaskId task) implements Event {}

    record TaskFailed(TaskId task, String reason) implements Event {}

    record TaskCanceled(TaskId task, String reason) implements Event {}

    record TaskReprioritized(TaskId task, Priority priority) implements Event {}

    /** Attempts start again at one. */
    record TaskRetried(TaskId task, String note) implements Event {}

    record MessageRouted(
            Principal from, AgentId to, String messageType, String payload, Optional<String> correlation, long letter)
            implements Event {}

    record LettersAcknowledged(AgentId agent, long upTo) implements Event {}

    /** They will not be delivered again; they stay readable in the journal. */
    record LettersDeadLettered(AgentId agent, long from, long upTo, String reason) implements Event {}

    record ConsultationOpened(
            ConsultationId consultation,
            AgentId asker,
            AgentId specialist,
            String question,
            String context,
            int depth,
            Instant deadline,
            long letter)
            implements Event {}

    record ConsultationAnswered(ConsultationId consultation, String answer, long letter) implements Event {}

    record ConsultationExpired(ConsultationId consultation, long letter) implements Event {}

    /** The specialist is gone or declined; letter 0 when the asker is gone. */
    record ConsultationFailed(ConsultationId consultation, String reason, long letter) implements Event {}

    /** The agent, if any, is held until the gate is closed. */
    record GateOpened(
            GateId gate,
            GateCause cause,
            Principal asker,
            Optional<AgentId> agent,
            Optional<TaskId> task,
            GateQuestion question,
            Optional<Instant> deadline)
            implements Event {}

    /** By the principal of the recorded event; letter 0 when no agent waits. */
    record GateResolved(GateId gate, Decision decision, String option, String comment, String text, long letter)
            implements Event {}

    /** The deadline passed, or did not run on in a fork, and the gate stays open. */
    record GateReminded(GateId gate, Severity severity, Optional<Instant> deadline) implements Event {}

    /** Closed without a decision; never an approval. */
    record GateExpired(GateId gate, long letter) implements Event {}

    /** What it asked about is gone. */
    record GateCanceled(GateId gate, String reason) implements Event {}

    /** The same question was decided before; the agent is told again. */
    record DecisionRecalled(GateId gate, AgentId agent, long letter) implements Event {}

    record UsageRecorded(AgentId agent, Optional<TaskId> task, Usage usage, String note) implements Event {}

    /** The new budget, by approval of a gate. */
    record BudgetRaised(Budget budget) implements Event {}

    /**
     * All before this is the history of another project, copied as it stands there; what comes after happened here
     * alone. It names the head at which the source was left, which is that of the commit before this event's.
     *
     * @param at when that commit was decided
     * @param operator who wanted it
     */
    record ForkedFrom(ProjectId source, long commit, long revision, String hash, Instant at, Principal operator)
            implements Event {}
}
