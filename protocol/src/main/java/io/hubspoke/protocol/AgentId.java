// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of one agent (a spoke) within its project. Follows {@link Names#requireId}. */
public record AgentId(@JsonValue String value) implements Comparable<AgentId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public AgentId {
        Names.requireId("agent id", value);
    }

    public static AgentId of(String value) {
        return new AgentId(value);
    }

    @Override
    public int compareTo(AgentId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
