// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.wire.Committed;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.util.List;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;

/** What an orchestrator is told: from outside, by its ledger, and by time. It never leaves the process. */
sealed interface OrchestratorMessage extends NoSerializationVerificationNeeded {
    record Outside(ToOrchestrator message) implements OrchestratorMessage {}

    /** From sharding: finish the commit in flight, then stop; another node takes over. */
    record HandOff() implements OrchestratorMessage {}

    /**
     * The ledger has read the journal.
     *
     * @param snapshotNumber the commit of the snapshot it started from; 0 for none
     * @param proven whether commits followed that snapshot, so that it is known to fit the journal
     * @param missed events of commits that the orchestrator did not know of
     */
    record Recovered(Head head, ProjectState state, long snapshotNumber, boolean proven, List<Recorded> missed)
            implements OrchestratorMessage {}

    /** What the ledger read does not hold together; the snapshot may be to blame when it started from one. */
    record Damaged(String finding, long snapshotNumber) implements OrchestratorMessage {}

    /** One batch is decided and durable; one reply for each of its requests, in order. */
    record Decided(List<Reply> replies, List<Recorded> events, ProjectState after, Head head)
            implements OrchestratorMessage {}

    record HostGone(AgentId agent, ActorRef<ToAgent> host) implements OrchestratorMessage {}

    record FollowerGone(ActorRef<Committed> follower) implements OrchestratorMessage {}

    /** Something is due. */
    record Wake() implements OrchestratorMessage {}

    /** The pause after a failure is over. */
    record StartLedger() implements OrchestratorMessage {}
}
