// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.audit.Explanation.Step;
import io.hubspoke.orchestrator.audit.StateDiff.Noun;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Collects what has happened to one task, agent or gate. Shown every event of a history in order with the states
 * around it, it keeps a bounded part of them.
 */
final class Story {
    private final Noun noun;
    private final Object id;
    private final Causes causes = new Causes();
    private final Trail trail = new Trail();
    /** What belongs to it: the gates of a task, the questions of an agent. */
    private final Set<Object> own = new HashSet<>();
    /** Revisions from which its consequences follow: a gate's opening and closing. */
    private final Set<Long> roots = new HashSet<>();

    private Optional<Choice> choice = Optional.empty();
    private Optional<Recorded> turn = Optional.empty();

    Story(Noun noun, Object id) {
        this.noun = noun;
        this.id = id;
    }

    void see(ProjectState before, Recorded recorded, ProjectState after) {
        long cause = causes.of(recorded);
        Event event = recorded.event();
        List<Object> subjects = Subjects.of(event);
        boolean itself = subjects.contains(id);
        boolean asked = noun == Noun.AGENT
                && Subjects.agent(recorded.by()).filter(id::equals).isPresent();
        boolean related = subjects.stream().anyMatch(own::contains) || (cause != 0 && roots.contains(cause));
        boolean routine = noun == Noun.AGENT && isRoutine(event);
        if (routine || !(itself || asked || related)) return;
        if (itself) adopt(event, recorded.revision());
        if (event instanceof Event.TaskAssigned assigned && itself)
            choice = Optional.of(Choice.of(before, recorded, assigned, causes.firstOfItsCommand()));
        if (itself && !standing(before).equals(standing(after))) turn = Optional.of(recorded);
        trail.add(new Step(recorded, cause, Why.of(before, recorded, after, cause)));
    }

    private void adopt(Event event, long revision) {
        switch (event) {
            case Event.GateOpened opened when noun == Noun.TASK -> own.add(opened.gate());
            case Event.ConsultationOpened opened when noun == Noun.AGENT -> own.add(opened.consultation());
            case Event.GateOpened opened when noun == Noun.GATE -> roots.add(revision);
            case Event.GateResolved resolved when noun == Noun.GATE -> roots.add(revision);
            case Event.GateExpired expired when noun == Noun.GATE -> roots.add(revision);
            case Event.GateCanceled canceled when noun == Noun.GATE -> roots.add(revision);
            default -> {}
        }
    }

    /** What an agent does all the time says nothing about where it stands. */
    private static boolean isRoutine(Event event) {
        return event instanceof Event.LettersAcknowledged
                || event instanceof Event.UsageRecorded
                || event instanceof Event.MessageRouted
                || event instanceof Event.LeaseRenewed;
    }

    private Object standing(ProjectState state) {
        Optional<?> found = switch (id) {
            case TaskId task -> state.tasks().find(task).map(known -> List.of(known.status(), known.epoch()));
            case AgentId agent ->
                state.agents().find(agent).map(known -> List.of(known.status(), known.attached(), known.assignment()));
            case GateId gate -> state.gates().find(gate).map(known -> List.of(known.status()));
            default -> throw new IllegalArgumentException("nothing is known of " + id);
        };
        return found.isPresent() ? found.get() : List.of();
    }

    boolean happened() {
        return !trail.steps().isEmpty();
    }

    /** The event that brought it where it stands. */
    Optional<Recorded> turn() {
        return turn;
    }

    Optional<Choice> choice() {
        return choice;
    }

    List<Step> steps() {
        return trail.steps();
    }

    long leftOut() {
        return trail.leftOut();
    }
}
