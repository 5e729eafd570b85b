// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import java.time.Instant;
import java.util.Optional;
import org.pcollections.TreePSet;

/** The instant at which time alone changes the thing of that id; ordered by instant, then id. */
record Timer<I extends Comparable<I>>(Instant at, I id) implements Comparable<Timer<I>> {
    @Override
    public int compareTo(Timer<I> other) {
        int byInstant = at.compareTo(other.at);
        return byInstant != 0 ? byInstant : id.compareTo(other.id);
    }

    /** The timers after one thing has changed from one instant (or none) to another (or none). */
    static <I extends Comparable<I>> TreePSet<Timer<I>> moved(
            TreePSet<Timer<I>> timers, I id, Optional<Instant> from, Optional<Instant> to) {
        if (from.equals(to)) return timers;
        TreePSet<Timer<I>> without = from.isPresent() ? timers.minus(new Timer<>(from.get(), id)) : timers;
        return to.isPresent() ? without.plus(new Timer<>(to.get(), id)) : without;
    }

    static <I extends Comparable<I>> Optional<Instant> earliest(TreePSet<Timer<I>> timers) {
        return timers.isEmpty() ? Optional.empty() : Optional.of(timers.first().at());
    }
}
