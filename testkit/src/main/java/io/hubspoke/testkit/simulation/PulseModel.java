// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event.LeaseExpired;
import io.hubspoke.protocol.Event.LeaseRenewed;
import io.hubspoke.protocol.wire.ToOrchestrator.Heartbeat;
import io.hubspoke.protocol.wire.ToOrchestrator.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Who was heard, and until when a lease is safe for it: no event tells that, so it is watched at the hub's door. It
 * claims nothing any more once the clock was set back, since then nobody knows what is later.
 */
final class PulseModel {
    /** @param end until when the lease is safe; long past when its holder was once silent for too long */
    private record Pulse(Lease lease, Instant end) {}

    private record Beat(AgentId agent, long incarnation, Lease lease, Instant at) {}

    private final Findings findings;
    /** All that was ever heard, for a renewal that waits behind a slow write is stored late. */
    private final Set<Beat> beats = new HashSet<>();

    private final Set<Instant> readings = new HashSet<>();
    private final Map<AgentId, Long> seated = new HashMap<>();
    private final Map<AgentId, Pulse> pulses = new HashMap<>();
    private Instant started = Instant.MIN;
    private boolean trusted = true;

    PulseModel(Findings findings) {
        this.findings = findings;
    }

    /** What the process before has heard is gone with it. */
    void hubStarted(Instant now) {
        seated.clear();
        pulses.clear();
        started = now;
    }

    /** The journal was read to its end, and each lease holds for its full time again. */
    void journalRead(Instant now) {
        readings.add(now);
    }

    void clockWentBack() {
        trusted = false;
    }

    /** The hub has told this host that it is attached. */
    void attached(AgentId agent, long incarnation) {
        seated.put(agent, incarnation);
    }

    void detached(AgentId agent) {
        seated.remove(agent);
    }

    /** The hub hears this now. */
    void heard(Heartbeat beat, WorkModel work, Instant now) {
        beat.lease().ifPresent(lease -> beats.add(new Beat(beat.agent(), beat.incarnation(), lease, now)));
        if (!Long.valueOf(beat.incarnation()).equals(seated.get(beat.agent()))) return;
        beat.lease().ifPresent(lease -> {
            WorkModel.Task task = work.tasks.get(lease.task());
            if (task == null || task.epoch != lease.epoch() || !beat.agent().equals(task.holder)) return;
            Duration time = task.limits.lease();
            boolean inTime = now.isBefore(end(beat.agent(), lease, task, time));
            pulses.put(beat.agent(), new Pulse(lease, inTime ? now.plus(time) : Instant.MIN));
        });
    }

    private Instant end(AgentId agent, Lease lease, WorkModel.Task task, Duration time) {
        Pulse before = pulses.get(agent);
        if (before != null && before.lease().equals(lease)) return before.end();
        Instant granted = started.equals(Instant.MIN) ? started : started.plus(time);
        return granted.isAfter(task.until) ? granted : task.until;
    }

    /** A lease goes on; an agent that is started anew holds none, so it is that of the holder's last incarnation. */
    void renewed(LeaseRenewed event, WorkModel.Task task, AgentModel agents) {
        if (task.holder == null) return;
        Instant heard = event.until().minus(task.limits.lease());
        Lease lease = new Lease(event.task(), event.epoch());
        Beat beat = new Beat(task.holder, agents.get(task.holder).lastIncarnation, lease, heard);
        findings.require(
                beats.contains(beat) || readings.contains(heard),
                "a lease is renewed by its holder's heartbeats alone",
                event,
                beat);
    }

    /** A lease has ended; only those that ended because nobody was heard are judged. */
    void expired(LeaseExpired event, WorkModel.Task task, Instant at) {
        if (!trusted || !event.reason().startsWith("no heartbeat")) return;
        Pulse pulse = pulses.get(event.agent());
        if (pulse != null && pulse.lease().equals(new Lease(event.task(), event.epoch())))
            findings.require(!at.isBefore(pulse.end()), "who is heard keeps its lease", event, at, pulse);
        // What was decided before the start may be stored after it.
        boolean decidedSince = at.isAfter(started);
        findings.require(
                !decidedSince || !at.isBefore(started.plus(task.limits.lease())),
                "a hub that was down gives everybody his time again",
                event,
                at,
                started);
    }
}
