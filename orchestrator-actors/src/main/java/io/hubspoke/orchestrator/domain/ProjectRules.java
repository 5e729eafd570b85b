// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Draft.reject;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.RecordUsage;
import io.hubspoke.protocol.Command.UpdateProject;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Severity;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** Rules for the project as a whole: its settings, phase, metadata, and what it may cost. */
final class ProjectRules {
    private ProjectRules() {}

    static Optional<Rejection> create(Draft draft, CreateProject command) {
        Optional<Project> existing = draft.state().project();
        if (existing.isPresent()) {
            boolean same = existing.get().settings().equals(command.settings())
                    && existing.get().original().equals(command.metadata());
            return same
                    ? Optional.empty()
                    : reject(new Rejection.ProjectExists(draft.state().id()));
        }
        Optional<Rejection> refused = Sizes.first(
                () -> Sizes.entries(
                        "the metadata", command.metadata(), command.settings().limits()),
                () -> Sizes.settings(command.settings()));
        if (refused.isPresent()) return refused;
        draft.record(new Event.ProjectCreated(command.settings(), command.metadata()));
        return Optional.empty();
    }

    static Optional<Rejection> update(Draft draft, UpdateProject command) {
        Project project = Evolution.project(draft.state());
        Limits limits = draft.state().limits();
        Map<String, String> merged = Project.merged(project.metadata(), command.metadata());
        Optional<Rejection> tooLarge = Sizes.first(
                () -> Sizes.entries("the metadata", merged, limits),
                () -> command.phase().flatMap(phase -> Sizes.shortText("the phase", phase, limits)),
                () -> command.budget().flatMap(Sizes::budget));
        if (tooLarge.isPresent()) return tooLarge;
        Event.ProjectUpdated event = new Event.ProjectUpdated(command.phase(), command.metadata(), command.budget());
        if (!project.updated(event).equals(project)) draft.record(event);
        return Optional.empty();
    }

    /**
     * Passing the budget opens a gate once; the agent that passed it is held, and nobody is given work until it is
     * raised.
     */
    static Optional<Rejection> recordUsage(Draft draft, RecordUsage command) {
        Optional<Rejection> refused = Sizes.first(
                () -> Sizes.shortText(
                        "the usage's note", command.note(), draft.state().limits()),
                () -> Sizes.usage(Evolution.project(draft.state()).usage(), command.usage()));
        if (refused.isPresent()) return refused;
        boolean overBefore = Evolution.project(draft.state()).overBudget();
        draft.record(new Event.UsageRecorded(draft.asker(), command.task(), command.usage(), command.note()));
        if (!overBefore && Evolution.project(draft.state()).overBudget()) askForMore(draft, Optional.of(draft.asker()));
        return Optional.empty();
    }

    /** Approved: the same again; when that is not enough, the question is put once more. */
    static void raiseBudget(Draft draft, GateRecord gate) {
        draft.record(new Event.BudgetRaised(Evolution.project(draft.state()).raised()));
        if (!Evolution.project(draft.state()).overBudget()) return;
        askForMore(
                draft,
                gate.agent()
                        .filter(agent -> draft.state()
                                .agents()
                                .find(agent)
                                .filter(known -> !known.stopped())
                                .isPresent()));
    }

    private static void askForMore(Draft draft, Optional<AgentId> agent) {
        Project project = Evolution.project(draft.state());
        GateQuestion question = GateQuestion.of("The budget is used up: grant the same again?")
                .withSeverity(Severity.HIGH)
                .withContext("Used: %,d tokens and %s. Budget: %,d tokens and %s."
                        .formatted(
                                project.usage().tokens(), money(project.usage().costMicros()),
                                project.budget().tokens(),
                                        money(project.budget().costMicros())));
        GateRules.open(draft, GateCause.BUDGET, question, agent, Optional.empty());
    }

    private static String money(long micros) {
        return BigDecimal.valueOf(micros, 6).stripTrailingZeros().toPlainString();
    }
}
