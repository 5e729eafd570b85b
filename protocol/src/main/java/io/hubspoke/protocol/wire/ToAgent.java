// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol.wire;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import java.util.List;

/** What an orchestrator sends to the host of an agent. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = ToAgent.Attached.class, name = "attached"),
    @JsonSubTypes.Type(value = ToAgent.AttachRefused.class, name = "attach-refused"),
    @JsonSubTypes.Type(value = ToAgent.Deliver.class, name = "deliver"),
    @JsonSubTypes.Type(value = ToAgent.Control.class, name = "control"),
    @JsonSubTypes.Type(value = ToAgent.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = ToAgent.Detached.class, name = "detached"),
})
public sealed interface ToAgent extends WireMessage {
    /**
     * The host is attached.
     *
     * @param commandsSeen the highest command number of this agent that the hub knows; go on from the next
     * @param lettersSettled letters up to this number are acknowledged or dead; the next one is this plus one
     * @param payloadBytes the project's limit for one long text
     */
    record Attached(long incarnation, long commandsSeen, long lettersSettled, int payloadBytes) implements ToAgent {}

    record AttachRefused(long incarnation, Rejection rejection) implements ToAgent {}

    /**
     * Letters in order of their numbers. Accept them only when everything up to {@code after} is known; otherwise
     * letters
     * are missing in between and will be sent again.
     */
    record Deliver(long after, List<Letter> letters) implements ToAgent {
        public Deliver {
            letters = List.copyOf(letters);
        }
    }

    /** A change of what the agent may do; work under a lease that is not named any more must stop. */
    record Control(Action action, String reason) implements ToAgent {}

    /** What to do. */
    enum Action {
        /** An operator pauses the agent: work waits or is given back, as its kind says. */
        PAUSE,
        RESUME,
        /** The agent will never work again. */
        STOP,
        /** The lease is void (expired, canceled, taken back): stop the work; its result will be refused. */
        ABANDON
    }

    /** The reply to the agent's command of that number. */
    record Answered(long number, Reply reply) implements ToAgent {}

    /**
     * Another incarnation has taken the place, or the agent was unregistered: end. Attach again only when told to
     * restart.
     */
    record Detached(String reason) implements ToAgent {}
}
