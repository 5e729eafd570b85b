// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Recorded;
import java.util.Optional;

/**
 * Everything the hub knows of one project at one revision: a fold over its events. Immutable and ordered, so it is
 * cheap to keep, compare and hand to another thread.
 *
 * @param revision of the last event applied; 0 before the first
 */
public record ProjectState(
        ProjectId id,
        long revision,
        Optional<Project> project,
        Agents agents,
        Tasks tasks,
        Mailboxes mailboxes,
        Consultations consultations,
        Gates gates,
        Commands commands,
        Loops loops) {

    public static ProjectState empty(ProjectId id) {
        return new ProjectState(
                id,
                0,
                Optional.empty(),
                Agents.NONE,
                Tasks.NONE,
                Mailboxes.NONE,
                Consultations.NONE,
                Gates.NONE,
                Commands.NONE,
                Loops.NONE);
    }

    public boolean exists() {
        return project.isPresent();
    }

    /** The project's bounds; the defaults before it is created. */
    public Limits limits() {
        return project.map(known -> known.settings().limits()).orElse(Limits.DEFAULT);
    }

    ProjectSettings settings() {
        return project()
                .orElseThrow(() -> new IllegalStateException("project " + id + " was not created"))
                .settings();
    }

    /**
     * The state after one more event. It never refuses and never guesses.
     *
     * @throws IllegalStateException naming the revision when the event cannot apply: the journal is corrupt
     */
    public ProjectState evolve(Recorded recorded) {
        if (recorded.revision() != revision + 1) {
            throw new IllegalStateException(
                    "revision %d of project %s follows revision %d".formatted(recorded.revision(), id, revision));
        }
        try {
            return Evolution.apply(this, recorded).after(recorded);
        } catch (IllegalStateException | ArithmeticException cannotApply) {
            throw new IllegalStateException(
                    "revision %d of project %s cannot apply: %s"
                            .formatted(recorded.revision(), id, cannotApply.getMessage()),
                    cannotApply);
        }
    }

    private ProjectState after(Recorded recorded) {
        return new ProjectState(
                id,
                recorded.revision(),
                project,
                agents,
                tasks,
                mailboxes,
                consultations,
                gates,
                commands.with(recorded, limits().commandWindow()),
                loops);
    }

    ProjectState with(Project value) {
        return new ProjectState(
                id, revision, Optional.of(value), agents, tasks, mailboxes, consultations, gates, commands, loops);
    }

    ProjectState with(Agents value) {
        return new ProjectState(id, revision, project, value, tasks, mailboxes, consultations, gates, commands, loops);
    }

    ProjectState with(AgentRecord agent) {
        return with(agents.with(agent));
    }

    ProjectState with(Tasks value) {
        return new ProjectState(id, revision, project, agents, value, mailboxes, consultations, gates, commands, loops);
    }

    ProjectState with(TaskRecord task) {
        return with(tasks.with(task));
    }

    ProjectState with(Mailboxes value) {
        return new ProjectState(id, revision, project, agents, tasks, value, consultations, gates, commands, loops);
    }

    ProjectState with(Consultations value) {
        return new ProjectState(id, revision, project, agents, tasks, mailboxes, value, gates, commands, loops);
    }

    ProjectState with(GateRecord gate) {
        return new ProjectState(
                id, revision, project, agents, tasks, mailboxes, consultations, gates.with(gate), commands, loops);
    }

    ProjectState with(Commands value) {
        return new ProjectState(id, revision, project, agents, tasks, mailboxes, consultations, gates, value, loops);
    }

    ProjectState with(Loops value) {
        return new ProjectState(id, revision, project, agents, tasks, mailboxes, consultations, gates, commands, value);
    }
}
