// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** What an agent is doing, as the hub sees it; whether it is attached stands beside it. */
public enum AgentStatus {
    /** Has no work; may be given some. */
    IDLE,
    /** Holds a lease. */
    ACTIVE,
    /** Held by an operator or by an open gate: gets no work and no letter but gate results. */
    PAUSED,
    /** Will never work again; only unregistering is left. */
    STOPPED
}
