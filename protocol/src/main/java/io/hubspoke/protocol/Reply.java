// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** The answer to a command. No answer at all means «unknown»: send the same command with the same id again. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Reply.Accepted.class, name = "accepted"),
    @JsonSubTypes.Type(value = Reply.Rejected.class, name = "rejected"),
    @JsonSubTypes.Type(value = Reply.Undetermined.class, name = "undetermined"),
})
public sealed interface Reply {
    /**
     * The command was durable before this answer was sent.
     *
     * @param revision the last event of the command, or the revision it was decided at when it changed nothing
     * @param subject the id of what was made or found (a task claimed, a gate or consultation opened), or empty text
     */
    record Accepted(long revision, String subject) implements Reply {}

    /** Nothing was changed. */
    record Rejected(Rejection rejection) implements Reply {}

    /** The journal failed during the write: it is unknown whether the command took effect. Repeating it is safe. */
    record Undetermined(String reason, long retryAfterMillis) implements Reply {}
}
