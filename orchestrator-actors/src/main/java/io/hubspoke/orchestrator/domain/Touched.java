// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event.AgentAttached;
import io.hubspoke.protocol.Event.AgentDetached;
import io.hubspoke.protocol.Event.AgentPaused;
import io.hubspoke.protocol.Event.AgentRegistered;
import io.hubspoke.protocol.Event.AgentResumed;
import io.hubspoke.protocol.Event.AgentStopped;
import io.hubspoke.protocol.Event.AgentUnregistered;
import io.hubspoke.protocol.Event.BudgetRaised;
import io.hubspoke.protocol.Event.ConsultationAnswered;
import io.hubspoke.protocol.Event.ConsultationExpired;
import io.hubspoke.protocol.Event.ConsultationFailed;
import io.hubspoke.protocol.Event.ConsultationOpened;
import io.hubspoke.protocol.Event.DecisionRecalled;
import io.hubspoke.protocol.Event.ForkedFrom;
import io.hubspoke.protocol.Event.GateCanceled;
import io.hubspoke.protocol.Event.GateExpired;
import io.hubspoke.protocol.Event.GateOpened;
import io.hubspoke.protocol.Event.GateReminded;
import io.hubspoke.protocol.Event.GateResolved;
import io.hubspoke.protocol.Event.LeaseExpired;
import io.hubspoke.protocol.Event.LeaseRenewed;
import io.hubspoke.protocol.Event.LettersAcknowledged;
import io.hubspoke.protocol.Event.LettersDeadLettered;
import io.hubspoke.protocol.Event.MessageRouted;
import io.hubspoke.protocol.Event.ProjectCreated;
import io.hubspoke.protocol.Event.ProjectUpdated;
import io.hubspoke.protocol.Event.TaskAssigned;
import io.hubspoke.protocol.Event.TaskAttemptFailed;
import io.hubspoke.protocol.Event.TaskBlocked;
import io.hubspoke.protocol.Event.TaskCanceled;
import io.hubspoke.protocol.Event.TaskCompleted;
import io.hubspoke.protocol.Event.TaskEnqueued;
import io.hubspoke.protocol.Event.TaskFailed;
import io.hubspoke.protocol.Event.TaskProgressed;
import io.hubspoke.protocol.Event.TaskReady;
import io.hubspoke.protocol.Event.TaskReleased;
import io.hubspoke.protocol.Event.TaskReprioritized;
import io.hubspoke.protocol.Event.TaskRetried;
import io.hubspoke.protocol.Event.TaskRetryDue;
import io.hubspoke.protocol.Event.TaskRetryScheduled;
import io.hubspoke.protocol.Event.TaskStarted;
import io.hubspoke.protocol.Event.TaskVerificationRequested;
import io.hubspoke.protocol.Event.UsageRecorded;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What some events may have changed: what they name, and what that is tied to before and after them. */
record Touched(Set<TaskId> tasks, Set<AgentId> agents, Set<GateId> gates) {

    static Touched by(ProjectState before, ProjectState after, List<Recorded> events) {
        Touched touched = new Touched(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        for (Recorded recorded : events) touched.add(before, recorded);
        for (GateId gate : List.copyOf(touched.gates)) {
            after.gates().find(gate).ifPresent(known -> {
                known.task().ifPresent(touched.tasks::add);
                known.agent().ifPresent(touched.agents::add);
            });
        }
        for (TaskId task : List.copyOf(touched.tasks)) {
            for (ProjectState state : List.of(before, after)) {
                state.tasks()
                        .find(task)
                        .flatMap(TaskRecord::lease)
                        .ifPresent(lease -> touched.agents.add(lease.agent()));
            }
        }
        for (AgentId agent : List.copyOf(touched.agents)) {
            for (ProjectState state : List.of(before, after)) {
                state.agents().find(agent).flatMap(AgentRecord::assignment).ifPresent(touched.tasks::add);
            }
        }
        return touched;
    }

    private void add(ProjectState before, Recorded recorded) {
        switch (recorded.event()) {
            case ProjectCreated e -> {}
            case ProjectUpdated e -> {}
            case BudgetRaised e -> {}
            case UsageRecorded e -> agents.add(e.agent());
            case ForkedFrom e -> {}

            case AgentRegistered e -> agents.add(e.agent().id());
            case AgentUnregistered e -> agents.add(e.agent());
            case AgentAttached e -> agents.add(e.agent());
            case AgentDetached e -> agents.add(e.agent());
            case AgentPaused e -> agents.add(e.agent());
            case AgentResumed e -> agents.add(e.agent());
            case AgentStopped e -> agents.add(e.agent());

            case TaskEnqueued e -> tasks.add(e.task().id());
            case TaskReady e -> tasks.add(e.task());
            case TaskBlocked e -> tasks.add(e.task());
            case TaskAssigned e -> tasks.add(e.task());
            case TaskStarted e -> tasks.add(e.task());
            case TaskProgressed e -> tasks.add(e.task());
            case LeaseRenewed e -> tasks.add(e.task());
            case LeaseExpired e -> tasks.add(e.task());
            case TaskReleased e -> tasks.add(e.task());
            case TaskVerificationRequested e -> tasks.add(e.task());
            case TaskCompleted e -> tasks.add(e.task());
            case TaskAttemptFailed e -> tasks.add(e.task());
            case TaskRetryScheduled e -> tasks.add(e.task());
            case TaskRetryDue e -> tasks.add(e.task());
            case TaskFailed e -> tasks.add(e.task());
            case TaskCanceled e -> tasks.add(e.task());
            case TaskReprioritized e -> tasks.add(e.task());
            case TaskRetried e -> tasks.add(e.task());

            case MessageRouted e -> agents.add(e.to());
            case LettersAcknowledged e -> agents.add(e.agent());
            case LettersDeadLettered e -> agents.add(e.agent());
            case ConsultationOpened e -> agents.add(e.specialist());
            case ConsultationAnswered e -> asker(before, e.consultation());
            case ConsultationExpired e -> asker(before, e.consultation());
            case ConsultationFailed e -> asker(before, e.consultation());

            case GateOpened e -> gates.add(e.gate());
            case GateResolved e -> gates.add(e.gate());
            case GateReminded e -> gates.add(e.gate());
            case GateExpired e -> gates.add(e.gate());
            case GateCanceled e -> gates.add(e.gate());
            case DecisionRecalled e -> agents.add(e.agent());
        }
    }

    /** Of a consultation that was open before; one that was opened since has named its asker's letter by then. */
    private void asker(ProjectState before, ConsultationId consultation) {
        before.consultations().find(consultation).ifPresent(open -> agents.add(open.asker()));
    }
}
