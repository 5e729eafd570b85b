// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Event.AgentPaused;
import io.hubspoke.protocol.Event.AgentResumed;
import io.hubspoke.protocol.Event.AgentStopped;
import io.hubspoke.protocol.Event.AgentUnregistered;
import io.hubspoke.protocol.Event.LeaseExpired;
import io.hubspoke.protocol.Event.TaskCanceled;
import io.hubspoke.protocol.Event.TaskReleased;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToAgent.Action;
import io.hubspoke.protocol.wire.ToAgent.Control;
import java.util.Optional;

/** What an event means for what an agent may do: whom to tell, and what. Letters are not its business. */
final class Controls {
    private Controls() {}

    record Order(AgentId agent, ToAgent message) {}

    /**
     * The order that follows from an event, if any.
     *
     * @param before the state before the commit that holds the event
     * @param after the state after it
     */
    static Optional<Order> of(Event event, ProjectState before, ProjectState after) {
        if (event instanceof AgentPaused paused && paused.gate().isEmpty()) {
            return order(paused.agent(), Action.PAUSE, paused.reason());
        }
        if (event instanceof AgentResumed resumed && !isPaused(after, resumed.agent())) {
            return order(resumed.agent(), Action.RESUME, "resumed");
        }
        if (event instanceof AgentStopped stopped) return order(stopped.agent(), Action.STOP, stopped.reason());
        if (event instanceof AgentUnregistered gone) {
            return Optional.of(
                    new Order(gone.agent(), new ToAgent.Detached("the agent was unregistered: " + gone.reason())));
        }
        if (event instanceof LeaseExpired expired) {
            // A lease that was lost because the agent was started anew is nothing that its new host knows of.
            return incarnation(before, expired.agent()) == incarnation(after, expired.agent())
                    ? order(expired.agent(), Action.ABANDON, expired.reason())
                    : Optional.empty();
        }
        if (event instanceof TaskReleased released) return order(released.agent(), Action.ABANDON, released.reason());
        if (event instanceof TaskCanceled canceled) {
            return before.tasks()
                    .find(canceled.task())
                    .flatMap(TaskRecord::lease)
                    .flatMap(lease -> order(lease.agent(), Action.ABANDON, canceled.reason()));
        }
        return Optional.empty();
    }

    private static boolean isPaused(ProjectState state, AgentId agent) {
        return state.agents().find(agent).filter(AgentRecord::paused).isPresent();
    }

    private static long incarnation(ProjectState state, AgentId agent) {
        return state.agents().find(agent).map(AgentRecord::incarnation).orElse(0L);
    }

    private static Optional<Order> order(AgentId agent, Action action, String reason) {
        return Optional.of(new Order(agent, new Control(action, reason)));
    }
}
