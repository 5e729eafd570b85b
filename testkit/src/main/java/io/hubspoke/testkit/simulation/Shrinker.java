// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * Makes a failing history short: takes steps away in ever smaller pieces as long as it still fails (the ddmin of
 * Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002).
 */
final class Shrinker {
    private final Predicate<List<Step>> fails;
    private int triesLeft;

    /**
     * @param fails whether these steps still break the same promise
     * @param tries histories told, at most
     */
    Shrinker(Predicate<List<Step>> fails, int tries) {
        this.fails = fails;
        triesLeft = tries;
    }

    /** As few steps as were found to fail; those given when they do not fail when they are told again. */
    List<Step> shrink(List<Step> steps) {
        if (!stillFails(steps)) return steps;
        List<Step> left = steps;
        int pieces = 2;
        while (left.size() >= 2 && triesLeft > 0) {
            List<Step> smaller = withoutOnePiece(left, pieces);
            if (smaller.size() < left.size()) {
                left = smaller;
                pieces = Math.max(pieces - 1, 2);
            } else if (pieces >= left.size()) {
                break;
            } else {
                pieces = Math.min(pieces * 2, left.size());
            }
        }
        return left;
    }

    private List<Step> withoutOnePiece(List<Step> steps, int pieces) {
        for (int piece = pieces - 1; piece >= 0 && triesLeft > 0; piece--) {
            int from = steps.size() * piece / pieces;
            int to = steps.size() * (piece + 1) / pieces;
            List<Step> rest = new ArrayList<>(steps.subList(0, from));
            rest.addAll(steps.subList(to, steps.size()));
            if (rest.size() < steps.size() && stillFails(rest)) return rest;
        }
        return steps;
    }

    private boolean stillFails(List<Step> steps) {
        triesLeft--;
        return fails.test(steps);
    }
}
