// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks.rules;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateCause;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A project with so many tasks, of every status, in which each command has something to do. Of ten tasks two wait for
 * a verifier while the only idle one did that very work, one has failed, one is completed, one needs another, and five
 * are ready; of those, at most {@value #LEASES_MAX}, and at least one, are under a lease.
 */
final class ProjectOfSize {
    static final ProjectId ID = ProjectId.of("bench");
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final AgentType WORKER = AgentType.BACKEND_DEVELOPER;
    static final AgentType SPECIALIST = AgentType.SECURITY_EXPERT;
    static final AgentId PAUSED = AgentId.of("paused");
    static final AgentId AWAY = AgentId.of("away");
    static final AgentId ASKER = AgentId.of("asker");
    static final AgentId EXPERT = AgentId.of("expert");
    /** Idle, and attached only where nothing is given out by itself. */
    static final AgentId IDLE = AgentId.of("idle");

    static final GateId GATE = new GateId(1);
    static final ConsultationId CONSULTATION = new ConsultationId(1);

    private static final int LEASES_MAX = 64;
    private static final AgentId OWN_WORK = AgentId.of("own-work");
    private static final int DEFAULT_TASKS_MAX = Limits.DEFAULT.tasks();

    private final int tasks;
    private final int leases;
    private ProjectState state = ProjectState.empty(ID);

    private ProjectOfSize(int tasks, Dispatch dispatch) {
        this.tasks = tasks;
        leases = Math.clamp(tasks / 10, 1, LEASES_MAX);
        record(new Event.ProjectCreated(
                ProjectSettings.DEFAULT.withDispatch(dispatch).withLimits(limits()), Map.of()));
        agent(OWN_WORK, AgentType.VERIFIER);
        for (int i = 0; i < leases; i++) agent(worker(i), WORKER);
        agent(PAUSED, WORKER);
        record(new Event.AgentPaused(PAUSED, Optional.empty(), "an operator says so"));
        record(new Event.AgentRegistered(new AgentSpec(AWAY, WORKER, "bench")));
        agent(ASKER, AgentType.of("asker"));
        agent(EXPERT, SPECIALIST);
        agent(AgentId.of("expert-2"), SPECIALIST);
        for (int i = 0; i < tasks; i++) enqueued(i);
        for (int i = 0; i < tasks; i++) moved(i);
        for (int i = 0; i < leases; i++) leased(i);
        record(new Event.GateOpened(
                GATE,
                GateCause.ESCALATION,
                Principal.agent(ASKER),
                Optional.of(ASKER),
                Optional.empty(),
                GateQuestion.of("Merge?"),
                Optional.empty()));
        record(new Event.AgentPaused(ASKER, Optional.of(GATE), "Merge?"));
        record(new Event.ConsultationOpened(
                CONSULTATION, worker(0), EXPERT, "Is it safe?", "", 1, NOW.plusSeconds(3600), 1));
        // Last: what is given out by itself would be given out before.
        if (dispatch == Dispatch.MANUAL) agent(IDLE, WORKER);
        else record(new Event.AgentRegistered(new AgentSpec(IDLE, WORKER, "bench")));
    }

    /** The project as it stands; what can be given out by itself has been. */
    static Sized of(int tasks, Dispatch dispatch) {
        ProjectOfSize project = new ProjectOfSize(tasks, dispatch);
        return new Sized(tasks, project.leases, project.state);
    }

    /** @param leases how many workers have a task, the first of them until {@link #NOW} */
    record Sized(int tasks, int leases, ProjectState state) {
        /** The task of a worker: ready when it was given out. */
        TaskId leased(int worker) {
            return leasedTask(tasks, leases, worker);
        }

        /** A task of the given place among its ten; spread over all of them by a number that grows. */
        TaskId spread(int place, int number) {
            int tens = tasks / 10;
            // A prime step visits all tens in an order that no cache foresees.
            return task((int) (number * 7_919L % tens) * 10 + place);
        }
    }

    static AgentId worker(int index) {
        return AgentId.of("worker-" + index);
    }

    static TaskId task(int index) {
        return TaskId.of("task-%07d".formatted(index));
    }

    private static TaskId leasedTask(int tasks, int leases, int worker) {
        return task((int) ((long) worker * (tasks / 10) / leases) * 10 + 5);
    }

    private Limits limits() {
        Limits limits = Limits.DEFAULT;
        return new Limits(
                limits.agents(),
                Math.max(DEFAULT_TASKS_MAX, 2 * tasks),
                limits.tasksPerCommand(),
                limits.dependencies(),
                limits.mailboxLetters(),
                limits.payloadBytes(),
                limits.titleBytes(),
                limits.metadataEntries(),
                limits.consultationsPerAgent(),
                limits.consultations(),
                limits.consultationDepth(),
                limits.consultationDeadline(),
                limits.gates(),
                limits.repeats(),
                limits.commandWindow());
    }

    private void agent(AgentId id, AgentType type) {
        record(new Event.AgentRegistered(new AgentSpec(id, type, "bench")));
        record(new Event.AgentAttached(id, 1));
    }

    private void enqueued(int index) {
        TaskSpec spec = switch (index % 10) {
            case 0, 1 ->
                TaskSpec.of(task(index), AgentType.VERIFIER, "Work that is verified")
                        .withChecks(List.of("true"));
            case 4 -> TaskSpec.of(task(index), WORKER, "What comes after").withNeeds(List.of(task(index + 1)));
            default -> TaskSpec.of(task(index), WORKER, "Some work");
        };
        record(new Event.TaskEnqueued(spec, TaskLimits.DEFAULT));
    }

    private void moved(int index) {
        TaskId id = task(index);
        if (index % 10 != 4) record(new Event.TaskReady(id));
        switch (index % 10) {
            case 0, 1 -> {
                long letter = assigned(id, OWN_WORK, NOW.plusSeconds(30));
                record(new Event.LettersAcknowledged(OWN_WORK, letter));
                record(new Event.TaskVerificationRequested(id, 1, OWN_WORK, TaskResult.EMPTY));
            }
            case 2 -> record(new Event.TaskFailed(id, "it does not work"));
            case 3 -> record(new Event.TaskCompleted(id, 0, Optional.empty(), TaskResult.EMPTY, Optional.empty()));
            default -> {}
        }
    }

    private void leased(int index) {
        assigned(leasedTask(tasks, leases, index), worker(index), index == 0 ? NOW : NOW.plusSeconds(30));
    }

    private long assigned(TaskId task, AgentId agent, Instant until) {
        long letter = state.mailboxes().of(agent).orElseThrow().last() + 1;
        record(new Event.TaskAssigned(task, agent, 1, Purpose.WORK, 1, until, letter));
        return letter;
    }

    private void record(Event event) {
        state = state.evolve(new Recorded(state.revision() + 1, NOW, CommandId.HUB, Principal.HUB, 0, event));
    }
}
