// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.wire.ToAgent;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;

/**
 * The letters of one agent, from their delivery to their acknowledgement: work to the workplace, answers and
 * decisions to those who wait, messages and questions one after the other to the agent. Belongs to one actor.
 */
final class Mailroom {
    private static final Duration ACKNOWLEDGE_DELAY = Duration.ofMillis(500);

    private final Inbox inbox = new Inbox();
    private final Deque<Letter> backlog = new ArrayDeque<>();
    private final Lane lane;
    private final Promises promises;
    private final Outbox outbox;
    private final TimerScheduler<Note> timers;
    private boolean laneBusy;
    private boolean held;
    private boolean acknowledging;
    private boolean closed;

    Mailroom(Lane lane, Promises promises, Outbox outbox, TimerScheduler<Note> timers) {
        this.lane = lane;
        this.promises = promises;
        this.outbox = outbox;
        this.timers = timers;
    }

    void attached(long lettersSettled) {
        inbox.attached(lettersSettled);
        acknowledgeSoon();
    }

    void delivered(ToAgent.Deliver deliver, Workplace workplace) {
        deliver.letters().forEach(this::handOver);
        for (Letter letter : inbox.take(deliver)) {
            switch (letter.content()) {
                case Letter.Assignment assignment -> workplace.assigned(letter, assignment);
                case Letter.Message message -> backlog.add(letter);
                case Letter.Question question -> backlog.add(letter);
                case Letter.Answer answer -> inbox.done(letter.number());
                case Letter.GateClosed gate -> inbox.done(letter.number());
            }
        }
        startLane();
        acknowledgeSoon();
    }

    void handled(Note.Handled handled) {
        if (handled.lane() != lane) return;
        handled.done().forEach(inbox::done);
        handled.failed().forEach(inbox::failed);
        if (handled.idle()) {
            laneBusy = false;
            handled.left().reversed().forEach(backlog::addFirst);
            startLane();
        }
        acknowledgeSoon();
    }

    void done(long number) {
        inbox.done(number);
        acknowledgeSoon();
    }

    void acknowledge() {
        if (closed || acknowledging || inbox.acknowledgeable().isEmpty()) return;
        long upTo = inbox.acknowledgeable().getAsLong();
        acknowledging = true;
        timers.cancel(Note.Time.ACKNOWLEDGE);
        outbox.submit(new Acknowledge(upTo), reply -> {
            acknowledging = false;
            inbox.acknowledged(upTo);
            acknowledgeSoon();
        });
    }

    /** During a pause the letter in hand is finished, but no other is begun. */
    void hold(boolean hold) {
        held = hold;
        lane.hold(hold);
        startLane();
    }

    void close() {
        closed = true;
        lane.stop();
    }

    /** Whether the agent has a letter in hand. */
    boolean isBusy() {
        return laneBusy;
    }

    /** Whether only a new attachment can tell that the hub has given up a letter that the agent cannot digest. */
    boolean isHeldUp() {
        return inbox.isHeldUp();
    }

    /**
     * What somebody waits for is handed over even when letters before it are missing: it may come while the agent is
     * held.
     */
    private void handOver(Letter letter) {
        switch (letter.content()) {
            case Letter.Answer answer -> promises.arrived(answer.consultation().toString(), answer);
            case Letter.GateClosed gate ->
                promises.arrived(gate.outcome().gate().toString(), gate);
            case Letter.Assignment elsewhere -> {}
            case Letter.Message elsewhere -> {}
            case Letter.Question elsewhere -> {}
        }
    }

    private void startLane() {
        if (laneBusy || held || closed || backlog.isEmpty()) return;
        laneBusy = true;
        List<Letter> letters = new ArrayList<>(backlog);
        backlog.clear();
        lane.start(letters);
    }

    /** Once for each delivery that is through, or a little later for a part of one. */
    private void acknowledgeSoon() {
        if (closed || acknowledging || inbox.acknowledgeable().isEmpty()) return;
        if (inbox.batchDone()) {
            acknowledge();
        } else if (!timers.isTimerActive(Note.Time.ACKNOWLEDGE)) {
            timers.startSingleTimer(Note.Time.ACKNOWLEDGE, ACKNOWLEDGE_DELAY);
        }
    }
}
