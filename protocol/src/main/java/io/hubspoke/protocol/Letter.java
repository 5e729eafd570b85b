// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One item of an agent's mailbox.
 *
 * @param number position in the mailbox, from 1, without gaps
 * @param revision the event that caused it
 */
public record Letter(long number, long revision, Principal from, Content content) {

    /** What the hub delivers. */
    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Letter.Assignment.class, name = "assignment"),
        @JsonSubTypes.Type(value = Letter.Message.class, name = "message"),
        @JsonSubTypes.Type(value = Letter.Question.class, name = "question"),
        @JsonSubTypes.Type(value = Letter.Answer.class, name = "answer"),
        @JsonSubTypes.Type(value = Letter.GateClosed.class, name = "gate-closed"),
    })
    public sealed interface Content {}

    /**
     * Work under a lease.
     *
     * @param attempt from 1
     * @param leaseMillis time without a heartbeat after which the lease is void
     * @param worker who did the work that is to be verified; empty unless the purpose is to verify
     * @param work what the worker handed in; empty text unless the purpose is to verify
     * @param needs the results of the tasks that this one needed, by task
     * @param decisions gates of this task that were closed before, oldest first
     * @param notes why earlier attempts failed and what operators added, oldest first
     */
    public record Assignment(
            TaskSpec task,
            long epoch,
            Purpose purpose,
            int attempt,
            long leaseMillis,
            Optional<AgentId> worker,
            TaskResult work,
            Map<TaskId, TaskResult> needs,
            List<GateOutcome> decisions,
            List<String> notes)
            implements Content {}

    /** From an agent or an operator, as the letter's {@code from} says. */
    public record Message(String messageType, String payload, Optional<String> correlation) implements Content {}

    /** Somebody consults this agent. */
    public record Question(ConsultationId consultation, AgentId asker, String question, String context)
            implements Content {}

    /** A consultation of this agent is closed; the text is the answer or why there is none. */
    public record Answer(ConsultationId consultation, Outcome outcome, String text) implements Content {}

    /** A gate that held this agent is closed. */
    public record GateClosed(GateOutcome outcome) implements Content {}

    /** How a consultation ended. */
    public enum Outcome {
        ANSWERED,
        EXPIRED,
        FAILED
    }
}
