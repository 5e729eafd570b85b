// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

/** How urgently a person is needed at a gate. */
public enum Severity {
    LOW,
    NORMAL,
    HIGH,
    CRITICAL;

    /** One step up; critical stays critical. */
    public Severity raised() {
        return switch (this) {
            case LOW -> NORMAL;
            case NORMAL -> HIGH;
            case HIGH, CRITICAL -> CRITICAL;
        };
    }
}
