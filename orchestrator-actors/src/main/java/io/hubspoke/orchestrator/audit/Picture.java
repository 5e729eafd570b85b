// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.Consultation;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.Usage;
import io.hubspoke.protocol.View;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The whole state of a project at one revision, as data that is stable to read: what people are shown and programs are
 * given. What the hub keeps for itself (answers to repeated commands, counters of loops) is not in it.
 *
 * @param project empty before it is created
 * @param tasks in the order of arrival
 * @param queues what waits for an agent, one queue for each type of agent
 * @param agents in the order of registration
 * @param mailboxes by agent
 * @param leases in the order of their tasks' arrival
 * @param consultations those that are open
 * @param gates in the order in which they were opened, closed ones too
 */
public record Picture(
        ProjectId id,
        long revision,
        Optional<View.Project> project,
        Budget budget,
        Usage usage,
        List<View.Task> tasks,
        List<Queue> queues,
        List<Agent> agents,
        List<Mailbox> mailboxes,
        List<Lease> leases,
        List<Consultation> consultations,
        List<View.Gate> gates) {

    /**
     * @param incarnation of the host that is attached; 0 when none is
     * @param heldBy the open gates that hold it, apart from any operator
     * @param registered the revision of its registration; first registered, first asked
     */
    public record Agent(
            AgentId id,
            AgentSpec spec,
            AgentStatus status,
            boolean attached,
            long incarnation,
            Optional<TaskId> task,
            boolean pausedByOperator,
            List<GateId> heldBy,
            long registered,
            Usage usage) {

        static Agent of(AgentRecord agent) {
            return new Agent(
                    agent.id(),
                    agent.spec(),
                    agent.status(),
                    agent.attached(),
                    agent.incarnation(),
                    agent.assignment(),
                    agent.pausedByOperator(),
                    List.copyOf(agent.holds()),
                    agent.registered(),
                    agent.usage());
        }
    }

    /** In the order in which they will be handed out. */
    public record Queue(AgentType agentType, List<TaskId> tasks) {}

    /**
     * @param last number of the last letter accepted
     * @param settled letters up to this one are acknowledged or dead
     * @param waiting the letters after it
     */
    public record Mailbox(AgentId agent, long last, long settled, List<Letter> waiting) {}

    /** The right of one agent to work on one task. */
    public record Lease(TaskId task, AgentId agent, long epoch, Purpose purpose, Instant until) {}

    public static Picture of(ProjectState state) {
        if (!state.exists()) return nothing(state);
        return new Picture(
                state.id(),
                state.revision(),
                Optional.of(Views.project(state)),
                state.project().orElseThrow().budget(),
                state.project().orElseThrow().usage(),
                ((View.Tasks) Views.answer(state, new Query.Tasks())).tasks(),
                queues(state),
                state.agents().inOrder().stream().map(Agent::of).toList(),
                mailboxes(state),
                state.tasks().inOrder().stream().flatMap(Picture::lease).toList(),
                List.copyOf(state.consultations().open()),
                ((View.Gates) Views.answer(state, new Query.Gates(false))).gates());
    }

    private static Picture nothing(ProjectState state) {
        return new Picture(
                state.id(),
                state.revision(),
                Optional.empty(),
                Budget.UNLIMITED,
                Usage.NONE,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of());
    }

    private static List<Queue> queues(ProjectState state) {
        return state.tasks().queuedTypes().stream()
                .map(type -> new Queue(type, List.copyOf(state.tasks().queueOf(type))))
                .toList();
    }

    private static List<Mailbox> mailboxes(ProjectState state) {
        List<Mailbox> mailboxes = new ArrayList<>();
        state.mailboxes()
                .byAgent()
                .forEach((agent, mailbox) -> mailboxes.add(new Mailbox(
                        agent,
                        mailbox.last(),
                        mailbox.settled(),
                        List.copyOf(mailbox.waiting().values()))));
        return mailboxes;
    }

    private static Stream<Lease> lease(TaskRecord task) {
        return task.lease().stream()
                .map(lease -> new Lease(task.id(), lease.agent(), task.epoch(), lease.purpose(), lease.until()));
    }
}
