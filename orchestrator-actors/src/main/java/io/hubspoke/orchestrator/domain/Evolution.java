// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event.*;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Usage;
import java.util.Optional;

/**
 * What each event does to the state. One switch; the arms that need more than a line stand below or with their noun.
 */
final class Evolution {
    private Evolution() {}

    static ProjectState apply(ProjectState state, Recorded recorded) {
        return switch (recorded.event()) {
            case ProjectCreated e -> created(state, e, recorded);
            case ProjectUpdated e -> state.with(project(state).updated(e));
            case BudgetRaised e -> state.with(project(state).withBudget(e.budget()));
            case UsageRecorded e -> usage(state, e);
            case ForkedFrom e -> forked(state, e);

            case AgentRegistered e -> registered(state, e, recorded);
            case AgentUnregistered e -> unregistered(state, e.agent());
            case AgentAttached e -> state.with(state.agents().get(e.agent()).withIncarnation(e.incarnation()));
            case AgentDetached e -> state.with(state.agents().get(e.agent()).withIncarnation(0));
            case AgentPaused e -> paused(state, e);
            case AgentResumed e -> resumed(state, e);
            case AgentStopped e -> state.with(state.agents().get(e.agent()).ended());

            case TaskEnqueued e -> TaskEvolution.enqueued(state, e, recorded);
            case TaskReady e -> TaskEvolution.ready(state, e.task());
            case TaskBlocked e -> TaskEvolution.blocked(state, e);
            case TaskAssigned e -> TaskEvolution.assigned(state, e, recorded.revision());
            case TaskStarted e -> TaskEvolution.started(state, e);
            case TaskProgressed e -> TaskEvolution.progressed(state, e);
            case LeaseRenewed e -> TaskEvolution.renewed(state, e);
            case LeaseExpired e -> TaskEvolution.leaseGone(state, e.task(), e.epoch(), e.agent(), true);
            case TaskReleased e ->
                TaskEvolution.leaseGone(
                        state, e.task(), e.epoch(), e.agent(), TaskEvolution.counts(state, e, recorded));
            case TaskVerificationRequested e -> TaskEvolution.handedIn(state, e);
            case TaskCompleted e -> TaskEvolution.completed(state, e, recorded.at());
            case TaskAttemptFailed e -> TaskEvolution.attemptFailed(state, e);
            case TaskRetryScheduled e -> TaskEvolution.retryScheduled(state, e);
            case TaskRetryDue e -> TaskEvolution.ready(state, e.task());
            case TaskFailed e -> TaskEvolution.failed(state, e, recorded.at());
            case TaskCanceled e -> TaskEvolution.canceled(state, e, recorded.at());
            case TaskReprioritized e -> TaskEvolution.reprioritized(state, e);
            case TaskRetried e -> TaskEvolution.retried(state, e, recorded.revision());

            case MessageRouted e -> messageRouted(state, e, recorded.revision());
            case LettersAcknowledged e -> state.with(state.mailboxes().settled(e.agent(), e.upTo()));
            case LettersDeadLettered e -> state.with(state.mailboxes().settled(e.agent(), e.upTo()));

            case ConsultationOpened e -> consultationOpened(state, e, recorded);
            case ConsultationAnswered e ->
                closed(state, e.consultation(), Letter.Outcome.ANSWERED, e.answer(), e.letter(), recorded);
            case ConsultationExpired e ->
                closed(
                        state,
                        e.consultation(),
                        Letter.Outcome.EXPIRED,
                        "no answer within the deadline",
                        e.letter(),
                        recorded);
            case ConsultationFailed e ->
                closed(state, e.consultation(), Letter.Outcome.FAILED, e.reason(), e.letter(), recorded);

            case GateOpened e -> GateEvolution.opened(state, e, recorded);
            case GateResolved e -> GateEvolution.resolved(state, e, recorded);
            case GateReminded e -> state.with(state.gates().get(e.gate()).reminded(e.severity(), e.deadline()));
            case GateExpired e -> GateEvolution.expired(state, e, recorded);
            case GateCanceled e -> GateEvolution.canceled(state, e, recorded);
            case DecisionRecalled e -> GateEvolution.recalled(state, e, recorded.revision());
        };
    }

