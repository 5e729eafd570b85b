// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/**
 * How a gate was closed, as its asker and later attempts of its task are told.
 *
 * @param by who decided; the hub when it expired or was canceled
 * @param option the option chosen, or empty text
 * @param text the edited text or the response, or empty text
 */
public record GateOutcome(
        GateId gate, String reason, GateStatus status, Principal by, String option, String comment, String text) {

    /** True only for an explicit approval, with or without an edit. */
    public boolean approved() {
        return status == GateStatus.APPROVED || status == GateStatus.EDITED;
    }
}
