// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Invariants.broken;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
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
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * What is true of every single event: that it is caused by who alone can cause it, that work is given in the order of
 * the queue to who is free for it, and that every delivery is one of the hub's: named by the event, numbered, and in
 * nobody else's mailbox. Told apart from the rules, and thrown like {@link Invariants}.
 */
public final class EventInvariants {
    private EventInvariants() {}

    /**
     * Of the event that led from one state to the other.
     *
     * @param firstOfCommand false when the event before has the same command and principal
     */
    public static void hold(ProjectState before, Recorded recorded, ProjectState after, boolean firstOfCommand) {
        by(before, recorded);
        if (recorded.event() instanceof TaskAssigned assigned) assigned(before, recorded, assigned, firstOfCommand);
        delivery(before, recorded, after);
    }

    /** Whether this event is the first of its command when that one stands before it. */
    public static boolean firstOfCommand(Optional<Recorded> before, Recorded recorded) {
        return before.filter(last -> !last.command().equals(CommandId.HUB)
                        && last.command().equals(recorded.command())
                        && last.by().equals(recorded.by()))
                .isEmpty();
    }

    // ---- who

    private static void by(ProjectState before, Recorded recorded) {
        Principal by = recorded.by();
        switch (recorded.event()) {
            case ProjectCreated e -> operator(recorded);
            case ProjectUpdated e -> operator(recorded);
            case BudgetRaised e -> operator(recorded);
            case TaskReprioritized e -> operator(recorded);
            case TaskRetried e -> operator(recorded);
            case GateResolved e -> decides(before, e.gate(), recorded);

            case AgentAttached e -> hub(recorded);
            case AgentDetached e -> hub(recorded);
            case LeaseRenewed e -> hub(recorded);
            case LeaseExpired e -> hub(recorded);
            case TaskRetryDue e -> hub(recorded);
            case ConsultationExpired e -> hub(recorded);
            case GateReminded e -> hub(recorded);
            case GateExpired e -> hub(recorded);
            case ForkedFrom e -> hub(recorded);

            case TaskStarted e -> underLease(before, recorded, e.task(), e.epoch());
            case TaskProgressed e -> underLease(before, recorded, e.task(), e.epoch());
            case TaskAttemptFailed e -> underLease(before, recorded, e.task(), e.epoch());
            case TaskVerificationRequested e -> underLease(before, recorded, e.task(), e.epoch());
            case TaskCompleted e -> {
                if (by instanceof Principal.Agent) underLease(before, recorded, e.task(), e.epoch());
                else if (e.agent().isPresent()) throw wrong(recorded, "not by the agent that did it");
            }
            case UsageRecorded e -> same(recorded, Principal.agent(e.agent()));
            case MessageRouted e -> same(recorded, e.from());
            case ConsultationOpened e -> same(recorded, Principal.agent(e.asker()));
            case DecisionRecalled e -> same(recorded, Principal.agent(e.agent()));
            case GateOpened e -> {
                if (!e.asker().equals(Principal.HUB)) same(recorded, e.asker());
            }
            case ConsultationAnswered e -> specialist(before, recorded, e.consultation());

            case AgentRegistered e -> selfOrOperator(recorded, e.agent().id());
            case AgentUnregistered e -> selfOrOperator(recorded, e.agent());
            case AgentStopped e -> operator(recorded);
            case AgentPaused e -> {
                if (e.gate().isEmpty()) operator(recorded);
            }
            case LettersAcknowledged e -> same(recorded, Principal.agent(e.agent()));

            // These follow from others, whoever caused them.
            case AgentResumed e -> {}
            case TaskEnqueued e -> notHub(recorded);
            case TaskReady e -> {}
            case TaskBlocked e -> {}
            case TaskAssigned e -> {}
            case TaskReleased e -> {}
            case TaskRetryScheduled e -> {}
            case TaskFailed e -> {}
            case TaskCanceled e -> {}
            case LettersDeadLettered e -> {}
            case ConsultationFailed e -> {}
            case GateCanceled e -> {}
        }
    }

    private static void operator(Recorded recorded) {
        if (!(recorded.by() instanceof Principal.Operator)) throw wrong(recorded, "by somebody who is no operator");
    }

    private static void hub(Recorded recorded) {
        if (!(recorded.by() instanceof Principal.Hub)) throw wrong(recorded, "by somebody who is not the hub");
    }

    private static void notHub(Recorded recorded) {
        if (recorded.by() instanceof Principal.Hub) throw wrong(recorded, "by the hub itself");
    }

    private static void same(Recorded recorded, Principal named) {
        if (!recorded.by().equals(named)) throw wrong(recorded, "in the name of %s".formatted(named));
    }

    private static void selfOrOperator(Recorded recorded, AgentId agent) {
        if (!(recorded.by() instanceof Principal.Operator)) same(recorded, Principal.agent(agent));
    }

    private static void underLease(ProjectState before, Recorded recorded, TaskId id, long epoch) {
        boolean leased = recorded.by() instanceof Principal.Agent agent
                && before.tasks()
                        .find(id)
                        .filter(task -> task.leasedTo(agent.id(), epoch))
                        .isPresent();
        if (!leased) throw wrong(recorded, "without the lease of epoch %d of task %s".formatted(epoch, id));
    }

