// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import java.util.List;

/** What a command comes to. */
public sealed interface Verdict {
    /**
     * Accepted, with what is to be recorded: nothing when the command was answered before or changes nothing.
     *
     * @param after the state once these events are recorded
     */
    record Accepted(List<Recorded> events, ProjectState after, Reply.Accepted reply) implements Verdict {
        public Accepted {
            events = List.copyOf(events);
        }
    }

    /** Refused; it leaves no trace. */
    record Refused(Rejection rejection) implements Verdict {}
}
