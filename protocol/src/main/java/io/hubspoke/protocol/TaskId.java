// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** The name of one task within its project. Follows {@link Names#requireId}. */
public record TaskId(@JsonValue String value) implements Comparable<TaskId> {
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public TaskId {
        Names.requireId("task id", value);
    }

    public static TaskId of(String value) {
        return new TaskId(value);
    }

    @Override
    public int compareTo(TaskId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
