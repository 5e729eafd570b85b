// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.spi;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The only way out of an agent. Every call blocks until the hub has made it durable and answered; a call that got no
 * answer
 * is repeated under the same number, so it takes effect once. None gives the address of another agent.
 *
 * <p>Every method throws {@link HubRefusal} when the hub says no, and {@link InterruptedException} when the agent is to
 * stop.
 */
public interface Hub {
    /** This agent. */
    AgentId self();

    void send(AgentId to, String messageType, String payload, Optional<String> correlation)
            throws HubRefusal, InterruptedException;

    default void send(AgentId to, String messageType, String payload) throws HubRefusal, InterruptedException {
        send(to, messageType, payload, Optional.empty());
    }

    /**
     * Asks the first available agent of a type and waits for the answer.
     *
     * @throws AgentFailure (retryable) when there was no answer within the deadline or the specialist is gone
     */
    String consult(AgentType specialist, String question, String context, Duration deadline)
            throws HubRefusal, AgentFailure, InterruptedException;

    /**
     * Asks a person and waits, for days if need be. The agent is paused meanwhile. Within a task the same question is
     * asked
     * once: a later attempt gets the decision that was made.
     */
    GateOutcome escalate(GateQuestion question) throws HubRefusal, InterruptedException;

    /** How far the task is: 0 to 100 percent. Outside of a task it does nothing. */
    void progress(int percent, String note) throws HubRefusal, InterruptedException;

    void usage(Usage usage, String note) throws HubRefusal, InterruptedException;

    /** Adds tasks to the project. */
    void enqueue(List<TaskSpec> tasks) throws HubRefusal, InterruptedException;
}
