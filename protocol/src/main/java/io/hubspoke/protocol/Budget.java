// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/**
 * What a project may use before a person is asked; zero means no limit. Money is in millionths, as in {@link Usage}.
 */
public record Budget(long tokens, long costMicros) {
    public static final Budget UNLIMITED = new Budget(0, 0);

    public Budget {
        if (tokens < 0 || costMicros < 0) throw new IllegalArgumentException("a budget must not be negative");
    }

    public boolean exceededBy(Usage usage) {
        return (tokens > 0 && usage.tokens() > tokens) || (costMicros > 0 && usage.costMicros() > costMicros);
    }

    public Budget plus(Budget more) {
        return new Budget(Math.addExact(tokens, more.tokens), Math.addExact(costMicros, more.costMicros));
    }
}
