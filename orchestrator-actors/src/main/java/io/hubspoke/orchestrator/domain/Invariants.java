// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What is true of a project after every commit, whatever anybody asked. Told apart from the rules, so that a history
 * can be judged that the rules of this version did not make. Each throws {@link IllegalStateException} with one
 * sentence that names what is not as it must be.
 */
public final class Invariants {
    private Invariants() {}

    /** Of everything there is. Takes time in the size of the state. */
    public static void hold(ProjectState state) {
        Collection<TaskRecord> tasks = state.tasks().all();
        for (TaskRecord task : tasks) task(state, task);
        arrivals(tasks);
        for (AgentRecord agent : state.agents().inOrder()) agent(state, agent);
        long number = 1;
        for (GateRecord gate : state.gates().inOrder()) {
            if (gate.id().number() != number++) throw broken("gate %s has not the next number", gate.id());
            gate(gate);
        }
        for (Map.Entry<AgentId, Mailbox> entry : state.mailboxes().byAgent().entrySet()) {
            if (!state.agents().contains(entry.getKey()))
                throw broken("there is a mailbox of %s, who is not registered", entry.getKey());
            mailbox(entry.getKey(), entry.getValue());
            letters(entry.getKey(), entry.getValue());
        }
        indexes(state, tasks);
    }

    /**
     * Of what these events touched, and of what may not change. The events of one or more whole decisions led from one
     * state to the other, and all held before. Takes time in the number of events.
     */
    public static void hold(ProjectState before, ProjectState after, List<Recorded> events) {
        Touched touched = Touched.by(before, after, events);
        for (TaskId id : touched.tasks()) {
            Optional<TaskRecord> was = before.tasks().find(id);
            TaskRecord is = after.tasks().get(id);
            task(after, is);
            was.ifPresent(known -> change(known, is));
            boolean newlyDone = is.status() == TaskStatus.COMPLETED
                    && was.filter(known -> known.status() == TaskStatus.COMPLETED)
                            .isEmpty();
            if (newlyDone)
                for (TaskId each : after.tasks().dependantsOf(id))
                    task(after, after.tasks().get(each));
        }
        for (AgentId id : touched.agents()) {
            after.agents().find(id).ifPresent(agent -> agent(after, agent));
            Optional<Mailbox> mailbox = after.mailboxes().of(id);
            if (mailbox.isPresent() != after.agents().contains(id))
                throw broken("agent %s is registered or has a mailbox, but not both", id);
            mailbox.ifPresent(known -> mailbox(id, known));
        }
        boolean closed = false;
        for (GateId id : touched.gates()) {
            GateRecord is = after.gates().get(id);
            gate(is);
            before.gates().find(id).filter(was -> !was.open()).ifPresent(was -> {
                if (!was.equals(is)) throw broken("gate %s was closed and has changed since", id);
            });
            closed |= !is.open();
        }
        if (closed) after.agents().inOrder().forEach(agent -> holds(after, agent));
        stillHeld(before, after, touched);
        if (events.stream().anyMatch(recorded -> recorded.event() instanceof Event.ForkedFrom)) nobodyWorks(after);
    }

    /** A fork begins without the hosts of its source. */
    private static void nobodyWorks(ProjectState state) {
        for (AgentRecord agent : state.agents().inOrder()) {
            if (agent.attached() || agent.assignment().isPresent())
                throw broken("agent %s works on in a fork", agent.id());
        }
        if (state.consultations().size() > 0) throw broken("a question of the source is open in a fork");
    }

    // ---- tasks

    private static void task(ProjectState state, TaskRecord task) {
        boolean leased = task.lease().isPresent();
        boolean right = switch (task.status()) {
            case PENDING -> !leased && !state.tasks().unmet(task).isEmpty();
            case BLOCKED ->
                !leased
                        && task.gate()
                                .flatMap(state.gates()::find)
                                .filter(GateRecord::open)
                                .isPresent();
            case READY -> !leased && task.spec().agentType().isPresent();
            case ASSIGNED, RUNNING -> leased;
            case VERIFYING -> task.work().worker().isPresent();
            case RETRYING -> !leased && task.attempts().dueAt().isPresent();
            case COMPLETED, FAILED, CANCELED -> !leased && task.timer().isEmpty();
        };
        if (!right) throw broken("task %s is %s without what belongs to that state", task.id(), task.status());
        task.lease().ifPresent(lease -> {
            boolean agreed = state.agents()
                    .find(lease.agent())
                    .flatMap(AgentRecord::assignment)
                    .filter(task.id()::equals)
                    .isPresent();
            if (!agreed)
                throw broken("task %s is leased to agent %s, who does not work on it", task.id(), lease.agent());
        });
    }

    private static void change(TaskRecord was, TaskRecord is) {
        if (is.epoch() < was.epoch())
            throw broken("the epoch of task %s fell from %d to %d", is.id(), was.epoch(), is.epoch());
        if (!is.arrival().equals(was.arrival())) throw broken("task %s has changed its arrival", is.id());
        if (was.status() == TaskStatus.COMPLETED && is.status() != TaskStatus.COMPLETED)
            throw broken("task %s was completed and is %s", is.id(), is.status());
    }

    private static void arrivals(Collection<TaskRecord> tasks) {
        long[] arrivals = tasks.stream()
                .mapToLong(task -> task.arrival().revision())
                .sorted()
                .toArray();
        for (int i = 1; i < arrivals.length; i++) {
            if (arrivals[i] == arrivals[i - 1]) throw broken("two tasks have arrived with revision %d", arrivals[i]);
        }
    }

    // ---- agents

