// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** Why the hub has stopped to ask a person; it decides what an approval does. */
public enum GateCause {
    /** An agent or operator asked; the answer goes back to the agent. */
    ESCALATION,
    /**
     * The plan wants a person before this task; approval lets it go on, or completes it when it has no work of its own.
     */
    TASK_APPROVAL,
    /** All attempts failed; approval retries the task. */
    ATTEMPTS_USED_UP,
    /** The task was lost with its agents too often; approval retries it. */
    LEASES_LOST,
    /** The same message went the same way too often; approval lets the sender go on. */
    LOOP,
    /** The budget is used up; approval grants the same budget once more. */
    BUDGET
}
