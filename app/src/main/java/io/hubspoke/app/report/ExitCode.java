// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

/** What the process ends with. The launcher adds 69: no suitable Java. */
public final class ExitCode {
    public static final int DONE = 0;

    /** A task failed, or the command could not be carried out. */
    public static final int FAILED = 1;

    /** The command line or the plan is wrong; nothing was done. */
    public static final int USAGE = 2;

    /** Nothing will move before a person decides at a gate. */
    public static final int WAITING = 3;

    /** Not allowed: this person may not decide, or another process holds the journal. */
    public static final int NOT_ALLOWED = 4;

    public static final int VERIFICATION_FAILED = 5;

    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
