// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.TaskStatus;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Whether what time alone brings comes in time: ends of leases, retries, ends of consultations and gates. Nobody asks
 * for these, so they are looked for again and again while the hub has nothing to excuse it.
 */
final class DueModel {
    /** Enough for all that may stand before it in a full line, commit by commit. */
    private static final Duration LATE_MAX = Duration.ofSeconds(1);

    /** The journal's breaker waits eight seconds, and two is the longest pause before it is read again. */
    private static final Duration TROUBLE_MAX = Duration.ofSeconds(12);

    /** The timer of the hub sleeps no longer than this, so that it sees in time that its clock went forward. */
    private static final Duration SLEEP_MAX = Duration.ofMinutes(1);

    private static final long LOOK_NANOS = 100_000_000;

    private final Findings findings;
    private final WorkModel work;
    private final GateModel gates;
    private final MailModel mail;
    private long nextLook;
    private long excusedUntil;

    DueModel(Findings findings, WorkModel work, GateModel gates, MailModel mail) {
        this.findings = findings;
        this.work = work;
        this.gates = gates;
        this.mail = mail;
    }

    /** Something is wrong with the journal or the process. */
    void trouble(long nanos) {
        excuse(nanos, TROUBLE_MAX);
    }

    void clockWentForward(long nanos) {
        excuse(nanos, SLEEP_MAX.plus(LATE_MAX));
    }

    /** Until the clock is where it was, the hub may take it for earlier than it knows it to be. */
    void clockWentBack(long nanos, long millis) {
        excusedUntil = Math.max(excusedUntil, nanos) + millis * 1_000_000;
    }

    private void excuse(long nanos, Duration time) {
        excusedUntil = Math.max(excusedUntil, nanos + time.toNanos());
    }

    /** @param nanos since the beginning */
    void look(long nanos, InstantSource clock) {
        if (nanos < nextLook) return;
        nextLook = nanos + LOOK_NANOS;
        if (nanos < excusedUntil) return;
        Instant before = clock.instant().minus(LATE_MAX);
        work.tasks.forEach((id, task) -> {
            if (task.holder != null) onTime(task.until, before, id);
            else if (task.status == TaskStatus.RETRYING) onTime(task.dueAt, before, id);
        });
        gates.deadlines().forEach((gate, deadline) -> onTime(deadline, before, gate));
        mail.consultations().forEach((id, asked) -> onTime(asked.deadline(), before, id));
    }

    private void onTime(Instant due, Instant before, Object what) {
        findings.require(!due.isBefore(before), "what is due is done in time", what, due, before);
    }
}
