// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** What happens when nobody decided in time. None of these approves. */
public enum GateExpiry {
    /** The gate closes as EXPIRED, which its asker must treat like a rejection. */
    REJECT,
    /** The gate stays open, without a further deadline. */
    STAY_OPEN,
    /** The gate stays open one severity higher, with the same time again until it is critical. */
    RAISE_SEVERITY
}
