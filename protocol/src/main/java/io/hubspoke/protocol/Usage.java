// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** What work has cost; never negative. Money is in millionths of the project's currency, so that it adds up exactly. */
public record Usage(long inputTokens, long outputTokens, long costMicros) {
    public static final Usage NONE = new Usage(0, 0, 0);

    public Usage {
        if (inputTokens < 0 || outputTokens < 0 || costMicros < 0) {
            throw new IllegalArgumentException("usage must not be negative");
        }
    }

    public Usage plus(Usage other) {
        return new Usage(
                Math.addExact(inputTokens, other.inputTokens),
                Math.addExact(outputTokens, other.outputTokens),
                Math.addExact(costMicros, other.costMicros));
    }

    public long tokens() {
        return Math.addExact(inputTokens, outputTokens);
    }
}
