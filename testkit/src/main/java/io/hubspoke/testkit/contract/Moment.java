// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.util.Optional;

/** Something that was seen of an agent, its host or the hub. */
sealed interface Moment {
    /** The host has sent this. */
    record Sent(ToOrchestrator message) implements Moment {}

    /** The hub's message was let through to the host. */
    record Received(ToAgent message) implements Moment {}

    /** Written to the journal. */
    record Journaled(Recorded recorded) implements Moment {}

    /** The author's code was called. */
    record Began(Call call) implements Moment {}

    /** The call has returned, or thrown that. */
    record Ended(Call call, Optional<Throwable> trouble) implements Moment {}

    /** The agent's provider threw that. */
    record NotMade(Throwable trouble) implements Moment {}

    /** The host has ended, however it went. */
    record HostEnded() implements Moment {}

    /** One call of the author's code; each is an object of its own. */
    sealed interface Call {
        record Work(Letter.Assignment assignment) implements Call {}

        record Message(Letter.Message message) implements Call {}

        record Question(Letter.Question question) implements Call {}

        record Pause(boolean paused) implements Call {}

        record Close() implements Call {}
    }
}
