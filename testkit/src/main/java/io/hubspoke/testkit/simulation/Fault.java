// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

/** What can go wrong in a simulated world. */
public enum Fault {
    /** The hub's process dies while a commit is on its way to the disk; nothing of it is stored. */
    CRASH_BEFORE_WRITE(0.01),
    /** The hub's process dies when a commit is stored and nobody knows it yet. */
    CRASH_AFTER_WRITE(0.01),
    /** The process dies in the middle of a write: a part of the row is on the disk until the disk takes it back. */
    TORN_WRITE(0.004),
    /** A write fails and nothing is stored. */
    LOST_WRITE(0.02),
    /** A write is reported as failed, and is stored. */
    UNREPORTED_WRITE(0.02),
    /** A write is reported as failed, and is stored later, unless another row has taken its place. */
    LATE_WRITE(0.01),
    /** A write takes up to twelve seconds, longer than the journal's circuit breaker waits. */
    SLOW_WRITE(0.02),
    /** The journal cannot be read to its end. */
    FAILED_READ(0.2),
    /** The newest snapshot is gone. */
    LOST_SNAPSHOT(0.3),
    /** A snapshot was changed on the disk. */
    DAMAGED_SNAPSHOT(0.3),
    /** A snapshot cannot be saved. */
    UNSAVED_SNAPSHOT(0.3),

    /** A message between hub and client does not arrive. */
    DROPPED(0.02),
    /** A message arrives twice, the second time up to two seconds later. */
    DUPLICATED(0.02),
    /** A message, and those behind it on the same way, take up to four seconds. */
    DELAYED(0.01),
    /** A message is overtaken by those behind it. */
    REORDERED(0.03),

    /** An agent cannot digest a letter. */
    INDIGESTIBLE_LETTER(0.03),

    /** The hub's process dies and starts again. */
    CRASH(0.02, true),
    /** The hub is stopped in order and starts again. */
    RESTART(0.02, true),
    /** The hub's process dies again and again, mostly while it reads its journal. */
    RESTART_STORM(0.005, true),
    /** The journal fails, reading and writing, for some seconds. */
    JOURNAL_DOWN(0.01, true),
    /** The clock of the hub jumps forward by up to an hour. */
    CLOCK_FORWARD(0.01, true),
    /** The clock of the hub is set back by up to two seconds. */
    CLOCK_BACK(0.01, true),
    /** A host ends, and the hub is told by its actor system; the agent comes back in a new one. */
    AGENT_DEATH(0.02, true),
    /** A host falls silent for good, and nobody is told; the agent comes back in a new one. */
    AGENT_VANISHES(0.01, true),
    /** A second host of an agent starts while the first goes on. */
    SECOND_HOST(0.01, true),
    /** A host does and hears nothing for longer than its lease, then goes on. */
    SLOW_AGENT(0.02, true),
    /** An agent and the hub cannot reach each other for some seconds. */
    PARTITION(0.01, true),
    /** Two operators decide about the same gate, or cancel and retry the same task, at once. */
    OPERATOR_RACE(0.04, true),
    /** A hundred commands come at once. */
    OVERLOAD(0.004, true);

    private final double rate;
    private final boolean timed;

    Fault(double rate) {
        this(rate, false);
    }

    Fault(double rate, boolean timed) {
        this.rate = rate;
        this.timed = timed;
    }

    /** How often it strikes when it could, in a history that knows it. */
    double rate() {
        return rate;
    }

    /** Strikes at a moment that the history chooses, rather than at a write or message. */
    boolean timed() {
        return timed;
    }
}
