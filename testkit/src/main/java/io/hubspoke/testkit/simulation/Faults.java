// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which faults strike in one history, and how often they did. Each history knows a subset of the kinds, drawn from its
 * seed, since faults that never rest hide each other. A fault that strikes where it can (at the so-manieth write, the
 * so-manieth message) becomes a step of the history, so that it strikes there again when the history is told by its
 * steps.
 */
final class Faults {
    private final Steps steps;
    private final Set<Fault> known = EnumSet.noneOf(Fault.class);
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Map<Fault, Lots> lots = new EnumMap<>(Fault.class);
    private double vigour = 1;
    private boolean ceased;

    /** The lots of one kind of fault. */
    private static final class Lots {
        final Chance chance;
        final Chance amounts;
        long occasions;

        Lots(Chance chance) {
            this.chance = chance;
            amounts = chance.of(1);
        }
    }

    Faults(Chance chance, Steps steps) {
        this.steps = steps;
        for (Fault fault : Fault.values()) lots.put(fault, new Lots(chance.of(fault.name())));
        // One history in eight knows no fault at all.
        if (chance.below(8, -1) == 0) return;
        int most = 2 + chance.below(8, -2);
        for (Fault fault : Fault.values()) {
            if (of(fault).chance.below(10, -1) < most) known.add(fault);
        }
        vigour = 0.5 + chance.below(100, -3) / 40.0;
    }

    /** Whether it strikes on this occasion. */
    boolean strikes(Fault fault) {
        Lots drawn = of(fault);
        long occasion = drawn.occasions++;
        if (ceased) return false;
        boolean strikes = steps.told()
                ? steps.strikes(fault, occasion)
                : known.contains(fault) && drawn.chance.happens(fault.rate() * vigour, occasion);
        if (!strikes) return false;
        steps.add(new Step.Strike(fault, occasion));
        count(fault);
        return true;
    }

    /** A lot that belongs to the last occasion of this fault. */
    long lot(Fault fault, int bound) {
        Lots drawn = of(fault);
        return drawn.amounts.below(bound, drawn.occasions);
    }

    /** Whether a timed fault is due at this step of the history. */
    boolean due(Fault fault, long step) {
        return !ceased && known.contains(fault) && of(fault).chance.happens(fault.rate() * vigour, step);
    }

    @SuppressWarnings("NullAway") // every fault has its lots
    private Lots of(Fault fault) {
        return lots.get(fault);
    }

    void count(Fault fault) {
        counts.merge(fault, 1, Integer::sum);
    }

    void cease() {
        ceased = true;
    }

    Map<Fault, Integer> counts() {
        return counts;
    }
}
