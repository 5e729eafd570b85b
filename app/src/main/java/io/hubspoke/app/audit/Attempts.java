// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Who held which task from when to when, and how it ended: one for each lease. */
final class Attempts {
    private final long from;
    private final List<Attempt> ended = new ArrayList<>();
    private final Map<TaskId, Held> held = new LinkedHashMap<>();

    Attempts(long from) {
        this.from = from;
    }

    /**
     * One lease.
     *
     * @param from the revision of the assignment
     * @param fromMillis its instant
     * @param started the revision at which the agent began, 0 when it did not
     * @param to the revision at which the lease ended, 0 while it holds
     * @param end how, empty while it holds
     * @param renewals the revisions at which the lease was prolonged
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Attempt(
            String task,
            String agent,
            long epoch,
            int attempt,
            String purpose,
            long from,
            long fromMillis,
            long started,
            long to,
            String end,
            String reason,
            List<Long> renewals) {}

    private static final class Held {
        private final Event.TaskAssigned assigned;
        private final long revision;
        private final long millis;
        private final List<Long> renewals = new ArrayList<>();
        private long started;

        Held(Event.TaskAssigned assigned, Recorded recorded) {
            this.assigned = assigned;
            this.revision = recorded.revision();
            this.millis = recorded.at().toEpochMilli();
        }

        Attempt until(long to, Event event) {
            boolean verify = assigned.purpose() == Purpose.VERIFY;
            return switch (event) {
                case Event.TaskCompleted e ->
                    until(
                            to,
                            verify ? "confirmed" : "completed",
                            Texts.brief(e.result().summary()));
                case Event.TaskVerificationRequested e ->
                    until(to, "handed-in", Texts.brief(e.result().summary()));
                case Event.TaskAttemptFailed e -> until(to, verify ? "refused" : "failed", Texts.brief(e.reason()));
                case Event.LeaseExpired e -> until(to, "lost", Texts.brief(e.reason()));
                case Event.TaskReleased e -> until(to, "released", Texts.brief(e.reason()));
                case Event.TaskCanceled e -> until(to, "canceled", Texts.brief(e.reason()));
                default -> until(to, "ended", "");
            };
        }

        Attempt until(long to, String end, String reason) {
            return new Attempt(
                    assigned.task().value(),
                    assigned.agent().value(),
                    assigned.epoch(),
                    assigned.attempt(),
                    assigned.purpose() == Purpose.VERIFY ? "verify" : "work",
                    revision,
                    millis,
                    started,
                    to,
                    end,
                    reason,
                    List.copyOf(renewals));
        }
    }

    /** One event further, from the project's first on. */
    void step(Recorded recorded, ProjectState after) {
        switch (recorded.event()) {
            case Event.TaskAssigned e -> held.put(e.task(), new Held(e, recorded));
            case Event.TaskStarted e -> lease(e.task()).ifPresent(lease -> lease.started = recorded.revision());
            case Event.LeaseRenewed e -> lease(e.task()).ifPresent(lease -> lease.renewals.add(recorded.revision()));
            // Whatever else takes a lease away is seen by its absence.
            default ->
                Named.in(recorded.event()).tasks().stream()
                        .filter(task -> after.tasks()
                                .find(task)
                                .flatMap(TaskRecord::lease)
                                .isEmpty())
                        .forEach(task -> lease(task).ifPresent(lease -> end(task, lease, recorded)));
        }
    }

    /** In the order of their ends; those that still hold come last. */
    List<Attempt> all() {
        List<Attempt> all = new ArrayList<>(ended);
        held.values().forEach(lease -> all.add(lease.until(0, "", "")));
        return all;
    }

    private Optional<Held> lease(TaskId task) {
        return Optional.ofNullable(held.get(task));
    }

    private void end(TaskId task, Held lease, Recorded recorded) {
        held.remove(task);
        if (recorded.revision() >= from) ended.add(lease.until(recorded.revision(), recorded.event()));
    }
}
