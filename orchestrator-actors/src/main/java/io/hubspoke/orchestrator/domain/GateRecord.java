// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Severity;
import io.hubspoke.protocol.TaskId;
import java.time.Instant;
import java.util.Optional;

/**
 * What the hub knows of one gate, open or closed.
 *
 * @param agent held by it until it is closed
 * @param severity now; it may have been raised since the question was asked
 */
public record GateRecord(
        GateId id,
        GateCause cause,
        Principal asker,
        Optional<AgentId> agent,
        Optional<TaskId> task,
        GateQuestion question,
        Severity severity,
        Optional<Instant> deadline,
        GateStatus status,
        long openedRevision,
        Instant openedAt,
        Optional<Instant> closedAt,
        Optional<GateOutcome> outcome) {

    public boolean open() {
        return status == GateStatus.OPEN;
    }

    Optional<Instant> timer() {
        return open() ? deadline : Optional.empty();
    }

    /** A person has decided it, one way or the other. */
    boolean decided() {
        return switch (status) {
            case APPROVED, EDITED, REJECTED, RESPONDED -> true;
            case OPEN, EXPIRED, CANCELED -> false;
        };
    }

    /** Whether it is the same question to the same persons: nobody else's decision counts for it. */
    boolean asks(GateQuestion other) {
        return question.reason().equals(other.reason())
                && question.options().equals(other.options())
                && question.approvers().equals(other.approvers());
    }

    GateRecord withAgent(AgentId held) {
        return new GateRecord(
                id,
                cause,
                asker,
                Optional.of(held),
                task,
                question,
                severity,
                deadline,
                status,
                openedRevision,
                openedAt,
                closedAt,
                outcome);
    }

    GateRecord reminded(Severity level, Optional<Instant> next) {
        return new GateRecord(
                id,
                cause,
                asker,
                agent,
                task,
                question,
                level,
                next,
                status,
                openedRevision,
                openedAt,
                closedAt,
                outcome);
    }

    GateRecord closed(GateOutcome result, Instant at) {
        return new GateRecord(
                id,
                cause,
                asker,
                agent,
                task,
                question,
                severity,
                deadline,
                result.status(),
                openedRevision,
                openedAt,
                Optional.of(at),
                Optional.of(result));
    }
}
