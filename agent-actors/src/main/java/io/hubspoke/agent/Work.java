// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.agent.Note.Ending;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.wire.ToOrchestrator.Lease;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import java.util.Optional;
import java.util.function.Consumer;

/** One attempt of one task under one lease, and the thread that does it. Belongs to one actor. */
final class Work {
    /** Where the attempt stands. */
    enum Phase {
        /** The hub has not yet confirmed that it may begin. */
        STARTING,
        /** It may begin, but the agent is paused. */
        HELD,
        RUNNING,
        /** The thread has ended; the hub has not yet confirmed the outcome. */
        CLOSING
    }

    final long letter;
    final Letter.Assignment assignment;
    final Lease lease;
    Phase phase = Phase.STARTING;
    /** The lease is void: nothing is said to the hub about this attempt any more. */
    boolean isVoid;
    /** Why it was told to stop. */
    Optional<String> stopReason = Optional.empty();

    private Optional<Thread> thread = Optional.empty();

    Work(long letter, Letter.Assignment assignment) {
        this.letter = letter;
        this.assignment = assignment;
        this.lease = new Lease(assignment.task().id(), assignment.epoch());
    }

    void launch(Agent agent, Hub hub, Consumer<Note> host) {
        phase = Phase.RUNNING;
        String name = "agent-%s-%s-%d".formatted(hub.self(), lease.task(), lease.epoch());
        thread = Optional.of(Thread.ofVirtual()
                .name(name)
                .start(() -> host.accept(new Note.WorkEnded(this, run(agent, hub)))));
    }

    void stop(String reason) {
        if (stopReason.isEmpty()) stopReason = Optional.of(reason);
        thread.ifPresent(Thread::interrupt);
    }

    /** Whatever agent code throws is an outcome: the thread must always report. */
    private Ending run(Agent agent, Hub hub) {
        try {
            return new Ending.Finished(agent.work(assignment, hub));
        } catch (AgentFailure failure) {
            return new Ending.Failed(failure.reason(), failure.isRetryable());
        } catch (InterruptedException told) {
            return new Ending.Interrupted();
        } catch (Throwable trouble) {
            return new Ending.Failed(Texts.of(trouble), true);
        }
    }

    @Override
    public String toString() {
        return "task %s, epoch %d".formatted(lease.task(), lease.epoch());
    }
}
