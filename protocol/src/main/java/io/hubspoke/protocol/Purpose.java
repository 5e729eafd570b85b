// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** What an assignment is for. */
public enum Purpose {
    WORK,
    /** Another agent's result is to be checked; completing means it holds, failing sends the task back. */
    VERIFY
}
