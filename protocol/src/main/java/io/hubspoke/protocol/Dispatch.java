// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** Who hands out the work. */
public enum Dispatch {
    /** The hub assigns each ready task to an idle, attached agent of its type, in queue order. */
    AUTOMATIC,
    /** Only AssignTask and ClaimTask hand out work. */
    MANUAL
}
