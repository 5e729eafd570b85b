// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.TaskStatus;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;

/** What is true of a project at every revision, whatever anybody asked. */
final class Invariants {
    private Invariants() {}

    /** Parts of the state that are the very same object as before need not be looked at again. */
    @SuppressWarnings("ReferenceEquality")
    static void hold(ProjectState before, ProjectState after, QueueModel model) {
        boolean same =
                before.tasks() == after.tasks() && before.agents() == after.agents() && before.gates() == after.gates();
        if (!same) tasks(after, model);
        if (!same) agents(after);
        if (before.mailboxes() != after.mailboxes()) mailboxes(before, after);
        if (before.gates() != after.gates()) gates(after);
        if (!same) changes(before, after);
    }

    private static void tasks(ProjectState state, QueueModel model) {
        Map<TaskStatus, Integer> counts = new EnumMap<>(TaskStatus.class);
        for (TaskRecord task : state.tasks().inOrder()) {
            counts.merge(task.status(), 1, Integer::sum);
            boolean leased = task.lease().isPresent();
            switch (task.status()) {
                case PENDING -> require(!state.tasks().unmet(task).isEmpty(), "waits for another", task);
                case BLOCKED ->
                    require(
                            task.gate()
                                    .map(state.gates()::get)
                                    .filter(GateRecord::open)
                                    .isPresent(),
                            "has an open gate",
                            task);
                case READY -> require(!leased && task.spec().agentType().isPresent(), "waits for an agent", task);
                case ASSIGNED, RUNNING -> require(leased, "is under a lease", task);
                case VERIFYING -> require(task.work().worker().isPresent(), "was handed in", task);
                case RETRYING -> require(!leased && task.attempts().dueAt().isPresent(), "falls due", task);
                case COMPLETED, FAILED, CANCELED ->
                    require(!leased && task.timer().isEmpty(), "is at rest", task);
            }
            task.lease()
                    .ifPresent(lease -> require(
                            state.agents()
                                    .get(lease.agent())
                                    .assignment()
                                    .filter(task.id()::equals)
                                    .isPresent(),
                            "agrees with its agent",
                            task));
        }
        require(
                counts.equals(state.tasks().counts()),
                "counts agree",
                counts,
                state.tasks().counts());
        for (AgentType type : List.of(AgentType.BACKEND_DEVELOPER, AgentType.VERIFIER)) {
            List<?> queue = List.copyOf(state.tasks().queueOf(type));
            require(queue.equals(model.queueOf(type)), "the queue is the model's", type, queue, model.queueOf(type));
        }
    }

    private static void agents(ProjectState state) {
        for (AgentRecord agent : state.agents().inOrder()) {
            agent.assignment()
                    .ifPresent(task -> require(
                            state.tasks()
                                    .get(task)
                                    .lease()
                                    .filter(lease -> lease.agent().equals(agent.id()))
                                    .isPresent(),
                            "agrees with its task",
                            agent));
            for (GateId gate : agent.holds())
                require(state.gates().get(gate).open(), "is held by open gates only", agent, gate);
            require(
                    !agent.stopped()
                            || (agent.assignment().isEmpty() && agent.holds().isEmpty()),
                    "rests when stopped",
                    agent);
            require(agent.paused() == (agent.status() == AgentStatus.PAUSED), "says when it is paused", agent);
            boolean listed = state.agents().availableOf(agent.type()).contains(agent.id());
            require(
                    listed == (agent.attached() && agent.status() == AgentStatus.IDLE),
                    "is listed when it is free",
                    agent);
        }
    }

    @SuppressWarnings("ReferenceEquality")
    private static void mailboxes(ProjectState before, ProjectState after) {
        require(
                after.mailboxes()
                        .byAgent()
                        .keySet()
                        .equals(Set.copyOf(after.agents().inOrder().stream()
                                .map(AgentRecord::id)
                                .toList())),
                "each agent has a mailbox",
                after);
        for (Map.Entry<AgentId, Mailbox> entry : after.mailboxes().byAgent().entrySet()) {
            Mailbox mailbox = entry.getValue();
            if (mailbox == before.mailboxes().byAgent().get(entry.getKey())) continue;
            List<Long> expected = LongStream.rangeClosed(mailbox.settled() + 1, mailbox.last())
                    .boxed()
                    .toList();
            require(
                    List.copyOf(mailbox.waiting().keySet()).equals(expected),
                    "letters are numbered without gaps",
                    mailbox);
            mailbox.waiting()
                    .forEach((number, letter) ->
                            require(letter.number() == number, "letters know their number", letter));
        }
    }

    private static void gates(ProjectState state) {
        long next = 1;
        for (GateRecord gate : state.gates().inOrder()) {
            require(gate.id().number() == next++, "gates are numbered without gaps", gate);
            require(gate.open() == gate.outcome().isEmpty(), "a gate is open or has an outcome", gate);
            boolean byPerson = gate.status() != GateStatus.OPEN
                    && gate.status() != GateStatus.EXPIRED
                    && gate.status() != GateStatus.CANCELED;
            gate.outcome().ifPresent(outcome -> {
                require(byPerson == (outcome.by() instanceof Principal.Operator), "only an operator decides", gate);
                require(!byPerson || !outcome.by().equals(gate.asker()), "the asker does not decide", gate);
            });
        }
        require(
                state.gates().openCount()
                        == state.gates().inOrder().stream()
                                .filter(GateRecord::open)
                                .count(),
                "open gates are counted");
    }

    /** What may not change from one revision to a later one. */
    private static void changes(ProjectState before, ProjectState after) {
        for (TaskRecord was : before.tasks().inOrder()) {
            TaskRecord is = after.tasks().get(was.id());
            require(is.epoch() >= was.epoch(), "epochs only grow", was, is);
            require(is.arrival().equals(was.arrival()), "the arrival stays", was, is);
            require(
                    was.status() != TaskStatus.COMPLETED || is.status() == TaskStatus.COMPLETED,
                    "done is done",
                    was,
                    is);
        }
        for (GateRecord was : before.gates().inOrder()) {
            if (!was.open()) require(after.gates().get(was.id()).equals(was), "a closed gate never changes", was);
        }
        for (AgentRecord was : before.agents().inOrder()) {
            for (GateId gate : was.holds()) {
                boolean ended = after.agents()
                        .find(was.id())
                        .filter(is -> is.registered() == was.registered() && !is.stopped())
                        .isEmpty();
                boolean held = after.agents()
                        .find(was.id())
                        .filter(is -> is.holds().contains(gate))
                        .isPresent();
                require(
                        ended || held == after.gates().get(gate).open(),
                        "is held exactly until the gate is closed",
                        was,
                        gate);
            }
        }
    }

    /** Cheaper than a matcher: this runs some million times. */
    static void require(boolean condition, String sentence, Object... facts) {
        if (!condition) assertThat(facts).as("%s", sentence).isNull();
    }
}
