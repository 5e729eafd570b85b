// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of one project: one orchestrator, one journal, one state. Follows {@link Names#requireId}. */
public record ProjectId(@JsonValue String value) implements Comparable<ProjectId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ProjectId {
        Names.requireId("project id", value);
    }

    public static ProjectId of(String value) {
        return new ProjectId(value);
    }

    @Override
    public int compareTo(ProjectId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
