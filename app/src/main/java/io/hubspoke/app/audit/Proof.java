// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import io.hubspoke.orchestrator.proof.Verdict;
import java.time.Instant;
import java.util.Optional;

/**
 * What {@code journal verify} says of the history, as a report tells it.
 *
 * @param commits how many are as they must be, from the first on
 * @param revisions how many events these hold
 * @param hash of the last of them
 * @param at when the last of them was decided
 * @param state the hash of the state after them
 * @param snapshots that are what replay comes to
 * @param heads signed heads that the journal bears out
 * @param signedUpTo the last commit that such a head names; 0 when there is none
 * @param damage the first thing that is wrong; empty when nothing is
 */
public record Proof(
        long commits,
        long revisions,
        String hash,
        Instant at,
        String state,
        int snapshots,
        int heads,
        long signedUpTo,
        Optional<String> damage) {

    public boolean intact() {
        return damage.isEmpty();
    }

    static Proof of(Verdict verdict) {
        return new Proof(
                verdict.head().number(),
                verdict.head().revision(),
                verdict.head().hash(),
                verdict.head().at(),
                verdict.state(),
                verdict.snapshots(),
                verdict.heads(),
                verdict.signedUpTo(),
                verdict.finding().map(Verdict.Finding::sentence));
    }
}
