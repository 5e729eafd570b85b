// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.Arrays;

/** What several looks at the same thing say together. */
final class Samples {
    private Samples() {}

    static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(0);
    }

    /** Twice the standard error of the mean, as a share of it; 1 when there is too little to tell. */
    static double noise(double[] values) {
        double mean = mean(values);
        if (values.length < 2 || mean == 0) return 1;
        double squares = Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .sum();
        return 2 * Math.sqrt(squares / (values.length - 1) / values.length) / mean;
    }
}
