// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The number of one gate within its project, written {@code g-7}. The hub numbers from 1, without gaps. */
public record GateId(long number) implements Comparable<GateId> {
    public GateId {
        Names.requirePositive("gate id", number);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static GateId of(String text) {
        return new GateId(Names.requireNumbered("gate id", "g-", text));
    }

    @Override
    public int compareTo(GateId other) {
        return Long.compare(number, other.number);
    }

    @JsonValue
    @Override
    public String toString() {
        return "g-" + number;
    }
}
