// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.Command.LeaseRenewal;
import io.hubspoke.protocol.Command.Tick;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** What time alone does: leases end or are renewed, retries fall due, consultations and gates expire. */
final class TimeRules {
    /** Things of each sort that one tick moves, so that one commit stays bounded; the next tick comes at once. */
    static final int DUE_MAX = 1_000;

    private TimeRules() {}

    static Optional<Rejection> tick(Draft draft, Tick tick) {
        Map<TaskId, LeaseRenewal> renewals = new HashMap<>();
        tick.renewals().forEach(renewal -> renewals.put(renewal.task(), renewal));
        ProjectState state = draft.state();
        for (TaskId task : state.tasks().due(draft.now(), DUE_MAX))
            taskDue(draft, task, Optional.ofNullable(renewals.get(task)));
        for (ConsultationId consultation : state.consultations().due(draft.now(), DUE_MAX))
            ConsultationRules.expire(draft, consultation);
        // What one gate decides may cancel another.
        for (GateId gate : state.gates().due(draft.now(), DUE_MAX)) {
            if (draft.state().gates().get(gate).open()) GateRules.expire(draft, gate);
        }
        return Optional.empty();
    }

    private static void taskDue(Draft draft, TaskId id, Optional<LeaseRenewal> renewal) {
        TaskRecord task = draft.state().tasks().get(id);
        if (task.lease().isEmpty()) {
            draft.record(new Event.TaskRetryDue(id));
            return;
        }
        Optional<Instant> until = renewal.filter(
                        seen -> seen.epoch() == task.epoch() && seen.until().isAfter(draft.now()))
                .map(LeaseRenewal::until);
        if (until.isPresent()) {
            draft.record(new Event.LeaseRenewed(id, task.epoch(), until.get()));
        } else {
            LeaseRules.lose(
                    draft, id, "no heartbeat from agent " + task.lease().get().agent());
        }
    }
}
