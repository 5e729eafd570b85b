// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;

/** Every way to say no, with the facts. A refused command has changed nothing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Rejection.ProjectMissing.class, name = "project-missing"),
    @JsonSubTypes.Type(value = Rejection.ProjectExists.class, name = "project-exists"),
    @JsonSubTypes.Type(value = Rejection.NotPermitted.class, name = "not-permitted"),
    @JsonSubTypes.Type(value = Rejection.DuplicateAgent.class, name = "duplicate-agent"),
    @JsonSubTypes.Type(value = Rejection.UnknownAgent.class, name = "unknown-agent"),
    @JsonSubTypes.Type(value = Rejection.TooManyAgents.class, name = "too-many-agents"),
    @JsonSubTypes.Type(value = Rejection.AgentBusy.class, name = "agent-busy"),
    @JsonSubTypes.Type(value = Rejection.AgentHeld.class, name = "agent-held"),
    @JsonSubTypes.Type(value = Rejection.AgentEnded.class, name = "agent-ended"),
    @JsonSubTypes.Type(value = Rejection.AgentAway.class, name = "agent-away"),
    @JsonSubTypes.Type(value = Rejection.WrongAgentType.class, name = "wrong-agent-type"),
    @JsonSubTypes.Type(value = Rejection.StaleIncarnation.class, name = "stale-incarnation"),
    @JsonSubTypes.Type(value = Rejection.DuplicateTask.class, name = "duplicate-task"),
    @JsonSubTypes.Type(value = Rejection.UnknownTask.class, name = "unknown-task"),
    @JsonSubTypes.Type(value = Rejection.UnknownDependency.class, name = "unknown-dependency"),
    @JsonSubTypes.Type(value = Rejection.DependencyCycle.class, name = "dependency-cycle"),
    @JsonSubTypes.Type(value = Rejection.TooManyTasks.class, name = "too-many-tasks"),
    @JsonSubTypes.Type(value = Rejection.TaskNotReady.class, name = "task-not-ready"),
    @JsonSubTypes.Type(value = Rejection.TaskFinished.class, name = "task-finished"),
    @JsonSubTypes.Type(value = Rejection.TaskNotFinished.class, name = "task-not-finished"),
    @JsonSubTypes.Type(value = Rejection.WorkerCannotVerify.class, name = "worker-cannot-verify"),
    @JsonSubTypes.Type(value = Rejection.StaleLease.class, name = "stale-lease"),
    @JsonSubTypes.Type(value = Rejection.MailboxFull.class, name = "mailbox-full"),
    @JsonSubTypes.Type(value = Rejection.TooLarge.class, name = "too-large"),
    @JsonSubTypes.Type(value = Rejection.TooMany.class, name = "too-many"),
    @JsonSubTypes.Type(value = Rejection.BadValue.class, name = "bad-value"),
    @JsonSubTypes.Type(value = Rejection.AcknowledgedBeyondMailbox.class, name = "acknowledged-beyond-mailbox"),
    @JsonSubTypes.Type(value = Rejection.NoSpecialist.class, name = "no-specialist"),
    @JsonSubTypes.Type(value = Rejection.ConsultationTooDeep.class, name = "consultation-too-deep"),
    @JsonSubTypes.Type(value = Rejection.TooManyConsultations.class, name = "too-many-consultations"),
    @JsonSubTypes.Type(value = Rejection.UnknownConsultation.class, name = "unknown-consultation"),
    @JsonSubTypes.Type(value = Rejection.ConsultationClosed.class, name = "consultation-closed"),
    @JsonSubTypes.Type(value = Rejection.NotTheOneAsked.class, name = "not-the-one-asked"),
    @JsonSubTypes.Type(value = Rejection.TooManyGates.class, name = "too-many-gates"),
    @JsonSubTypes.Type(value = Rejection.UnknownGate.class, name = "unknown-gate"),
    @JsonSubTypes.Type(value = Rejection.GateClosed.class, name = "gate-closed"),
    @JsonSubTypes.Type(value = Rejection.AskerCannotDecide.class, name = "asker-cannot-decide"),
    @JsonSubTypes.Type(value = Rejection.NotAnApprover.class, name = "not-an-approver"),
    @JsonSubTypes.Type(value = Rejection.UnknownOption.class, name = "unknown-option"),
    @JsonSubTypes.Type(value = Rejection.CommandReused.class, name = "command-reused"),
    @JsonSubTypes.Type(value = Rejection.CommandTooOld.class, name = "command-too-old"),
    @JsonSubTypes.Type(value = Rejection.JournalDamaged.class, name = "journal-damaged"),
    @JsonSubTypes.Type(value = Rejection.Overloaded.class, name = "overloaded"),
})
public sealed interface Rejection {
    /** One sentence for a person, which says what to do where that is not plain. */
    String sentence();

    record ProjectMissing(ProjectId project) implements Rejection {
        @Override
        public String sentence() {
            return "project %s does not exist: create it first".formatted(project);
        }
    }

    record ProjectExists(ProjectId project) implements Rejection {
        @Override
        public String sentence() {
            return "project %s exists with other settings: use another name".formatted(project);
        }
    }

    record NotPermitted(Principal principal, String command) implements Rejection {
        @Override
        public String sentence() {
            return "%s may not ask for %s".formatted(principal, command);
        }
    }

    record DuplicateAgent(AgentId agent) implements Rejection {
        @Override
        public String sentence() {
            return "agent %s is registered already: use another id or unregister it first".formatted(agent);
        }
    }

    record UnknownAgent(AgentId agent) implements Rejection {
        @Override
        public String sentence() {
            return "agent %s is not registered".formatted(agent);
        }
    }

    record TooManyAgents(int limit) implements Rejection {
        @Override
        public String sentence() {
            return "%d agents are registered, which is the limit: unregister one or raise limits.agents"
                    .formatted(limit);
        }
    }

    record AgentBusy(AgentId agent, TaskId task) implements Rejection {
        @Override
        public String sentence() {
            return "agent %s works on task %s: wait for it or choose another".formatted(agent, task);
        }
    }

    /** Paused by an operator (no gates) or by gates. */
    record AgentHeld(AgentId agent, List<GateId> gates) implements Rejection {
        @Override
        public String sentence() {
            return gates.isEmpty()
                    ? "agent %s is paused: resume it first".formatted(agent)
                    : "agent %s is held by gate %s: decide that first".formatted(agent, gates.getFirst());
        }
    }

    record AgentEnded(AgentId agent) implements Rejection {
        @Override
        public String sentence() {
            return "agent %s was stopped: register another".formatted(agent);
        }
    }

    record AgentAway(AgentId agent) implements Rejection {
        @Override
        public String sentence() {
            return "agent %s is not attached: start its host".formatted(agent);
        }
    }

    record WrongAgentType(AgentId agent, AgentType has, AgentType needed) implements Rejection {
        @Override
        public String sentence() {
            return "agent %s is a %s, but a %s is needed".formatted(agent, has, needed);
        }
    }

    record StaleIncarnation(AgentId agent, long incarnation, long current) implements Rejection {
        @Override
        public String sentence() {
            return "agent %s incarnation %d has been replaced by %d: attach again"
                    .formatted(agent, incarnation, current);
        }
    }

    record DuplicateTask(TaskId task) implements Rejection {
        @Override
        public String sentence() {
            return "task %s exists already: use another id".formatted(task);
        }
    }

    record UnknownTask(TaskId task) implements Rejection {
        @Override
        public String sentence() {
            return "task %s does not exist".formatted(task);
        }
    }

    record UnknownDependency(TaskId task, TaskId needs) implements Rejection {
        @Override
        public String sentence() {
            return "task %s needs %s, which does not exist".formatted(task, needs);
        }
    }

    record DependencyCycle(List<TaskId> path) implements Rejection {
        @Override
        public String sentence() {
            return "these tasks need each other in a circle: %s"
                    .formatted(path.stream().map(TaskId::value).collect(java.util.stream.Collectors.joining(" -> ")));
        }
    }

    record TooManyTasks(int limit) implements Rejection {
        @Override
        public String sentence() {
            return "%d unfinished tasks are the limit: wait, cancel some or raise limits.tasks".formatted(limit);
        }
    }

    record TaskNotReady(TaskId task, TaskStatus status) implements Rejection {
        @Override
        public String sentence() {
            return "task %s is %s, not ready".formatted(task, Wording.of(status));
        }
    }

    record TaskFinished(TaskId task, TaskStatus status) implements Rejection {
        @Override
        public String sentence() {
            return "task %s is %s already".formatted(task, Wording.of(status));
        }
    }

    record TaskNotFinished(TaskId task, TaskStatus status) implements Rejection {
        @Override
        public String sentence() {
            return "task %s is %s: only a failed or canceled task can be retried".formatted(task, Wording.of(status));
        }
    }

    record WorkerCannotVerify(TaskId task, AgentId agent) implements Rejection {
        @Override
        public String sentence() {
            return "agent %s did task %s, so another must verify it".formatted(agent, task);
        }
    }

    /** The current epoch is that of the last lease given. */
    record StaleLease(TaskId task, long epoch, long current) implements Rejection {
        @Override
        public String sentence() {
            return "the lease on task %s with epoch %d is void (now %d): stop working on it"
                    .formatted(task, epoch, current);
        }
    }

    record MailboxFull(AgentId agent, int limit) implements Rejection {
        @Override
        public String sentence() {
            return "the mailbox of %s holds %d letters, which is the limit: try later".formatted(agent, limit);
        }
    }

    record TooLarge(String what, long bytes, int limit) implements Rejection {
        @Override
        public String sentence() {
            return "%s has %d bytes, but %d are the limit: pass large content by reference, such as a file name"
                    .formatted(what, bytes, limit);
        }
    }

    record TooMany(String what, int count, int limit) implements Rejection {
        @Override
        public String sentence() {
            return "%d %s are too many: %d are the limit".formatted(count, what, limit);
        }
    }

    record BadValue(String what, String problem) implements Rejection {
        @Override
        public String sentence() {
            return "%s: %s".formatted(what, problem);
        }
    }

    record AcknowledgedBeyondMailbox(AgentId agent, long upTo, long last) implements Rejection {
        @Override
        public String sentence() {
            return "agent %s acknowledges letter %d, but its last one is %d".formatted(agent, upTo, last);
        }
    }

    record NoSpecialist(AgentType specialist) implements Rejection {
        @Override
        public String sentence() {
            return "no %s is available to be asked".formatted(specialist);
        }
    }

    record ConsultationTooDeep(int limit) implements Rejection {
        @Override
        public String sentence() {
            return "consultations within consultations go at most %d deep".formatted(limit);
        }
    }

    record TooManyConsultations(int limit) implements Rejection {
        @Override
        public String sentence() {
            return "%d consultations are open, which is the limit: wait for an answer".formatted(limit);
        }
    }

    record UnknownConsultation(ConsultationId consultation) implements Rejection {
        @Override
        public String sentence() {
            return "consultation %s does not exist".formatted(consultation);
        }
    }

    record ConsultationClosed(ConsultationId consultation) implements Rejection {
        @Override
        public String sentence() {
            return "consultation %s is closed already".formatted(consultation);
        }
    }

    record NotTheOneAsked(ConsultationId consultation, AgentId specialist) implements Rejection {
        @Override
        public String sentence() {
            return "consultation %s was put to %s".formatted(consultation, specialist);
        }
    }

    record TooManyGates(int limit) implements Rejection {
        @Override
        public String sentence() {
            return "%d gates are open, which is the limit: decide some first".formatted(limit);
        }
    }

    record UnknownGate(GateId gate) implements Rejection {
        @Override
        public String sentence() {
            return "gate %s does not exist".formatted(gate);
        }
    }

    record GateClosed(GateId gate, GateStatus status) implements Rejection {
        @Override
        public String sentence() {
            return "gate %s was closed already: it is %s"
                    .formatted(gate, status.name().toLowerCase(java.util.Locale.ROOT));
        }
    }

    record AskerCannotDecide(GateId gate, Principal asker) implements Rejection {
        @Override
        public String sentence() {
            return "%s asked at gate %s, so somebody else must decide".formatted(asker.shortName(), gate);
        }
    }

    record NotAnApprover(GateId gate, List<String> approvers) implements Rejection {
        @Override
        public String sentence() {
            return "gate %s may be decided by %s only".formatted(gate, String.join(", ", approvers));
        }
    }

    record UnknownOption(GateId gate, String option, List<String> options) implements Rejection {
        @Override
        public String sentence() {
            return options.isEmpty()
                    ? "gate %s has no options: leave the option away".formatted(gate)
                    : "gate %s has no option '%s': choose one of %s"
                            .formatted(gate, option, String.join(", ", options));
        }
    }

    record CommandReused(CommandId command) implements Rejection {
        @Override
        public String sentence() {
            return "command id %s was used for other content: use a new id".formatted(command);
        }
    }

    record CommandTooOld(CommandId command) implements Rejection {
        @Override
        public String sentence() {
            return "command id %s is older than what is remembered: its outcome is in the journal".formatted(command);
        }
    }

    /** The hub will not guess; the outcome of commands answered before is in the journal, which stays readable. */
    record JournalDamaged(ProjectId project, String finding) implements Rejection {
        @Override
        public String sentence() {
            return "project %s is stopped because its journal is damaged: %s".formatted(project, finding);
        }
    }

    /** Nothing was done; the same command id may be used again. */
    record Overloaded(long retryAfterMillis) implements Rejection {
        @Override
        public String sentence() {
            return "the orchestrator is overloaded: try again in %d ms".formatted(retryAfterMillis);
        }
    }
}
