// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.wire.ToAgent;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;

/** What the host of an agent hears: the hub, the agent's threads, and time. Never leaves the process. */
sealed interface Note extends NoSerializationVerificationNeeded {
    record FromHub(ToAgent message) implements Note {}

    /** Agent code wants a command sent. */
    record Submit(AgentCommand command, CompletableFuture<Reply> reply) implements Note {}

    /**
     * The letters' thread reports.
     *
     * @param lane whose thread it is: that of a host before a restart may still report
     * @param left letters not begun because the agent was paused; only when idle
     * @param idle the thread has ended
     */
    record Handled(Lane lane, List<Long> done, List<Long> failed, List<Letter> left, boolean idle) implements Note {}

    record WorkEnded(Work work, Ending ending) implements Note {}

    /** The agent has released what it held. */
    record Closed() implements Note {}

    /** Time has passed. */
    enum Time implements Note {
        HEARTBEAT,
        SILENCE,
        ATTACH,
        UNANSWERED,
        PUT_OFF,
        ACKNOWLEDGE,
        GRACE_OVER
    }

    /** How work ended on its thread. */
    sealed interface Ending {
        record Finished(TaskResult result) implements Ending {}

        record Failed(String reason, boolean retryable) implements Ending {}

        record Interrupted() implements Ending {}
    }
}
