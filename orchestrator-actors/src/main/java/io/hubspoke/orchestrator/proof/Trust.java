// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.protocol.ProjectId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody knows who verifies, from elsewhere than the journal.
 *
 * @param heads that were kept: the journal must hold them or go on from them
 * @param keys whose signatures count, each in 64 hexadecimal digits; empty when any key that signed will do
 */
public record Trust(List<SignedHead> heads, Set<String> keys) {
    /** Nothing but the journal itself. */
    public static final Trust NOTHING = new Trust(List.of(), Set.of());

    public Trust {
        heads = List.copyOf(heads);
        keys = Set.copyOf(keys);
    }

    List<SignedHead> headsOf(ProjectId project) {
        return heads.stream().filter(head -> head.project().equals(project)).toList();
    }

    /** Why this head counts for nothing; empty when it counts. */
    Optional<String> doubt(SignedHead head) {
        if (!head.isSigned())
            return Optional.of(
                    "the signed head of commit %d was changed: its signature is wrong".formatted(head.number()));
        if (!keys.isEmpty() && !keys.contains(head.key()))
            return Optional.of("the signed head of commit %d is signed with %s, which is not trusted here"
                    .formatted(head.number(), head.key()));
        return Optional.empty();
    }
}