    private static void agent(ProjectState state, AgentRecord agent) {
        agent.assignment().ifPresent(task -> {
            boolean agreed = state.tasks()
                    .find(task)
                    .flatMap(TaskRecord::lease)
                    .filter(lease -> lease.agent().equals(agent.id()))
                    .isPresent();
            if (!agreed) throw broken("agent %s works on task %s without its lease", agent.id(), task);
        });
        holds(state, agent);
        if (agent.stopped() && (agent.assignment().isPresent() || !agent.holds().isEmpty()))
            throw broken("agent %s is stopped and does not rest", agent.id());
        boolean listed = state.agents().availableOf(agent.type()).contains(agent.id());
        if (listed != (agent.attached() && agent.status() == AgentStatus.IDLE))
            throw broken("agent %s is free or waits for work, but not both", agent.id());
    }

    private static void holds(ProjectState state, AgentRecord agent) {
        for (GateId gate : agent.holds()) {
            if (state.gates().find(gate).filter(GateRecord::open).isEmpty())
                throw broken("agent %s is held by gate %s, which is not open", agent.id(), gate);
        }
    }

    /** An agent that a gate holds is held until the gate is closed, or the agent ends. */
    private static void stillHeld(ProjectState before, ProjectState after, Touched touched) {
        for (AgentId id : touched.agents()) {
            Optional<AgentRecord> was = before.agents().find(id);
            if (was.isEmpty() || was.get().holds().isEmpty()) continue;
            Optional<AgentRecord> is = after.agents()
                    .find(id)
                    .filter(now -> now.registered() == was.get().registered() && !now.stopped());
            for (GateId gate : was.get().holds()) {
                if (is.isPresent()
                        && after.gates().get(gate).open()
                        && !is.get().holds().contains(gate))
                    throw broken("agent %s was let go by gate %s, which is still open", id, gate);
            }
        }
    }

    // ---- mail

    private static void mailbox(AgentId agent, Mailbox mailbox) {
        long waiting = mailbox.last() - mailbox.settled();
        boolean right = mailbox.waiting().size() == waiting
                && (waiting == 0
                        || (mailbox.waiting().firstKey() == mailbox.settled() + 1
                                && mailbox.waiting().lastKey() == mailbox.last()));
        if (!right)
            throw broken(
                    "letters of agent %s are missing between %d and %d", agent, mailbox.settled() + 1, mailbox.last());
    }

    private static void letters(AgentId agent, Mailbox mailbox) {
        for (Map.Entry<Long, Letter> entry : mailbox.waiting().entrySet()) {
            if (entry.getValue().number() != entry.getKey())
                throw broken("letter %d of agent %s has another number", entry.getKey(), agent);
        }
    }

    // ---- gates

    private static void gate(GateRecord gate) {
        if (gate.open() != gate.outcome().isEmpty())
            throw broken("gate %s is open with an outcome, or closed without one", gate.id());
        boolean byPerson = gate.status() != GateStatus.OPEN
                && gate.status() != GateStatus.EXPIRED
                && gate.status() != GateStatus.CANCELED;
        gate.outcome().ifPresent(outcome -> {
            if (byPerson != (outcome.by() instanceof Principal.Operator))
                throw broken("gate %s is %s by %s", gate.id(), gate.status(), outcome.by());
            if (byPerson && outcome.by().equals(gate.asker()))
                throw broken("gate %s was decided by %s, who had asked", gate.id(), gate.asker());
        });
    }

    // ---- what is counted and sorted beside the records

    private static void indexes(ProjectState state, Collection<TaskRecord> all) {
        Map<TaskStatus, Integer> counts = new EnumMap<>(TaskStatus.class);
        Map<AgentType, List<TaskRecord>> queues = new TreeMap<>();
        for (TaskRecord task : all) {
            counts.merge(task.status(), 1, Integer::sum);
            task.queuedFor()
                    .ifPresent(type -> queues.computeIfAbsent(type, none -> new ArrayList<>())
                            .add(task));
        }
        if (!counts.equals(state.tasks().counts()))
            throw broken(
                    "the tasks by state are %s, but %s are counted",
                    counts, state.tasks().counts());
        if (!queues.keySet().equals(Set.copyOf(state.tasks().queuedTypes())))
            throw broken(
                    "tasks wait for %s, but there are queues for %s",
                    queues.keySet(), state.tasks().queuedTypes());
        queues.forEach((type, tasks) -> {
            List<TaskId> order = tasks.stream()
                    .sorted(Comparator.comparingInt(
                                    (TaskRecord task) -> task.spec().priority().value())
                            .reversed()
                            .thenComparingLong(task -> task.arrival().revision()))
                    .map(TaskRecord::id)
                    .toList();
            if (!order.equals(List.copyOf(state.tasks().queueOf(type))))
                throw broken("the queue of %s is out of order", type);
        });
        long open = state.gates().inOrder().stream().filter(GateRecord::open).count();
        if (open != state.gates().openCount())
            throw broken(
                    "%d gates are open, but %d are counted", open, state.gates().openCount());
        Optional<Instant> earliest = Stream.concat(
                        all.stream().flatMap(task -> task.timer().stream()),
                        state.gates().inOrder().stream().flatMap(gate -> gate.timer().stream()))
                .min(Instant::compareTo);
        Optional<Instant> listed = Stream.of(
                        state.tasks().nextTimer(), state.gates().nextTimer())
                .flatMap(Optional::stream)
                .min(Instant::compareTo);
        if (!earliest.equals(listed)) throw broken("the next deadline is %s, but %s is waited for", earliest, listed);
    }

    @SuppressWarnings("AnnotateFormatMethod") // that annotation would be one more library for all who use this one
    static IllegalStateException broken(String sentence, Object... facts) {
        return new IllegalStateException(sentence.formatted(facts));
    }
}
