// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

/** Ends a command with one sentence that says what to do, and an exit code. */
public final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    public Failure(int exitCode, String sentence) {
        super(sentence);
        this.exitCode = exitCode;
    }

    public Failure(int exitCode, String sentence, Throwable cause) {
        super(sentence, cause);
        this.exitCode = exitCode;
    }

    public int exitCode() {
        return exitCode;
    }
}
