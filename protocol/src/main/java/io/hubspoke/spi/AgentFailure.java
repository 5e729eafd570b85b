// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.spi;

/** An attempt failed, with a reason that people will read. */
public final class AgentFailure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean retryable;

    private AgentFailure(String reason, boolean retryable) {
        super(reason);
        this.retryable = retryable;
    }

    /** Another attempt may succeed. */
    public static AgentFailure retryable(String reason) {
        return new AgentFailure(reason, true);
    }

    /** No further attempt would help; a person is asked. */
    public static AgentFailure permanent(String reason) {
        return new AgentFailure(reason, false);
    }

    public boolean isRetryable() {
        return retryable;
    }

    /** The reason; never null. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
