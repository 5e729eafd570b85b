// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Event.*;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Who waits and who may be given what, told once more in the simplest way from the events alone: plain mutable maps
 * that share no code with the rules, to judge every assignment by.
 */
final class QueueModel {
    private static final class Waiting {
        TaskSpec spec;
        int priority;
        long arrival;
        boolean verifying;
        Optional<AgentType> queuedFor = Optional.empty();
        Optional<AgentId> worker = Optional.empty();
        Optional<AgentId> holder = Optional.empty();
        long epoch;

        Waiting(TaskSpec spec, long arrival) {
            this.spec = spec;
            this.priority = spec.priority().value();
            this.arrival = arrival;
        }

        boolean mayGoTo(AgentId agent, AgentType type) {
            return queuedFor.filter(type::equals).isPresent()
                    && !(verifying && worker.filter(agent::equals).isPresent());
        }
    }

    private static final class Known {
        AgentType type;
        boolean attached;
        boolean paused;
        boolean stopped;
        final TreeSet<String> gates = new TreeSet<>();
        Optional<TaskId> task = Optional.empty();

        Known(AgentType type) {
            this.type = type;
        }

        boolean free() {
            return attached && !paused && !stopped && gates.isEmpty() && task.isEmpty();
        }
    }

    private final Map<TaskId, Waiting> tasks = new TreeMap<>();
    private final Map<AgentId, Known> agents = new TreeMap<>();

    /** What waits for agents of a type, the next one first. */
    List<TaskId> queueOf(AgentType type) {
        return tasks.entrySet().stream()
                .filter(entry -> entry.getValue().queuedFor.filter(type::equals).isPresent())
                .sorted(Comparator.comparingLong(
                                (Map.Entry<TaskId, Waiting> entry) -> -(long) entry.getValue().priority)
                        .thenComparingLong(entry -> entry.getValue().arrival))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Free agents for which something waits: there must be none after a decision when dispatch is automatic. */
    List<AgentId> idleInVain() {
        List<AgentId> idle = new ArrayList<>();
        agents.forEach((id, agent) -> {
            if (agent.free() && tasks.values().stream().anyMatch(task -> task.mayGoTo(id, agent.type))) idle.add(id);
        });
        return idle;
    }

    void record(Recorded recorded, boolean inQueueOrder) {
        switch (recorded.event()) {
            case AgentRegistered e ->
                agents.put(e.agent().id(), new Known(e.agent().type()));
            case AgentUnregistered e -> agents.remove(e.agent());
            case AgentAttached e -> agents.get(e.agent()).attached = true;
            case AgentDetached e -> agents.get(e.agent()).attached = false;
            case AgentPaused e -> held(e.agent(), e.gate().map(Object::toString), true);
            case AgentResumed e -> held(e.agent(), e.gate().map(Object::toString), false);
            case AgentStopped e -> agents.get(e.agent()).stopped = true;
            case TaskEnqueued e -> tasks.put(e.task().id(), new Waiting(e.task(), recorded.revision()));
            case TaskReady e -> waits(e.task());
            case TaskRetryDue e -> waits(e.task());
            case TaskAssigned e -> assigned(e, inQueueOrder);
            case LeaseExpired e -> givenBack(e.task(), e.epoch());
            case TaskReleased e -> givenBack(e.task(), e.epoch());
            case TaskVerificationRequested e -> handedIn(e);
            case TaskCompleted e -> completed(e);
            case TaskReprioritized e ->
                tasks.get(e.task()).priority = e.priority().value();
            case TaskBlocked e -> gone(e.task());
            case TaskAttemptFailed e -> gone(e.task());
            case TaskFailed e -> gone(e.task());
            case TaskCanceled e -> gone(e.task());
            case Event other -> {}
        }
    }

    private void held(AgentId id, Optional<String> gate, boolean on) {
        Known agent = agents.get(id);
        if (gate.isEmpty()) agent.paused = on;
        else if (on) agent.gates.add(gate.get());
        else agent.gates.remove(gate.get());
    }

    private void assigned(TaskAssigned event, boolean inQueueOrder) {
        Waiting task = tasks.get(event.task());
        Known agent = agents.get(event.agent());
        assertThat(agent.free())
                .as("%s is given work, so it is attached, idle and not held", event.agent())
                .isTrue();
        assertThat(task.mayGoTo(event.agent(), agent.type))
                .as("%s waits for an agent like %s", event.task(), event.agent())
                .isTrue();
        assertThat(event.epoch()).as("epoch of %s", event.task()).isGreaterThan(task.epoch);
        assertThat(event.purpose()).isEqualTo(task.verifying ? Purpose.VERIFY : Purpose.WORK);
        if (inQueueOrder) {
            TaskId first = queueOf(agent.type).stream()
                    .filter(id -> tasks.get(id).mayGoTo(event.agent(), agent.type))
                    .findFirst()
                    .orElseThrow();
            assertThat(event.task()).as("the first in the queue").isEqualTo(first);
        }
        task.epoch = event.epoch();
        task.queuedFor = Optional.empty();
        task.holder = Optional.of(event.agent());
        agent.task = Optional.of(event.task());
    }

    private void waits(TaskId id) {
        Waiting task = tasks.get(id);
        assertThat(task.holder).as("holder of %s", id).isEmpty();
        task.verifying = false;
        task.queuedFor = task.spec.agentType();
    }

    private void givenBack(TaskId id, long epoch) {
        gone(id);
        Waiting task = tasks.get(id);
        assertThat(epoch).isEqualTo(task.epoch);
        task.queuedFor = task.verifying ? Optional.of(task.spec.verifierType()) : task.spec.agentType();
    }

    private void handedIn(TaskVerificationRequested event) {
        Waiting task = tasks.get(event.task());
        assertThat(task.holder).contains(event.worker());
        gone(event.task());
        task.verifying = true;
        task.worker = Optional.of(event.worker());
        task.queuedFor = Optional.of(task.spec.verifierType());
    }

    private void completed(TaskCompleted event) {
        Waiting task = tasks.get(event.task());
        if (task.spec.agentType().isPresent()) {
            assertThat(event.epoch()).isEqualTo(task.epoch);
            assertThat(event.verifier().isPresent()).as("verified").isEqualTo(task.spec.verified());
            assertThat(task.holder).isEqualTo(event.verifier().or(event::agent));
            assertThat(event.verifier()).isNotEqualTo(event.agent());
        }
        gone(event.task());
    }

    private void gone(TaskId id) {
        Waiting task = tasks.get(id);
        task.queuedFor = Optional.empty();
        task.holder.map(agents::get).ifPresent(agent -> agent.task = Optional.empty());
        task.holder = Optional.empty();
    }
}
