// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.agent.Inbox;
import io.hubspoke.agent.Outbox;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.wire.ToAgent;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The letters of one host, from their delivery to their acknowledgement, around the production {@link Inbox}. */
final class SimulatedMail {
    private static final long ACKNOWLEDGE_MILLIS = 500;

    private final World world;
    private final AgentId agent;
    private final String host;
    private final Outbox outbox;
    private final BiConsumer<Long, Runnable> timer;
    private final Inbox inbox = new Inbox();
    private final Set<Long> undigested = new TreeSet<>();
    private long taken = -1;
    private boolean acknowledging;

    /** @param timer runs something after so many milliseconds, if the host lives then */
    SimulatedMail(World world, AgentId agent, String host, Outbox outbox, BiConsumer<Long, Runnable> timer) {
        this.world = world;
        this.agent = agent;
        this.host = host;
        this.outbox = outbox;
        this.timer = timer;
    }

    void attached(long lettersSettled) {
        inbox.attached(lettersSettled);
        taken = Math.max(taken, lettersSettled);
        undigested.removeIf(number -> number <= lettersSettled);
    }

    boolean isHeldUp() {
        return inbox.isHeldUp();
    }

    void delivered(ToAgent.Deliver deliver, Consumer<Letter> handler) {
        for (Letter letter : inbox.take(deliver)) {
            long number = letter.number();
            world.trace().add(() -> host + " takes letter " + number);
            Findings findings = world.findings();
            findings.require(number <= taken + 1, "letters are taken in order", host, number, taken);
            findings.require(number == taken + 1 || undigested.remove(number), "a letter is taken once", host, number);
            taken = Math.max(taken, number);
            handler.accept(letter);
        }
        acknowledgeSoon();
    }

    /** Takes a message in, or fails to. */
    void digest(long number) {
        if (world.faults().strikes(Fault.INDIGESTIBLE_LETTER)) {
            undigested.add(number);
            inbox.failed(number);
        } else {
            inbox.done(number);
        }
    }

    void done(long number) {
        inbox.done(number);
    }

    void acknowledgeSoon() {
        if (acknowledging || inbox.acknowledgeable().isEmpty()) return;
        if (inbox.batchDone()) acknowledge();
        else timer.accept(ACKNOWLEDGE_MILLIS, this::acknowledge);
    }

    private void acknowledge() {
        if (acknowledging || inbox.acknowledgeable().isEmpty()) return;
        long upTo = inbox.acknowledgeable().getAsLong();
        acknowledging = true;
        Acknowledge acknowledge = new Acknowledge(upTo);
        world.checker().answers().wanted(agent, acknowledge);
        outbox.submit(acknowledge, reply -> {
            acknowledging = false;
            inbox.acknowledged(upTo);
            acknowledgeSoon();
        });
    }
}
