// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import io.hubspoke.protocol.wire.ToOrchestrator.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Commands of all kinds, mostly such as somebody would ask for who knows what is on the disk, sometimes not. */
final class CommandLots {
    private static final Limits LIMITS =
            new Limits(8, 30, 5, 3, 12, 300, 64, 4, 2, 4, 2, Duration.ofMinutes(1), 8, 3, World.COMMAND_WINDOW);
    private static final List<AgentType> TYPES =
            List.of(AgentType.BACKEND_DEVELOPER, AgentType.BACKEND_DEVELOPER, AgentType.VERIFIER);
    private static final TaskLimits TASK_LIMITS =
            new TaskLimits(2, Duration.ofSeconds(1), 2, Duration.ofSeconds(3), Duration.ofSeconds(4), 3);

    private final World world;
    private final SplittableRandom random;
    private int tasks;

    CommandLots(World world, SplittableRandom random) {
        this.world = world;
        this.random = random;
    }

    CreateProject creation() {
        return new CreateProject(
                new ProjectSettings(
                        oneIn(5) ? Dispatch.MANUAL : Dispatch.AUTOMATIC,
                        TASK_LIMITS,
                        oneIn(2) ? Budget.UNLIMITED : new Budget(500, 0),
                        LIMITS),
                Map.of());
    }

    RegisterAgent registration() {
        AgentId agent = agent();
        return new RegisterAgent(new AgentSpec(agent, TYPES.get(random.nextInt(TYPES.size())), "simulated"));
    }

    OperatorCommand cheap() {
        return oneIn(3) ? enqueue() : new SendMessage(agent(), "note", text());
    }

    OperatorCommand byOperator() {
        return switch (random.nextInt(28)) {
            case 0, 1, 2 -> registration();
            case 3, 4, 5, 6, 7, 8 -> enqueue();
            case 9 -> new PauseAgent(agent(), "wait");
            case 10, 11 -> new ResumeAgent(agent());
            case 12 -> oneIn(3) ? new StopAgent(agent(), "enough") : new UnregisterAgent(agent(), "bye");
            case 13, 14 -> new AssignTask(task(), agent());
            case 15 -> new CancelTask(task(), "not needed");
            case 16 -> new ReprioritizeTask(task(), new Priority(random.nextInt(4)));
            case 17, 18 -> new RetryTask(task(), oneIn(2) ? "" : text());
            case 19, 20 -> new SendMessage(agent(), "note", text());
            case 21 -> new EscalateToHuman(question(), oneIn(2) ? Optional.empty() : Optional.of(task()));
            case 22 ->
                oneIn(3)
                        ? creation()
                        : new UpdateProject(
                                Optional.of(text()),
                                Map.of("key" + random.nextInt(3), text()),
                                oneIn(3) ? Optional.of(new Budget(random.nextInt(2_000), 0)) : Optional.empty());
            default -> resolution();
        };
    }

    private OperatorCommand resolution() {
        List<GateId> open = world.checker().gates().open();
        GateId gate =
                open.isEmpty() || oneIn(10) ? new GateId(1 + random.nextInt(8)) : open.get(random.nextInt(open.size()));
        Decision decision =
                oneIn(2) ? Decision.APPROVE : List.of(Decision.values()).get(random.nextInt(4));
        return new ResolveGate(gate, decision, oneIn(6) ? "red" : "", text(), oneIn(3) ? "" : text());
    }

    AgentCommand byAgent(SimulatedHost host) {
        Optional<Lease> lease = host.lease();
        if (lease.isPresent() && !oneIn(4)) return work(lease.get());
        if (!host.questions().isEmpty() && !oneIn(4)) return answer(host);
        return switch (random.nextInt(15)) {
            case 0, 1, 2 -> new ClaimTask();
            case 3 -> oneIn(6) ? new UnregisterAgent(oneIn(3) ? agent() : host.agent(), "bye") : new ClaimTask();
            case 4 -> enqueue();
            case 5, 6, 7 -> new SendMessage(agent(), "note", oneIn(3) ? "same" : text());
            case 8 -> new Acknowledge(1_000);
            case 9, 10 ->
                new ConsultSpecialist(
                        TYPES.get(random.nextInt(TYPES.size())),
                        text(),
                        "",
                        Duration.ofSeconds(1 + random.nextInt(oneIn(9) ? 65 : 8)));
            case 11 -> new EscalateToHuman(question(), oneIn(2) ? Optional.empty() : Optional.of(task()));
            case 12 ->
                oneIn(3) ? registration() : new AnswerConsultation(new ConsultationId(1 + random.nextInt(9)), text());
            default -> new RecordUsage(new Usage(random.nextInt(120), 1, 0), Optional.empty(), "");
        };
    }

