// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import java.util.Map;

/**
 * What an agent hands in for a task.
 *
 * @param summary what was done, in words
 * @param outputs facts for the tasks that need this one, ordered by name
 */
public record TaskResult(String summary, Map<String, String> outputs) {
    public static final TaskResult EMPTY = new TaskResult("", Map.of());

    public TaskResult {
        outputs = Ordered.byName(outputs);
    }

    public static TaskResult of(String summary) {
        return new TaskResult(summary, Map.of());
    }
}
