// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What one may ask of an orchestrator: pure data, without an address and without a sender. Who asks comes from the
 * envelope; what an agent, an operator or the hub itself may ask is a type.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Command.CreateProject.class, name = "create-project"),
    @JsonSubTypes.Type(value = Command.UpdateProject.class, name = "update-project"),
    @JsonSubTypes.Type(value = Command.RegisterAgent.class, name = "register-agent"),
    @JsonSubTypes.Type(value = Command.UnregisterAgent.class, name = "unregister-agent"),
    @JsonSubTypes.Type(value = Command.PauseAgent.class, name = "pause-agent"),
    @JsonSubTypes.Type(value = Command.ResumeAgent.class, name = "resume-agent"),
    @JsonSubTypes.Type(value = Command.StopAgent.class, name = "stop-agent"),
    @JsonSubTypes.Type(value = Command.EnqueueTasks.class, name = "enqueue-tasks"),
    @JsonSubTypes.Type(value = Command.AssignTask.class, name = "assign-task"),
    @JsonSubTypes.Type(value = Command.CancelTask.class, name = "cancel-task"),
    @JsonSubTypes.Type(value = Command.ReprioritizeTask.class, name = "reprioritize-task"),
    @JsonSubTypes.Type(value = Command.RetryTask.class, name = "retry-task"),
    @JsonSubTypes.Type(value = Command.SendMessage.class, name = "send-message"),
    @JsonSubTypes.Type(value = Command.EscalateToHuman.class, name = "escalate-to-human"),
    @JsonSubTypes.Type(value = Command.ResolveGate.class, name = "resolve-gate"),
    @JsonSubTypes.Type(value = Command.ClaimTask.class, name = "claim-task"),
    @JsonSubTypes.Type(value = Command.StartTask.class, name = "start-task"),
    @JsonSubTypes.Type(value = Command.ReportProgress.class, name = "report-progress"),
    @JsonSubTypes.Type(value = Command.CompleteTask.class, name = "complete-task"),
    @JsonSubTypes.Type(value = Command.FailTask.class, name = "fail-task"),
    @JsonSubTypes.Type(value = Command.ReleaseTask.class, name = "release-task"),
    @JsonSubTypes.Type(value = Command.Acknowledge.class, name = "acknowledge"),
    @JsonSubTypes.Type(value = Command.ConsultSpecialist.class, name = "consult-specialist"),
    @JsonSubTypes.Type(value = Command.AnswerConsultation.class, name = "answer-consultation"),
    @JsonSubTypes.Type(value = Command.DeclineConsultation.class, name = "decline-consultation"),
    @JsonSubTypes.Type(value = Command.RecordUsage.class, name = "record-usage"),
    @JsonSubTypes.Type(value = Command.AttachAgent.class, name = "attach-agent"),
    @JsonSubTypes.Type(value = Command.DetachAgent.class, name = "detach-agent"),
    @JsonSubTypes.Type(value = Command.DeadLetter.class, name = "dead-letter"),
    @JsonSubTypes.Type(value = Command.Tick.class, name = "tick"),
    @JsonSubTypes.Type(value = Command.Fork.class, name = "fork"),
})
public sealed interface Command {
    /** What an operator may ask. */
    sealed interface OperatorCommand extends Command {}

    /** What an agent may ask. */
    sealed interface AgentCommand extends Command {}

    /** What only the orchestrator asks of itself. */
    sealed interface HubCommand extends Command {}

    /** Starts the project. Again with the same content is accepted and changes nothing. */
    record CreateProject(ProjectSettings settings, Map<String, String> metadata) implements OperatorCommand {
        public CreateProject {
            metadata = Ordered.byName(metadata);
        }
    }

    /** Changes the phase, adds or replaces metadata entries (an empty text removes one), or sets the budget. */
    record UpdateProject(Optional<String> phase, Map<String, String> metadata, Optional<Budget> budget)
            implements OperatorCommand {
        public UpdateProject {
            metadata = Ordered.byName(metadata);
        }
    }

    /** Makes an agent known. An agent may register itself only. */
    record RegisterAgent(AgentSpec agent) implements OperatorCommand, AgentCommand {}

    /** Forgets an agent: its lease is released, its consultations fail, its undelivered letters are dead letters. */
    record UnregisterAgent(AgentId agent, String reason) implements OperatorCommand, AgentCommand {}

    /** From now on the agent gets no work and no letter but gate results. */
    record PauseAgent(AgentId agent, String reason) implements OperatorCommand {}

    /** Ends an operator's pause; refused while a gate holds the agent. */
    record ResumeAgent(AgentId agent) implements OperatorCommand {}

