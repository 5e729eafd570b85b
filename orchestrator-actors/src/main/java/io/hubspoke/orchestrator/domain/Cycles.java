// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds tasks that need each other in a circle; tasks that exist already cannot be part of one. */
public final class Cycles {
    private Cycles() {}

    private enum Mark {
        ON_PATH,
        DONE
    }

    private record Step(TaskId task, Iterator<TaskId> needs) {}

    /**
     * The first circle, beginning and ending with the same task; depth first and without recursion, so chains may be
     * long.
     */
    public static Optional<List<TaskId>> find(Map<TaskId, TaskSpec> tasks) {
        Map<TaskId, Mark> marks = new HashMap<>();
        for (TaskId start : tasks.keySet()) {
            if (marks.containsKey(start)) continue;
            ArrayDeque<Step> path = new ArrayDeque<>();
            path.push(step(tasks, start, marks));
            while (!path.isEmpty()) {
                Step step = path.peek();
                if (!step.needs().hasNext()) {
                    marks.put(path.pop().task(), Mark.DONE);
                    continue;
                }
                TaskId need = step.needs().next();
                if (marks.get(need) == Mark.ON_PATH) return Optional.of(circle(path, need));
                if (tasks.containsKey(need) && !marks.containsKey(need)) path.push(step(tasks, need, marks));
            }
        }
        return Optional.empty();
    }

    private static Step step(Map<TaskId, TaskSpec> tasks, TaskId id, Map<TaskId, Mark> marks) {
        marks.put(id, Mark.ON_PATH);
        TaskSpec spec = tasks.get(id);
        return new Step(
                id, spec == null ? List.<TaskId>of().iterator() : spec.needs().iterator());
    }

    private static List<TaskId> circle(ArrayDeque<Step> path, TaskId closing) {
        List<TaskId> circle = new ArrayList<>();
        circle.add(closing);
        for (Step step : path) {
            circle.add(step.task());
            if (step.task().equals(closing)) break;
        }
        return circle.reversed();
    }
}
