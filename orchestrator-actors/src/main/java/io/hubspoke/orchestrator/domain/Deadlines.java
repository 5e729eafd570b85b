// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import java.time.Instant;
import java.util.Optional;

/** When time alone changes something next. */
public final class Deadlines {
    private Deadlines() {}

    /** The earliest lease end, retry, consultation deadline or gate deadline; empty when nothing waits for time. */
    public static Optional<Instant> next(ProjectState state) {
        return earlier(
                earlier(state.tasks().nextTimer(), state.consultations().nextTimer()),
                state.gates().nextTimer());
    }

    /** The earlier of two times, each of which may be missing; asked after every message, and so without a stream. */
    public static Optional<Instant> earlier(Optional<Instant> one, Optional<Instant> other) {
        if (one.isEmpty() || other.isEmpty()) return one.isEmpty() ? other : one;
        return other.get().isBefore(one.get()) ? other : one;
    }
}
