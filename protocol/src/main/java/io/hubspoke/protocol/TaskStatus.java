// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** The one state a task is in. */
public enum TaskStatus {
    /** Waits for the tasks it needs. */
    PENDING,
    /** Waits for a person to close its gate. */
    BLOCKED,
    /** May be given to an agent of its type. */
    READY,
    /** Given to an agent under a lease, not yet started. */
    ASSIGNED,
    /** Its agent has started. */
    RUNNING,
    /** Done by one agent, and waits for or undergoes verification by another. */
    VERIFYING,
    /** An attempt failed; waits for its back-off. */
    RETRYING,
    COMPLETED,
    FAILED,
    CANCELED;

    /** Completed, failed or canceled: only an operator's retry moves a failed or canceled task again. */
    public boolean finished() {
        return this == COMPLETED || this == FAILED || this == CANCELED;
    }
}
