// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.protocol.ProjectId;
import java.util.Optional;

/**
 * What the verification of one project came to.
 *
 * @param head of the last commit that is as it must be
 * @param state the {@link io.hubspoke.orchestrator.journal.StateHash} after it
 * @param snapshots that were found to be what replay comes to
 * @param heads signed heads, stored or kept elsewhere, that the journal bears out
 * @param signedUpTo the last commit that such a head names; 0 when there is none
 * @param finding the first thing that is wrong; empty when all is as it was written
 */
public record Verdict(
        ProjectId project,
        Head head,
        String state,
        int snapshots,
        int heads,
        long signedUpTo,
        Optional<Finding> finding) {

    /**
     * The first thing that is wrong.
     *
     * @param commit the number that is wrong or missing; 0 when it is not one commit alone
     * @param sentence for a person
     */
    public record Finding(long commit, String sentence) {}

    public boolean holds() {
        return finding.isEmpty();
    }
}
