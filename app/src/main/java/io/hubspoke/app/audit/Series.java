// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One value through time: a step for each revision at which it changed. So any revision is found by a binary search,
 * forward and back alike, and what does not change costs nothing.
 */
final class Series {
    private final List<@Nullable Object> steps = new ArrayList<>(2);

    /** From this revision on; revisions only grow. */
    void set(long revision, @Nullable Object value) {
        if (steps.isEmpty() || !Objects.equals(steps.getLast(), value)) {
            steps.add(revision);
            steps.add(value);
        }
    }

    /** Revision and value in turn. */
    @JsonValue
    List<@Nullable Object> steps() {
        return steps;
    }
}