    static Project project(ProjectState state) {
        return state.project().orElseThrow(() -> new IllegalStateException("the project was not created"));
    }

    static ProjectState posted(
            ProjectState state, AgentId to, long number, long revision, Principal from, Letter.Content content) {
        return state.with(state.mailboxes().with(to, new Letter(number, revision, from, content)));
    }

    private static ProjectState created(ProjectState state, ProjectCreated event, Recorded recorded) {
        if (state.exists()) throw new IllegalStateException("the project was created before");
        return state.with(Project.created(event, recorded.at()));
    }

    /** What was copied stays as it is; the events that follow say what became of it. */
    private static ProjectState forked(ProjectState state, ForkedFrom event) {
        project(state);
        if (event.revision() != state.revision()) {
            throw new IllegalStateException("it was forked at revision %d, but revision %d stands before"
                    .formatted(event.revision(), state.revision()));
        }
        if (event.source().equals(state.id())) throw new IllegalStateException("it was forked from itself");
        return state;
    }

    private static ProjectState usage(ProjectState state, UsageRecorded event) {
        Project project = project(state);
        AgentRecord agent = state.agents().get(event.agent());
        Usage total = project.usage().plus(event.usage());
        return state.with(project.withUsage(total))
                .with(agent.withUsage(agent.usage().plus(event.usage())));
    }

    private static ProjectState registered(ProjectState state, AgentRegistered event, Recorded recorded) {
        if (state.agents().contains(event.agent().id()))
            throw new IllegalStateException("the agent is registered already");
        return state.with(AgentRecord.enrolled(event.agent(), recorded.revision()))
                .with(state.mailboxes().opened(event.agent().id()));
    }

    private static ProjectState unregistered(ProjectState state, AgentId agent) {
        return state.with(state.agents().without(agent))
                .with(state.mailboxes().closed(agent))
                .with(state.commands().without(Principal.agent(agent)))
                .with(state.loops().reset(agent, true));
    }

    private static ProjectState paused(ProjectState state, AgentPaused event) {
        AgentRecord agent = state.agents().get(event.agent());
        if (event.gate().isEmpty()) return state.with(agent.withPausedByOperator(true));
        GateRecord gate = state.gates().get(event.gate().get());
        return state.with(agent.withHolds(agent.holds().plus(gate.id()))).with(gate.withAgent(agent.id()));
    }

    private static ProjectState resumed(ProjectState state, AgentResumed event) {
        AgentRecord agent = state.agents().get(event.agent());
        Optional<AgentRecord> resumed =
                event.gate().map(gate -> agent.withHolds(agent.holds().minus(gate)));
        return state.with(resumed.orElseGet(() -> agent.withPausedByOperator(false)));
    }

    private static ProjectState messageRouted(ProjectState state, MessageRouted event, long revision) {
        ProjectState posted = posted(
                state,
                event.to(),
                event.letter(),
                revision,
                event.from(),
                new Letter.Message(event.messageType(), event.payload(), event.correlation()));
        return event.from() instanceof Principal.Agent from
                ? posted.with(posted.loops().sent(from.id(), event.to(), event.messageType(), event.payload()))
                : posted;
    }

    private static ProjectState consultationOpened(ProjectState state, ConsultationOpened event, Recorded recorded) {
        return posted(
                        state,
                        event.specialist(),
                        event.letter(),
                        recorded.revision(),
                        Principal.agent(event.asker()),
                        new Letter.Question(event.consultation(), event.asker(), event.question(), event.context()))
                .with(state.consultations()
                        .with(new Consultation(
                                event.consultation(),
                                event.asker(),
                                event.specialist(),
                                event.depth(),
                                event.deadline(),
                                event.letter())));
    }

    private static ProjectState closed(
            ProjectState state,
            ConsultationId id,
            Letter.Outcome outcome,
            String text,
            long letter,
            Recorded recorded) {
        Consultation consultation = state.consultations().get(id);
        ProjectState closed = state.with(state.consultations().without(id));
        return letter == 0
                ? closed
                : posted(
                        closed,
                        consultation.asker(),
                        letter,
                        recorded.revision(),
                        recorded.by(),
                        new Letter.Answer(id, outcome, text));
    }
}
