// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** Where a gate stands; it leaves {@code OPEN} once and never comes back. */
public enum GateStatus {
    OPEN,
    APPROVED,
    EDITED,
    REJECTED,
    RESPONDED,
    /** Its deadline passed and its expiry rule was to reject; never an approval. */
    EXPIRED,
    /** What it asked about is gone: the task was canceled or the agent unregistered. */
    CANCELED
}
