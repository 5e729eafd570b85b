// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Event.*;
import io.hubspoke.protocol.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The tasks, agents, gates and consultations that an event is about, by the ids that stand in it. */
public final class Subjects {
    private Subjects() {}

    /** Ids of the protocol: TaskId, AgentId, GateId and ConsultationId. What a new task needs is not among them. */
    public static List<Object> of(Event event) {
        return switch (event) {
            case ProjectCreated e -> List.of();
            case ProjectUpdated e -> List.of();
            case BudgetRaised e -> List.of();
            case ForkedFrom e -> List.of();
            case UsageRecorded e -> ids(e.agent(), e.task());

            case AgentRegistered e -> List.of(e.agent().id());
            case AgentUnregistered e -> List.of(e.agent());
            case AgentAttached e -> List.of(e.agent());
            case AgentDetached e -> List.of(e.agent());
            case AgentPaused e -> ids(e.agent(), e.gate());
            case AgentResumed e -> ids(e.agent(), e.gate());
            case AgentStopped e -> List.of(e.agent());

            case TaskEnqueued e -> List.of(e.task().id());
            case TaskReady e -> List.of(e.task());
            case TaskBlocked e -> List.of(e.task(), e.gate());
            case TaskAssigned e -> List.of(e.task(), e.agent());
            case TaskStarted e -> List.of(e.task());
            case TaskProgressed e -> List.of(e.task());
            case LeaseRenewed e -> List.of(e.task());
            case LeaseExpired e -> List.of(e.task(), e.agent());
            case TaskReleased e -> List.of(e.task(), e.agent());
            case TaskVerificationRequested e -> List.of(e.task(), e.worker());
            case TaskCompleted e -> ids(e.task(), e.agent(), e.verifier());
            case TaskAttemptFailed e -> List.of(e.task(), e.agent());
            case TaskRetryScheduled e -> List.of(e.task());
            case TaskRetryDue e -> List.of(e.task());
            case TaskFailed e -> List.of(e.task());
            case TaskCanceled e -> List.of(e.task());
            case TaskReprioritized e -> List.of(e.task());
            case TaskRetried e -> List.of(e.task());

            case MessageRouted e -> ids(agent(e.from()), e.to());
            case LettersAcknowledged e -> List.of(e.agent());
            case LettersDeadLettered e -> List.of(e.agent());

            case ConsultationOpened e -> List.of(e.consultation(), e.asker(), e.specialist());
            case ConsultationAnswered e -> List.of(e.consultation());
            case ConsultationExpired e -> List.of(e.consultation());
            case ConsultationFailed e -> List.of(e.consultation());

            case GateOpened e -> ids(e.gate(), agent(e.asker()), e.agent(), e.task());
            case GateResolved e -> List.of(e.gate());
            case GateReminded e -> List.of(e.gate());
            case GateExpired e -> List.of(e.gate());
            case GateCanceled e -> List.of(e.gate());
            case DecisionRecalled e -> List.of(e.gate(), e.agent());
        };
    }

    static Optional<AgentId> agent(Principal principal) {
        return principal instanceof Principal.Agent agent ? Optional.of(agent.id()) : Optional.empty();
    }

    private static List<Object> ids(Object... parts) {
        List<Object> ids = new ArrayList<>();
        for (Object part : parts) {
            if (part instanceof Optional<?> optional) optional.ifPresent(ids::add);
            else ids.add(part);
        }
        return ids;
    }
}
