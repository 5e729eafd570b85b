// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Event.TaskAssigned;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.ArrayList;
import java.util.List;

/**
 * Why this task went to this agent: who else could have had it, and what else waited, just before the assignment.
 *
 * @param revision of the assignment
 * @param candidates the agents of the type that was needed, in the order in which they are asked
 * @param queue the front of the queue, and the task's own place when that is further back
 * @param queued how many tasks stood in it
 */
public record Choice(
        long revision, How how, AgentType type, List<Candidate> candidates, List<Place> queue, int queued) {
    private static final int CANDIDATES_MAX = 50;
    private static final int PLACES_MAX = 10;

    /** Who brought task and agent together. */
    public enum How {
        /** The hub: each task in queue order to the first free agent of its type. */
        DISPATCHED,
        /** The agent asked for the next task of its type. */
        CLAIMED,
        /** An operator named both. */
        BY_HAND
    }

    /**
     * @param registered the revision of its registration; first registered, first asked
     * @param standing {@code free}, or why it was not
     */
    public record Candidate(AgentId agent, long registered, boolean chosen, String standing) {}

    /**
     * @param place in the queue, from 1: higher priority first, then first come, first served
     * @param arrival the revision of its enqueuing
     */
    public record Place(int place, TaskId task, int priority, long arrival, boolean chosen, String note) {}

    static Choice of(ProjectState before, Recorded recorded, TaskAssigned event, boolean firstOfItsCommand) {
        TaskRecord task = before.tasks().find(event.task()).orElseThrow();
        AgentType type = task.queuedFor()
                .orElseGet(
                        () -> before.agents().find(event.agent()).orElseThrow().type());
        List<TaskId> queue = List.copyOf(before.tasks().queueOf(type));
        return new Choice(
                recorded.revision(),
                how(recorded, event, firstOfItsCommand),
                type,
                candidates(before, type, event, task),
                places(before, queue, event),
                queue.size());
    }

    private static How how(Recorded recorded, TaskAssigned event, boolean firstOfItsCommand) {
        if (!firstOfItsCommand) return How.DISPATCHED;
        return switch (recorded.by()) {
            case Principal.Operator operator -> How.BY_HAND;
            case Principal.Agent agent -> agent.id().equals(event.agent()) ? How.CLAIMED : How.DISPATCHED;
            case Principal.Hub hub -> How.DISPATCHED;
        };
    }

    private static List<Candidate> candidates(ProjectState state, AgentType type, TaskAssigned event, TaskRecord task) {
        return state.agents().inOrder().stream()
                .filter(agent -> agent.type().equals(type))
                .map(agent -> new Candidate(
                        agent.id(),
                        agent.registered(),
                        agent.id().equals(event.agent()),
                        ownWork(task, event.purpose(), agent.id()) ? "did the work itself" : Standing.of(agent)))
                .limit(CANDIDATES_MAX)
                .toList();
    }

    private static boolean ownWork(TaskRecord task, Purpose purpose, AgentId agent) {
        return purpose == Purpose.VERIFY
                && task.work().worker().filter(agent::equals).isPresent();
    }

    private static List<Place> places(ProjectState state, List<TaskId> queue, TaskAssigned event) {
        List<Place> places = new ArrayList<>();
        for (int i = 0; i < queue.size(); i++) {
            boolean chosen = queue.get(i).equals(event.task());
            if (i >= PLACES_MAX && !chosen) continue;
            TaskRecord task = state.tasks().find(queue.get(i)).orElseThrow();
            boolean own = !chosen && ownWork(task, task.purpose(), event.agent());
            places.add(new Place(
                    i + 1,
                    task.id(),
                    task.spec().priority().value(),
                    task.arrival().revision(),
                    chosen,
                    own ? "is this agent's own work, which another must verify" : ""));
            if (i >= PLACES_MAX) break;
        }
        return places;
    }

    /** Why an agent may be given work now, or not. */
    static final class Standing {
        private Standing() {}

        static String of(AgentRecord agent) {
            if (agent.stopped()) return "stopped";
            if (!agent.holds().isEmpty()) return "held by " + Reasons.list(agent.holds());
            if (agent.pausedByOperator()) return "paused by an operator";
            if (agent.assignment().isPresent())
                return "busy with " + agent.assignment().get();
            return agent.attached() ? "free" : "not attached";
        }
    }
}
