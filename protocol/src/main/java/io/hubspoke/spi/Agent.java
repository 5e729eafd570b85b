// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.spi;

import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.TaskResult;

/**
 * What an agent author writes: plain blocking code, run on virtual threads. It is interrupted when it is paused (unless
 * it
 * {@linkplain #waitsWhilePaused() waits}), stopped, or has lost its lease; end soon then, for the result would be
 * refused.
 *
 * <p>At most one {@code work} runs at a time. Letters are handled one at a time, in order, beside the work.
 */
public interface Agent extends AutoCloseable {
    /**
     * Does the task, or, when the assignment's purpose is to verify, judges another agent's work.
     *
     * @return what is handed in; for a verification, a return means that the work holds
     * @throws AgentFailure when the attempt failed; any other exception counts as a failure that may be tried again
     * @throws InterruptedException when told to stop
     */
    TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException;

    /**
     * A message has arrived. It counts as delivered when this returns; an exception means that it is delivered again.
     */
    default void onMessage(Principal from, Letter.Message message, Hub hub) throws AgentFailure, InterruptedException {}

    /**
     * Somebody consults this agent.
     *
     * @throws AgentFailure when it has no answer; the asker is told the reason
     */
    default String onQuestion(Letter.Question question, Hub hub) throws AgentFailure, InterruptedException {
        throw AgentFailure.permanent("this agent answers no questions");
    }

    /**
     * True when running work is to be {@linkplain #paused held} during an operator's pause; false when it is to be
     * interrupted.
     */
    default boolean waitsWhilePaused() {
        return false;
    }

    /** Called at the begin (true) and end (false) of an operator's pause, only for an agent that waits while paused. */
    default void paused(boolean nowPaused) {}

    /** The host ends; release what is held. */
    @Override
    default void close() {}
}
