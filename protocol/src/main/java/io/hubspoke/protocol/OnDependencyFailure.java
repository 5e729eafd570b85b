// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** What becomes of a task when one that it needs is canceled or rejected for good. */
public enum OnDependencyFailure {
    /** It stays pending until the needed task is retried and completes. */
    WAIT,
    /** It is canceled too, and so is what needs it in turn. */
    CANCEL
}
