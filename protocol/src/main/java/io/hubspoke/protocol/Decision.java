// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** The four ways in which a person closes a gate. */
public enum Decision {
    /** Go on as proposed. */
    APPROVE(GateStatus.APPROVED),
    /** Go on with the changed text given. */
    EDIT(GateStatus.EDITED),
    /** Do not go on. */
    REJECT(GateStatus.REJECTED),
    /** An answer in words; the asker decides what it means. */
    RESPOND(GateStatus.RESPONDED);

    private final GateStatus status;

    Decision(GateStatus status) {
        this.status = status;
    }

    public GateStatus status() {
        return status;
    }
}
