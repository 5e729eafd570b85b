// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.Recorded;
import java.util.Optional;

/**
 * A project exactly after one event.
 *
 * @param event the one it stands after; empty before the first
 * @param commit the number of the commit that holds the event; 0 before the first. Later events of the same commit are
 *     not in the state
 */
public record Moment(ProjectState state, Optional<Recorded> event, long commit) {
    public long revision() {
        return state.revision();
    }
}
