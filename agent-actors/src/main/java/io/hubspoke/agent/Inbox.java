// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.wire.ToAgent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which letters of one mailbox were taken in, which had their effect, and up to where that may be acknowledged.
 * Letters are taken in once and without gaps; only a letter that the agent could not digest is taken in again when it
 * comes again. Belongs to one actor.
 */
public final class Inbox {
    private final TreeSet<Long> done = new TreeSet<>();
    private final Set<Long> undigested = new HashSet<>();
    private final ArrayDeque<Long> batchEnds = new ArrayDeque<>();
    private long taken;
    private long settled;
    private long acknowledged;

    /** The hub says what is settled there: acknowledged, or given up as dead. */
    public void attached(long lettersSettled) {
        if (lettersSettled > acknowledged) acknowledged = lettersSettled;
        if (lettersSettled > taken) taken = lettersSettled;
        undigested.removeIf(number -> number <= lettersSettled);
        advance(lettersSettled);
    }

    /** The letters of a delivery that are to be handled now; none when letters are missing before them. */
    public List<Letter> take(ToAgent.Deliver deliver) {
        List<Letter> fresh = new ArrayList<>();
        boolean connected = deliver.after() <= taken;
        for (Letter letter : deliver.letters()) {
            if (undigested.remove(letter.number())) {
                fresh.add(letter);
            } else if (connected && letter.number() == taken + 1) {
                taken = letter.number();
                fresh.add(letter);
            }
        }
        if (!fresh.isEmpty()) batchEnds.add(fresh.getLast().number());
        return fresh;
    }

    /** A letter has had its effect. */
    public void done(long number) {
        if (number <= settled) return;
        done.add(number);
        advance(settled);
    }

    /** A letter had no effect: it stays unacknowledged, and is handled again when it is delivered again. */
    public void failed(long number) {
        if (number > settled) undigested.add(number);
    }

    /** Whether a letter that the agent cannot digest holds up the acknowledgement of those behind it. */
    public boolean isHeldUp() {
        return !undigested.isEmpty();
    }

    /** What can be acknowledged and is not yet. */
    public OptionalLong acknowledgeable() {
        return settled > acknowledged ? OptionalLong.of(settled) : OptionalLong.empty();
    }

    /** Whether a whole delivery has had its effect since this was last true: the moment to acknowledge. */
    public boolean batchDone() {
        boolean whole = false;
        while (!batchEnds.isEmpty() && batchEnds.peek() <= settled) {
            batchEnds.remove();
            whole = true;
        }
        return whole;
    }

    /** The hub has taken in that letters up to this number had their effect. */
    public void acknowledged(long upTo) {
        if (upTo > acknowledged) acknowledged = upTo;
    }

    private void advance(long atLeast) {
        if (atLeast > settled) settled = atLeast;
        while (!done.isEmpty() && done.first() <= settled + 1) {
            settled = Math.max(settled, done.pollFirst());
        }
    }
}
