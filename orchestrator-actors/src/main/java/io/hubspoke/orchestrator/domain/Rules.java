// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.Request;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Decides what each command comes to. Pure and total: the same state, request and instant give the same verdict, and
 * nothing else is looked at.
 */
public final class Rules {
    private Rules() {}

    public static Verdict decide(ProjectState state, Request request, Instant now) {
        Optional<Rejection> replaced = replacedAsker(state, request);
        if (replaced.isPresent()) return new Verdict.Refused(replaced.get());
        Optional<Commands.Answered> answered = state.commands().find(request.principal(), request.id());
        if (answered.isPresent()) return again(state, request, answered.get());
        if (state.commands().forgotten(request.principal(), request.id())) {
            return new Verdict.Refused(new Rejection.CommandTooOld(request.id()));
        }
        Optional<Rejection> notAllowed = refusedAsker(state, request);
        if (notAllowed.isPresent()) return new Verdict.Refused(notAllowed.get());

        Draft draft = new Draft(state, request, now);
        Optional<Rejection> refused = apply(draft, request.command());
        if (refused.isPresent()) return new Verdict.Refused(refused.get());
        Dispatcher.run(draft);
        return accepted(draft);
    }

    private static Verdict accepted(Draft draft) {
        String subject = draft.events().isEmpty()
                ? ""
                : Commands.subject(draft.events().getFirst().event());
        return new Verdict.Accepted(
                draft.events(), draft.state(), new Reply.Accepted(draft.state().revision(), subject));
    }

    /** The same command again: the same answer, and nothing happens. */
    private static Verdict again(ProjectState state, Request request, Commands.Answered answered) {
        return answered.fingerprint() == request.fingerprint()
                ? new Verdict.Accepted(List.of(), state, new Reply.Accepted(answered.revision(), answered.subject()))
                : new Verdict.Refused(new Rejection.CommandReused(request.id()));
    }

    /**
     * A host may be replaced while its command waits: the command would take a number that the new host counts as its
     * own.
     */
    private static Optional<Rejection> replacedAsker(ProjectState state, Request request) {
        if (request.incarnation() == 0 || !(request.principal() instanceof Principal.Agent asking))
            return Optional.empty();
        return state.agents()
                .find(asking.id())
                .filter(known -> known.lastIncarnation() != request.incarnation())
                .map(known ->
                        new Rejection.StaleIncarnation(known.id(), request.incarnation(), known.lastIncarnation()));
    }

    /**
     * Permission: the kind of principal must be able to express the command, and an agent must be one of the
     * project's.
     */
    private static Optional<Rejection> refusedAsker(ProjectState state, Request request) {
        Command command = request.command();
        boolean expressible = switch (request.principal()) {
            case Principal.Operator operator -> command instanceof OperatorCommand;
            case Principal.Agent agent -> command instanceof AgentCommand;
            case Principal.Hub hub -> command instanceof HubCommand;
        };
        if (!expressible) {
            return Draft.reject(new Rejection.NotPermitted(request.principal(), commandName(command)));
        }
        if (!state.exists() && !(command instanceof CreateProject)) {
            return Draft.reject(new Rejection.ProjectMissing(state.id()));
        }
        if (!(request.principal() instanceof Principal.Agent agent) || command instanceof RegisterAgent)
            return Optional.empty();
        Optional<AgentRecord> known = state.agents().find(agent.id());
        if (known.isEmpty()) return Draft.reject(new Rejection.UnknownAgent(agent.id()));
        return known.get().stopped() ? Draft.reject(new Rejection.AgentEnded(agent.id())) : Optional.empty();
    }

    private static String commandName(Command command) {
        return command.getClass().getSimpleName();
    }

    private static Optional<Rejection> apply(Draft draft, Command command) {
        return switch (command) {
            case CreateProject c -> ProjectRules.create(draft, c);
            case UpdateProject c -> ProjectRules.update(draft, c);
            case RecordUsage c -> ProjectRules.recordUsage(draft, c);

            case RegisterAgent c -> AgentRules.register(draft, c);
            case UnregisterAgent c -> AgentRules.unregister(draft, c);
            case PauseAgent c -> AgentRules.pause(draft, c);
            case ResumeAgent c -> AgentRules.resume(draft, c);
            case StopAgent c -> AgentRules.stop(draft, c);
            case AttachAgent c -> AgentRules.attach(draft, c);
            case DetachAgent c -> AgentRules.detach(draft, c);

            case EnqueueTasks c -> TaskRules.enqueue(draft, c);
            case CancelTask c -> TaskRules.cancel(draft, c);
            case ReprioritizeTask c -> TaskRules.reprioritize(draft, c);
            case RetryTask c -> TaskRules.retry(draft, c);

            case AssignTask c -> LeaseRules.assign(draft, c);
            case ClaimTask c -> LeaseRules.claim(draft);
            case StartTask c -> LeaseRules.start(draft, c);
            case ReportProgress c -> LeaseRules.progress(draft, c);
            case CompleteTask c -> LeaseRules.complete(draft, c);
            case FailTask c -> LeaseRules.fail(draft, c);
            case ReleaseTask c -> LeaseRules.release(draft, c);

            case SendMessage c -> MessageRules.send(draft, c);
            case Acknowledge c -> MessageRules.acknowledge(draft, c);
            case DeadLetter c -> MessageRules.deadLetter(draft, c);

            case ConsultSpecialist c -> ConsultationRules.consult(draft, c);
            case AnswerConsultation c -> ConsultationRules.answer(draft, c);
            case DeclineConsultation c -> ConsultationRules.decline(draft, c);

            case EscalateToHuman c -> GateRules.escalate(draft, c);
            case ResolveGate c -> GateRules.resolve(draft, c);

            case Tick c -> TimeRules.tick(draft, c);
            case Fork c -> ForkRules.fork(draft, c);
        };
    }
}
