// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * How urgent a task is: any int, and a <b>higher number goes first</b>. Systems that count the other way convert at the
 * border.
 */
public record Priority(@JsonValue int value) {
    public static final Priority NORMAL = new Priority(0);

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public Priority {}

    @Override
    public String toString() {
        return Integer.toString(value);
    }
}
