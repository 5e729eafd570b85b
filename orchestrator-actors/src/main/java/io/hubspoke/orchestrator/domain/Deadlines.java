// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import java.time.Instant;
import java.util.Optional;
import java.util.stream.Stream;

/** When time alone changes something next. */
public final class Deadlines {
    private Deadlines() {}

    /** The earliest lease end, retry, consultation deadline or gate deadline; empty when nothing waits for time. */
    public static Optional<Instant> next(ProjectState state) {
        return Stream.of(
                        state.tasks().nextTimer(),
                        state.consultations().nextTimer(),
                        state.gates().nextTimer())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
    }
}
