// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The number of one consultation within its project, written {@code c-7}. The hub numbers from 1, without gaps. */
public record ConsultationId(long number) implements Comparable<ConsultationId> {
    public ConsultationId {
        Names.requirePositive("consultation id", number);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ConsultationId of(String text) {
        return new ConsultationId(Names.requireNumbered("consultation id", "c-", text));
    }

    @Override
    public int compareTo(ConsultationId other) {
        return Long.compare(number, other.number);
    }

    @JsonValue
    @Override
    public String toString() {
        return "c-" + number;
    }
}