    private static void specialist(ProjectState before, Recorded recorded, ConsultationId id) {
        boolean asked = before.consultations()
                .find(id)
                .filter(open -> recorded.by().equals(Principal.agent(open.specialist())))
                .isPresent();
        if (!asked) throw wrong(recorded, "by somebody who was not asked");
    }

    private static void decides(ProjectState before, GateId id, Recorded recorded) {
        operator(recorded);
        Optional<GateRecord> gate = before.gates().find(id).filter(GateRecord::open);
        if (gate.isEmpty()) throw wrong(recorded, "after gate %s was closed".formatted(id));
        if (gate.get().asker().equals(recorded.by())) throw wrong(recorded, "by who had asked");
        List<String> approvers = gate.get().question().approvers();
        if (!approvers.isEmpty() && !approvers.contains(recorded.by().shortName()))
            throw wrong(recorded, "by somebody who is not one of its approvers");
    }

    // ---- work

    private static void assigned(ProjectState before, Recorded recorded, TaskAssigned event, boolean firstOfCommand) {
        AgentRecord agent = before.agents().get(event.agent());
        TaskRecord task = before.tasks().get(event.task());
        if (!agent.available()) throw wrong(recorded, "to agent %s, who is not free".formatted(agent.id()));
        if (event.purpose() != task.purpose() || !mayGoTo(task, agent))
            throw wrong(recorded, "to agent %s, who is not waited for".formatted(agent.id()));
        if (!event.leaseUntil().isAfter(recorded.at())) throw wrong(recorded, "for no time");
        // An operator may hand out any task; the queue decides everything else.
        if (recorded.by() instanceof Principal.Operator && firstOfCommand) return;
        for (TaskId each : before.tasks().queueOf(agent.type())) {
            if (each.equals(event.task())) return;
            if (mayGoTo(before.tasks().get(each), agent))
                throw wrong(recorded, "before task %s, whose turn it was".formatted(each));
        }
    }

    private static boolean mayGoTo(TaskRecord task, AgentRecord agent) {
        boolean itsOwn = task.purpose() == Purpose.VERIFY
                && task.work().worker().filter(agent.id()::equals).isPresent();
        return !itsOwn && task.queuedFor().filter(agent.type()::equals).isPresent();
    }

    // ---- mail

    private record Delivery(AgentId to, long letter) {}

    /** Every delivery has the hub as an endpoint: it is what one of the hub's events says, and nothing else is. */
    @SuppressWarnings("ReferenceEquality") // the very same mailboxes need not be looked at again
    private static void delivery(ProjectState before, Recorded recorded, ProjectState after) {
        Optional<Delivery> named = named(before, recorded.event()).filter(delivery -> delivery.letter() != 0);
        if (before.mailboxes() == after.mailboxes()) {
            if (named.isPresent()) throw wrong(recorded, "whose letter nobody got");
            return;
        }
        long accepted = after.mailboxes().accepted() - before.mailboxes().accepted();
        if (accepted != (named.isPresent() ? 1 : 0)) throw wrong(recorded, "with a delivery that it does not name");
        if (named.isEmpty()) return;
        AgentId to = named.get().to();
        long number = named.get().letter();
        long last = before.mailboxes().of(to).map(Mailbox::last).orElse(0L);
        Letter letter = after.mailboxes()
                .of(to)
                .map(mailbox -> mailbox.waiting().get(number))
                .filter(Objects::nonNull)
                .orElseThrow(() -> wrong(recorded, "whose letter agent %s did not get".formatted(to)));
        boolean right = number == last + 1
                && letter.number() == number
                && letter.revision() == recorded.revision()
                && (letter.from().equals(Principal.HUB) || letter.from().equals(recorded.by()));
        if (!right)
            throw wrong(recorded, "whose letter to agent %s does not name its number, event and sender".formatted(to));
    }

    private static Optional<Delivery> named(ProjectState before, Event event) {
        return switch (event) {
            case MessageRouted e -> Optional.of(new Delivery(e.to(), e.letter()));
            case TaskAssigned e -> Optional.of(new Delivery(e.agent(), e.letter()));
            case ConsultationOpened e -> Optional.of(new Delivery(e.specialist(), e.letter()));
            case ConsultationAnswered e -> asker(before, e.consultation(), e.letter());
            case ConsultationExpired e -> asker(before, e.consultation(), e.letter());
            case ConsultationFailed e -> asker(before, e.consultation(), e.letter());
            case DecisionRecalled e -> Optional.of(new Delivery(e.agent(), e.letter()));
            case GateResolved e -> held(before, e.gate(), e.letter());
            case GateExpired e -> held(before, e.gate(), e.letter());
            case Event other -> Optional.empty();
        };
    }

    private static Optional<Delivery> asker(ProjectState before, ConsultationId id, long letter) {
        return before.consultations().find(id).map(open -> new Delivery(open.asker(), letter));
    }

    private static Optional<Delivery> held(ProjectState before, GateId id, long letter) {
        return before.gates().find(id).flatMap(GateRecord::agent).map(agent -> new Delivery(agent, letter));
    }

    private static IllegalStateException wrong(Recorded recorded, String how) {
        return broken(
                "revision %d is %s by %s %s",
                recorded.revision(), recorded.event().getClass().getSimpleName(), recorded.by(), how);
    }
}
