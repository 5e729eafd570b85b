// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.time.Instant;
import java.time.InstantSource;

/** The wall clock of the hub: the loop's time, and whatever somebody has set it to besides. */
final class SimulatedClock implements InstantSource {
    private static final Instant BEGINNING = Instant.parse("2026-01-01T00:00:00Z");

    private final Loop loop;
    private long offMillis;

    SimulatedClock(Loop loop) {
        this.loop = loop;
    }

    @Override
    public Instant instant() {
        return BEGINNING.plusNanos(loop.nanos()).plusMillis(offMillis);
    }

    void jump(long millis) {
        offMillis += millis;
    }
}
