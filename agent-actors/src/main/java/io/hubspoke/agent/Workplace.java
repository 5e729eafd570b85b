// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.agent.Note.Ending;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.ReleaseTask;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.wire.ToOrchestrator.Lease;
import io.hubspoke.spi.Agent;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one piece of work of an agent, from its assignment to the hub's last word on it. Work begins only after the hub
 * has confirmed the lease, so a late or repeated assignment has no effect. Belongs to one actor.
 */
final class Workplace {
    private static final Logger LOG = LoggerFactory.getLogger(Workplace.class);

    private final AgentId id;
    private final Agent agent;
    private final Line line;
    private final Outbox outbox;
    private final Consumer<Note> host;
    private final LongConsumer letterDone;
    private Optional<Work> current = Optional.empty();
    private Optional<Work> next = Optional.empty();
    private Optional<String> pause = Optional.empty();
    private boolean closed;
    private int textBytes = 2_048;

    Workplace(AgentId id, Agent agent, Line line, Outbox outbox, Consumer<Note> host, LongConsumer letterDone) {
        this.id = id;
        this.agent = agent;
        this.line = line;
        this.outbox = outbox;
        this.host = host;
        this.letterDone = letterDone;
    }

    /** The hub's limit for a long text. */
    void limit(int payloadBytes) {
        textBytes = payloadBytes;
    }

    void assigned(Letter letter, Letter.Assignment assignment) {
        Work work = new Work(letter.number(), assignment);
        if (closed || isKnown(work.lease)) {
            letterDone.accept(letter.number());
            return;
        }
        // One agent holds one lease: a new one says that the one before is void.
        abandon("the task was taken back");
        next.ifPresent(never -> letterDone.accept(never.letter));
        next = Optional.of(work);
        beginNext();
    }

    /** The lease to renew by heartbeats. */
    Optional<Lease> lease() {
        return current.filter(work -> !work.isVoid).map(work -> work.lease);
    }

    /** How often the lease must be renewed. */
    Optional<Duration> renewal() {
        return current.filter(work -> !work.isVoid)
                .map(work -> Duration.ofMillis(Math.max(20, work.assignment.leaseMillis() / 3)));
    }

    boolean isThreadRunning() {
        return current.filter(work -> work.phase == Work.Phase.RUNNING).isPresent();
    }

    /** An operator pauses the agent. Work that does not wait is told to stop and will be given back. */
    void pause(String reason) {
        pause = Optional.of(reason);
        if (!agent.waitsWhilePaused()) {
            current.filter(work -> work.phase == Work.Phase.RUNNING).ifPresent(work -> work.stop(reason));
        }
    }

    void resume() {
        pause = Optional.empty();
        current.filter(work -> work.phase == Work.Phase.HELD).ifPresent(this::launch);
    }

    /** The lease is void: the work stops, and nothing more is said about it. */
    void abandon(String reason) {
        current.ifPresent(work -> {
            work.isVoid = true;
            work.stop(reason);
            if (work.phase == Work.Phase.HELD || work.phase == Work.Phase.CLOSING) leave(work);
        });
    }

    /** A reply has said that a lease is stale; epoch 0 when the command named only the task. */
    void stale(TaskId task, long epoch) {
        current.filter(work -> work.lease.task().equals(task) && (epoch == 0 || work.lease.epoch() == epoch))
                .ifPresent(work -> abandon("the lease is stale"));
    }

    /** The agent ends: no further work, and the work in hand stops. */
    void close(String reason) {
        closed = true;
        next = Optional.empty();
        abandon(reason);
    }

    void ended(Work work, Ending ending) {
        // Work of a host before a restart ends here too, but its lease is not ours.
        if (current.filter(now -> now == work).isEmpty()) return;
        work.phase = Work.Phase.CLOSING;
        if (work.isVoid) {
            leave(work);
            return;
        }
        switch (ending) {
            case Ending.Finished finished -> complete(work, finished);
            case Ending.Failed failed when work.stopReason.isEmpty() -> fail(work, failed.reason(), failed.retryable());
            case Ending.Failed whileStopping -> release(work);
            case Ending.Interrupted told -> release(work);
        }
    }

    private boolean isKnown(Lease lease) {
        return current.filter(work -> work.lease.equals(lease)).isPresent()
                || next.filter(work -> work.lease.equals(lease)).isPresent();
    }

    private void beginNext() {
        if (current.isPresent() || next.isEmpty()) return;
        Work work = next.get();
        next = Optional.empty();
        current = Optional.of(work);
        say(new StartTask(work.lease.task(), work.lease.epoch()), reply -> confirmed(work, reply));
    }

    private void confirmed(Work work, Reply reply) {
        letterDone.accept(work.letter);
        if (work.isVoid || !(reply instanceof Reply.Accepted)) {
            LOG.info("agent {} does not begin {}: {}", id, work, work.stopReason.orElse(reply.toString()));
            leave(work);
        } else if (pause.isEmpty()) {
            launch(work);
        } else if (agent.waitsWhilePaused()) {
            work.phase = Work.Phase.HELD;
        } else {
            work.stop(pause.get());
            release(work);
        }
    }

    private void launch(Work work) {
        work.launch(agent, new HubClient(id, line, Optional.of(work.lease)), host);
    }

    private void complete(Work work, Ending.Finished finished) {
        say(new CompleteTask(work.lease.task(), work.lease.epoch(), finished.result()), reply -> {
            if (reply instanceof Reply.Rejected(var rejection)
                    && !(rejection instanceof Rejection.StaleLease)
                    && !work.isVoid) {
                fail(work, "the hub refused the result: " + rejection.sentence(), false);
            } else {
                leave(work);
            }
        });
    }

    private void fail(Work work, String reason, boolean retryable) {
        close(work, reason, text -> new FailTask(work.lease.task(), work.lease.epoch(), text, retryable));
    }

    private void release(Work work) {
        work.phase = Work.Phase.CLOSING;
        close(
                work,
                work.stopReason.orElse("the agent was interrupted"),
                text -> new ReleaseTask(work.lease.task(), work.lease.epoch(), text));
    }

    /** Ends the lease with a text, cut shorter when the hub finds it too large. */
    private void close(Work work, String text, Function<String, AgentCommand> command) {
        String fitting = Texts.clip(text, textBytes);
        say(command.apply(fitting), reply -> {
            if (reply instanceof Reply.Rejected(Rejection.TooLarge tooLarge) && fitting.length() > 16 && !work.isVoid) {
                close(work, Texts.clip(fitting, Math.min(tooLarge.limit(), fitting.length() / 2)), command);
            } else {
                leave(work);
            }
        });
    }

    private void leave(Work work) {
        if (current.filter(now -> now == work).isPresent()) {
            current = Optional.empty();
            beginNext();
        }
    }

    private void say(AgentCommand command, Consumer<Reply> onReply) {
        outbox.submit(command, reply -> {
            if (reply instanceof Reply.Rejected(var rejection)) {
                LOG.info("agent {}: {} was refused: {}", id, command.getClass().getSimpleName(), rejection.sentence());
            }
            onReply.accept(reply);
        });
    }
}
