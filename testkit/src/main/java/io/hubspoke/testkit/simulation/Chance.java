// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

/**
 * Lots drawn from a seed and a place: the same place gives the same lot, whatever was drawn before it elsewhere. So a
 * history from which a step is taken keeps most of its other lots.
 */
record Chance(long seed) {
    /** Well spread over all longs (the finalizer of SplitMix64). */
    static long mix(long value) {
        long z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    Chance of(long place) {
        return new Chance(mix(seed ^ mix(place)));
    }

    Chance of(String place) {
        return of(place.hashCode());
    }

    long draw(long place) {
        return mix(seed ^ mix(place));
    }

    /** From 0 to {@code bound - 1}. */
    int below(int bound, long place) {
        return (int) Long.remainderUnsigned(draw(place), bound);
    }

    boolean happens(double probability, long place) {
        return (draw(place) >>> 11) * 0x1.0p-53 < probability;
    }
}
