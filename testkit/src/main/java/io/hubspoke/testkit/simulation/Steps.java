// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The steps of a history: written down while it is made up, or given when it is told again. */
final class Steps {
    private final boolean told;
    private final List<Step> steps;
    private final Set<Step.Strike> strikes = new HashSet<>();

    private Steps(boolean told, List<Step> steps) {
        this.told = told;
        this.steps = steps;
    }

    /** To be made up. */
    static Steps none() {
        return new Steps(false, new ArrayList<>());
    }

    /** To be told again. */
    static Steps of(List<Step> given) {
        Steps steps = new Steps(true, List.copyOf(given));
        for (Step step : given) if (step instanceof Step.Strike strike) steps.strikes.add(strike);
        return steps;
    }

    boolean told() {
        return told;
    }

    boolean strikes(Fault fault, long occasion) {
        return !strikes.isEmpty() && strikes.contains(new Step.Strike(fault, occasion));
    }

    void add(Step step) {
        if (!told) steps.add(step);
    }

    List<Step> all() {
        return List.copyOf(steps);
    }
}
