// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a fork has from its source, as its history tells: a plan may ask otherwise of that. A project that is no fork
 * has nothing of the sort.
 */
final class Inherited {
    /** How the commands begin with which a run enqueues the tasks of its plan. */
    static final String PLANNED = "plan:tasks:";

    private final Set<TaskId> planned = new TreeSet<>();
    private long upTo;

    /** The next event of the history. */
    void take(Recorded recorded) {
        switch (recorded.event()) {
            case Event.ForkedFrom forked -> upTo = recorded.revision();
            case Event.TaskEnqueued e
            when recorded.command().value().startsWith(PLANNED) ->
                planned.add(e.task().id());
            default -> {}
        }
    }

    boolean isFork() {
        return upTo > 0;
    }

    /** Registered in the source. */
    boolean has(AgentRecord agent) {
        return agent.registered() <= upTo;
    }

    /** Enqueued in the source, and not tried anew by an operator of the fork. */
    boolean has(TaskRecord task) {
        return task.arrival().revision() <= upTo && task.retriedAt() <= upTo;
    }

    /** By a plan of the source, and not by an agent or operator. */
    boolean planned(TaskRecord task) {
        return has(task) && planned.contains(task.id());
    }
}