    /** What agents with a lease do with it; now and then under an epoch that has passed. */
    private AgentCommand work(Lease lease) {
        TaskId task = lease.task();
        long epoch = lease.epoch() - (oneIn(15) ? 1 : 0);
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new ReportProgress(task, epoch, random.nextInt(101), text());
            case 3, 4, 5, 6, 7 -> new CompleteTask(task, epoch, TaskResult.of(text()));
            case 8, 9 -> new FailTask(task, epoch, text(), !oneIn(5));
            case 10 -> oneIn(2) ? new ReleaseTask(task, epoch, "later") : new StartTask(task, epoch);
            default -> new EscalateToHuman(question(), Optional.of(task));
        };
    }

    private AgentCommand answer(SimulatedHost host) {
        ConsultationId id = host.questions().iterator().next();
        host.questions().remove(id);
        return oneIn(4) ? new DeclineConsultation(id, "no idea") : new AnswerConsultation(id, text());
    }

    /** What an agent does next that wants to come to an end. */
    Optional<AgentCommand> finish(SimulatedHost host) {
        if (!host.questions().isEmpty()) return Optional.of(answer(host));
        if (!host.isWorking()) return Optional.empty();
        return host.lease().map(lease -> new CompleteTask(lease.task(), lease.epoch(), TaskResult.of("done")));
    }

    /** For all whom an operator has paused. */
    List<OperatorCommand> resumptions() {
        List<OperatorCommand> commands = new ArrayList<>();
        world.checker().agents().all().forEach((id, agent) -> {
            if (agent.pausedByOperator && agent.holds.isEmpty()) commands.add(new ResumeAgent(id));
        });
        return commands;
    }

    private EnqueueTasks enqueue() {
        List<TaskSpec> specs = new ArrayList<>();
        for (int i = random.nextInt(oneIn(20) ? 6 : 3); i >= 0; i--) specs.add(taskSpec());
        return new EnqueueTasks(specs);
    }

    private TaskSpec taskSpec() {
        TaskId id = oneIn(12) ? task() : TaskId.of("t" + ++tasks);
        if (oneIn(10)) return TaskSpec.gate(id, question()).withNeeds(needs());
        TaskSpec spec = TaskSpec.of(id, TYPES.get(random.nextInt(TYPES.size())), text())
                .withPriority(new Priority(random.nextInt(4)))
                .withNeeds(needs())
                .withOnDependencyFailure(oneIn(2) ? OnDependencyFailure.CANCEL : OnDependencyFailure.WAIT);
        if (oneIn(4)) spec = spec.withChecks(List.of("true"));
        if (oneIn(8)) spec = spec.withVerifier(AgentType.BACKEND_DEVELOPER);
        return oneIn(8) ? spec.withGate(question()) : spec;
    }

    private List<TaskId> needs() {
        List<TaskId> needs = new ArrayList<>();
        while (oneIn(5)) needs.add(task());
        return needs;
    }

    private GateQuestion question() {
        GateQuestion question =
                GateQuestion.of("Which " + random.nextInt(2) + "?").withOptions(oneIn(2) ? List.of("red") : List.of());
        if (oneIn(6)) question = question.withApprovers(List.of("bob"));
        return oneIn(2)
                ? question
                : question.withDeadline(
                        Duration.ofSeconds(1 + random.nextInt(20)),
                        List.of(GateExpiry.values()).get(random.nextInt(3)));
    }

    private AgentId agent() {
        return Plot.anyAgent(random);
    }

    private TaskId task() {
        return TaskId.of("t" + Math.max(1, tasks - random.nextInt(8)));
    }

    private String text() {
        return oneIn(60) ? "x".repeat(70) : "text " + random.nextInt(3);
    }

    private boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }
}
