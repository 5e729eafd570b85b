// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Dispatch;
import java.util.List;

/**
 * Automatic dispatch: each ready task, in queue order, to the first idle and attached agent of its type. It is part
 * of every decision, so there is no moment at which a task and an agent wait for each other.
 */
final class Dispatcher {
    private Dispatcher() {}

    static void run(Draft draft) {
        ProjectState before = draft.state();
        if (before.tasks().queuedTypes().isEmpty()) return;
        if (before.settings().dispatch() != Dispatch.AUTOMATIC
                || Evolution.project(before).overBudget()) return;
        for (AgentType type : List.copyOf(before.tasks().queuedTypes())) {
            for (AgentId id : List.copyOf(draft.state().agents().availableOf(type))) {
                AgentRecord agent = draft.state().agents().get(id);
                LeaseRules.nextFor(draft.state(), agent).ifPresent(task -> LeaseRules.give(draft, task, id));
            }
        }
    }
}
