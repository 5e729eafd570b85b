// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.Letter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Brings letters that answer something (a consultation, a gate) to the code that waits for them, also when the letter
 * is faster than the reply that names what is waited for. Used by the actor and by agent code at the same time.
 */
final class Promises {
    /** Letters kept although nobody waits for them yet; only while somebody may come to. */
    private static final int EARLY_MAX = 256;

    private final Map<String, CompletableFuture<Letter.Content>> awaited = new HashMap<>();
    private final LinkedHashMap<String, Letter.Content> early = new LinkedHashMap<>();
    private int askers;

    /** From now on letters are kept: the asker is about to ask and does not know the subject yet. */
    synchronized void begin() {
        askers++;
    }

    /** The asker has what it wanted, or has given up. */
    synchronized void end() {
        askers--;
        if (askers == 0) {
            early.clear();
            awaited.clear();
        }
    }

    /** The letter about that subject: a consultation or gate by its written id. */
    synchronized CompletableFuture<Letter.Content> await(String subject) {
        Letter.Content content = early.remove(subject);
        if (content != null) return CompletableFuture.completedFuture(content);
        return awaited.computeIfAbsent(subject, unknown -> new CompletableFuture<>());
    }

    /** A letter has arrived; a second one about the same subject does no harm. */
    synchronized void arrived(String subject, Letter.Content content) {
        CompletableFuture<Letter.Content> waiting = awaited.remove(subject);
        if (waiting != null) {
            waiting.complete(content);
        } else if (askers > 0) {
            early.put(subject, content);
            if (early.size() > EARLY_MAX) early.pollFirstEntry();
        }
    }
}