    /** Ends the agent for good; its lease is released. */
    record StopAgent(AgentId agent, String reason) implements OperatorCommand {}

    /** Adds one or more tasks, all or none; they may need each other in any order but not in a circle. */
    record EnqueueTasks(List<TaskSpec> tasks) implements OperatorCommand, AgentCommand {
        public EnqueueTasks {
            tasks = List.copyOf(tasks);
        }

        public static EnqueueTasks one(TaskSpec task) {
            return new EnqueueTasks(List.of(task));
        }
    }

    /** Gives a ready task to a certain agent. */
    record AssignTask(TaskId task, AgentId agent) implements OperatorCommand {}

    /** Ends a task that is not finished. */
    record CancelTask(TaskId task, String reason) implements OperatorCommand {}

    /** Moves a task that is not finished to another priority; its arrival stays. */
    record ReprioritizeTask(TaskId task, Priority priority) implements OperatorCommand {}

    /** Makes a failed or canceled task ready again with fresh attempts; the note is shown to the next agent. */
    record RetryTask(TaskId task, String note) implements OperatorCommand {}

    /** Puts a message into the mailbox of an agent. The sender is the envelope's principal. */
    record SendMessage(AgentId to, String messageType, String payload, Optional<String> correlation)
            implements OperatorCommand, AgentCommand {
        public SendMessage(AgentId to, String messageType, String payload) {
            this(to, messageType, payload, Optional.empty());
        }
    }

    /**
     * Asks a person. An agent that asks is paused until the gate is closed. The same question for the same task is
     * asked once: its decision is given again.
     */
    record EscalateToHuman(GateQuestion question, Optional<TaskId> task) implements OperatorCommand, AgentCommand {}

    /** Closes a gate. The asker cannot. */
    record ResolveGate(GateId gate, Decision decision, String option, String comment, String text)
            implements OperatorCommand {
        public ResolveGate(GateId gate, Decision decision, String comment) {
            this(gate, decision, "", comment, "");
        }
    }

    /** Takes the next ready task of the agent's type under a lease, if there is one. */
    record ClaimTask() implements AgentCommand {}

    /** Says that work has begun. */
    record StartTask(TaskId task, long epoch) implements AgentCommand {}

    /** Percent from 0 to 100. */
    record ReportProgress(TaskId task, long epoch, int percent, String note) implements AgentCommand {}

    /** Hands in the work, or, when verifying, confirms it. */
    record CompleteTask(TaskId task, long epoch, TaskResult result) implements AgentCommand {}

    /** Ends the attempt as failed, or, when verifying, refuses the work. */
    record FailTask(TaskId task, long epoch, String reason, boolean retryable) implements AgentCommand {}

    /** Gives the task back without a failure: the agent is told to stop. */
    record ReleaseTask(TaskId task, long epoch, String reason) implements AgentCommand {}

    /** All letters up to this number have had their effect. */
    record Acknowledge(long upTo) implements AgentCommand {}

    /** Asks the first available agent of a type. */
    record ConsultSpecialist(AgentType specialist, String question, String context, Duration deadline)
            implements AgentCommand {}

    /** Only by the agent that was asked. */
    record AnswerConsultation(ConsultationId consultation, String answer) implements AgentCommand {}

    /** The agent that was asked cannot answer. */
    record DeclineConsultation(ConsultationId consultation, String reason) implements AgentCommand {}

    /** What the agent's work has cost. */
    record RecordUsage(Usage usage, Optional<TaskId> task, String note) implements AgentCommand {}

    /** The agent's host has connected. Another incarnation of the same agent is dead: its lease is taken back. */
    record AttachAgent(AgentId agent, long incarnation) implements HubCommand {}

    /** The agent's host is gone. */
    record DetachAgent(AgentId agent, long incarnation, String reason) implements HubCommand {}

    /** Letters up to this number were delivered too often without an acknowledgement. */
    record DeadLetter(AgentId agent, long upTo, String reason) implements HubCommand {}

    /** Time has passed; the renewals are the heartbeats seen since. */
    record Tick(List<LeaseRenewal> renewals) implements HubCommand {
        public Tick {
            renewals = List.copyOf(renewals);
        }
    }

    /**
     * This history is a copy of the one named, up to its head named here, and goes on by itself: nobody who works there
     * works here. The project that is forked notices nothing.
     *
     * @param operator who wants it
     */
    record Fork(ProjectId source, long commit, long revision, String hash, Instant at, Principal operator)
            implements HubCommand {}

    /** A heartbeat seen: the lease holds at least until then. */
    record LeaseRenewal(TaskId task, long epoch, Instant until) {}
}
