// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import java.util.ArrayDeque;
import java.util.NavigableMap;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The numbered commands of one agent, each kept until it is answered. A command is given its number when it is first
 * sent and keeps it for ever: whatever is repeated is repeated under the same number, in order. Belongs to one actor.
 */
public final class Outbox {
    /** Puts one command on its way. */
    public interface Wire {
        void send(long number, AgentCommand command);
    }

    private record Waiting(AgentCommand command, Consumer<Reply> onReply) {}

    private static final class Sent {
        final AgentCommand command;
        final Consumer<Reply> onReply;
        boolean putOff;
        int copies;
        int copiesPutOff;

        Sent(Waiting waiting) {
            command = waiting.command();
            onReply = waiting.onReply();
        }
    }

    private final Wire wire;
    private final int inFlightMax;
    private final int waitingMax;
    private final NavigableMap<Long, Sent> inFlight = new TreeMap<>();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private long last;
    private boolean attached;
    private int putOff;

    /**
     * @param inFlightMax commands sent and not yet answered, at most
     * @param waitingMax commands offered that may wait behind them
     */
    public Outbox(Wire wire, int inFlightMax, int waitingMax) {
        this.wire = wire;
        this.inFlightMax = inFlightMax;
        this.waitingMax = waitingMax;
    }

    /** Takes a command of the agent's code; refused as overloaded when too many wait. */
    public void offer(AgentCommand command, Consumer<Reply> onReply) {
        if (waiting.size() >= waitingMax) {
            onReply.accept(new Reply.Rejected(new Rejection.Overloaded(1_000)));
        } else {
            submit(command, onReply);
        }
    }

    /** Takes a command of the host itself; never refused, for there are few of them. */
    public void submit(AgentCommand command, Consumer<Reply> onReply) {
        waiting.add(new Waiting(command, onReply));
        flush();
    }

    /**
     * A reply has arrived; a reply to what is not in flight is ignored.
     *
     * @return milliseconds after which {@link #repeatPutOff} is wanted, when the hub put the command off
     */
    public OptionalLong answered(long number, Reply reply) {
        Sent sent = inFlight.get(number);
        if (sent == null) return OptionalLong.empty();
        OptionalLong pause = pause(reply);
        if (pause.isPresent()) {
            if (!sent.putOff) putOff++;
            sent.putOff = true;
            if (!(reply instanceof Reply.Undetermined)) sent.copiesPutOff++;
            return pause;
        }
        if (sent.putOff) putOff--;
        inFlight.remove(number);
        if (neverSeen(sent, reply)) {
            waiting.addFirst(new Waiting(sent.command, sent.onReply));
        } else {
            sent.onReply.accept(reply);
        }
        flush();
        return OptionalLong.empty();
    }

    /** Sends again what the hub put off, in order, then what waits behind it. */
    public void repeatPutOff() {
        putOff = 0;
        inFlight.forEach((number, sent) -> {
            if (sent.putOff) {
                sent.putOff = false;
                send(number, sent);
            }
        });
        flush();
    }

    /**
     * The hub knows this host; everything unanswered is sent again, and new numbers lie above all that the hub has
     * seen.
     */
    public void attached(long commandsSeen) {
        attached = true;
        last = Math.max(last, commandsSeen);
        putOff = 0;
        inFlight.forEach((number, sent) -> {
            sent.putOff = false;
            send(number, sent);
        });
        flush();
    }

    /** Whether a command is under way whose reply is missing. */
    public boolean isUnanswered() {
        return !inFlight.isEmpty();
    }

    /** New commands stay behind those that were put off, so that order is kept. */
    private void flush() {
        while (attached && putOff == 0 && inFlight.size() < inFlightMax && !waiting.isEmpty()) {
            Sent sent = new Sent(waiting.remove());
            inFlight.put(++last, sent);
            send(last, sent);
        }
    }

    private void send(long number, Sent sent) {
        sent.copies++;
        wire.send(number, sent.command);
    }

    /**
     * No copy had an effect, so the command may go under a new number: the number has become too old while the hub
     * refused every earlier copy for overload, or it belongs to another host of this agent that had the place in
     * between.
     */
    private static boolean neverSeen(Sent sent, Reply reply) {
        return (reply instanceof Reply.Rejected(Rejection.CommandTooOld tooOld) && sent.copies == sent.copiesPutOff + 1)
                || reply instanceof Reply.Rejected(Rejection.CommandReused elsewhere);
    }

    private static OptionalLong pause(Reply reply) {
        return switch (reply) {
            case Reply.Undetermined unknown -> OptionalLong.of(unknown.retryAfterMillis());
            case Reply.Rejected(Rejection.Overloaded overloaded) -> OptionalLong.of(overloaded.retryAfterMillis());
            case Reply.Rejected rejected -> OptionalLong.empty();
            case Reply.Accepted accepted -> OptionalLong.empty();
        };
    }
}
