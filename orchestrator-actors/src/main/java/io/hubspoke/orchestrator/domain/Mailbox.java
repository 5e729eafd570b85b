// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.Letter;
import org.pcollections.TreePMap;

/**
 * The letters of one agent.
 *
 * @param last number of the last letter accepted
 * @param settled letters up to this one are acknowledged or dead
 * @param waiting the letters from {@code settled + 1} to {@code last}
 */
public record Mailbox(long last, long settled, TreePMap<Long, Letter> waiting) {
    static final Mailbox EMPTY = new Mailbox(0, 0, TreePMap.empty(Long::compare));

    Mailbox with(Letter letter) {
        if (letter.number() != last + 1) {
            throw new IllegalStateException("letter %d follows letter %d".formatted(letter.number(), last));
        }
        return new Mailbox(letter.number(), settled, waiting.plus(letter.number(), letter));
    }

    Mailbox settledUpTo(long number) {
        if (number <= settled || number > last) {
            throw new IllegalStateException("letter %d is outside of %d to %d".formatted(number, settled + 1, last));
        }
        return new Mailbox(last, number, number == last ? TreePMap.empty(Long::compare) : waiting.tailMap(number + 1));
    }
}
