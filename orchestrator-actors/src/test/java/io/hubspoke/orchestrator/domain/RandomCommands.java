// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** Commands of all kinds from all kinds of principals, mostly sensible, sometimes not; one seed gives one sequence. */
public final class RandomCommands {
    /** Small enough that every limit is reached. */
    static final Limits LIMITS = new Limits(5, 10, 4, 3, 8, 300, 64, 4, 2, 3, 2, Duration.ofMinutes(1), 4, 2, 16);

    private static final List<AgentType> TYPES =
            List.of(AgentType.BACKEND_DEVELOPER, AgentType.BACKEND_DEVELOPER, AgentType.VERIFIER);
    private static final TaskLimits TASK_LIMITS =
            new TaskLimits(2, Duration.ofSeconds(1), 2, Duration.ofSeconds(3), Duration.ofSeconds(10), 2);

    private final SplittableRandom random;
    private final Map<Principal, Long> numbers = new HashMap<>();

    public RandomCommands(long seed) {
        random = new SplittableRandom(seed);
    }

    public Request creation() {
        ProjectSettings settings = new ProjectSettings(
                oneIn(4) ? Dispatch.MANUAL : Dispatch.AUTOMATIC,
                TASK_LIMITS,
                oneIn(2) ? Budget.UNLIMITED : new Budget(500, 0),
                LIMITS);
        return request(Principal.operator("alice"), new CreateProject(settings, Map.of()));
    }

    public Request next(ProjectState state, Instant now) {
        if (state.agents().size() < 3 && !oneIn(3))
            return request(Principal.operator("alice"), new RegisterAgent(spec(agent())));
        if (oneIn(12))
            return awayAgent(state)
                    .map(id -> Request.ofHub(new AttachAgent(id, 1 + random.nextInt(3))))
                    .orElseGet(() -> byAgent(state));
        int kind = random.nextInt(100);
        if (kind < 24) return work(state);
        if (kind < 40) return byHub(state, now);
        if (kind < 58) return byAgent(state);
        if (kind < 98) return byOperator(state);
        return forbidden(state, now);
    }

    private Optional<AgentId> awayAgent(ProjectState state) {
        return state.agents().inOrder().stream()
                .filter(agent -> !agent.attached())
                .map(AgentRecord::id)
                .findFirst();
    }

    public Duration pause() {
        return Duration.ofMillis(oneIn(10) ? random.nextInt(20_000) : random.nextInt(1_500));
    }

    public boolean oneIn(int count) {
        return random.nextInt(count) == 0;
    }

    private Request byHub(ProjectState state, Instant now) {
        AgentId agent = agent();
        return Request.ofHub(
                switch (random.nextInt(10)) {
                    case 0, 1, 2 -> new AttachAgent(agent, 1 + random.nextInt(3));
                    case 3 ->
                        new DetachAgent(
                                agent,
                                state.agents()
                                        .find(agent)
                                        .map(AgentRecord::incarnation)
                                        .orElse(1L),
                                "gone");
                    case 4 -> new DeadLetter(agent, random.nextInt(8), "too often");
                    case 5 -> oneIn(3) ? fork(state, now) : new Tick(renewals(state, now));
                    default -> new Tick(renewals(state, now));
                });
    }

    private Fork fork(ProjectState state, Instant now) {
        long revision = state.revision() - (oneIn(9) ? 1 : 0);
        return new Fork(
                ProjectId.of("origin"),
                1,
                revision,
                "0".repeat(64),
                now.minusSeconds(random.nextInt(9) - 1),
                Principal.operator("alice"));
    }

    private List<LeaseRenewal> renewals(ProjectState state, Instant now) {
        List<LeaseRenewal> renewals = new ArrayList<>();
        for (TaskRecord task : state.tasks().inOrder()) {
            if (task.lease().isPresent() && !oneIn(3)) {
                renewals.add(new LeaseRenewal(
                        task.id(), task.epoch() - (oneIn(9) ? 1 : 0), now.plusSeconds(random.nextInt(12) - 1)));
            }
        }
        return renewals;
    }

    /** What agents with a lease do with it. */
    private Request work(ProjectState state) {
        List<AgentRecord> busy = state.agents().inOrder().stream()
                .filter(agent -> agent.assignment().isPresent())
                .toList();
        if (busy.isEmpty()) return byOperator(state);
        AgentRecord agent = busy.get(random.nextInt(busy.size()));
        TaskId task = agent.assignment().orElseThrow();
        long epoch = state.tasks().get(task).epoch() - (oneIn(12) ? 1 : 0);
        return request(
                Principal.agent(oneIn(15) ? agent() : agent.id()),
                switch (random.nextInt(10)) {
                    case 0, 1 -> new StartTask(task, epoch);
                    case 2 -> new ReportProgress(task, epoch, random.nextInt(103) - 1, text());
                    case 3, 4, 5 -> new CompleteTask(task, epoch, TaskResult.of(text()));
                    case 6, 7 -> new FailTask(task, epoch, text(), !oneIn(5));
                    case 8 -> new ReleaseTask(task, epoch, "later");
                    default -> new EscalateToHuman(question(), Optional.of(task));
                });
    }

    private Request byAgent(ProjectState state) {
        AgentId agent = agent();
        return request(
                Principal.agent(agent),
                switch (random.nextInt(14)) {
                    case 0 -> oneIn(3) ? new RegisterAgent(spec(agent)) : new ClaimTask();
                    case 1 -> oneIn(4) ? new UnregisterAgent(oneIn(3) ? agent() : agent, "bye") : new ClaimTask();
                    case 2 -> enqueue();
                    case 3, 4 -> new SendMessage(agent(), "note", oneIn(3) ? "same" : text());
                    case 5, 6 ->
                        new Acknowledge(
                                state.mailboxes().of(agent).map(Mailbox::last).orElse(1L)
                                        - random.nextInt(3)
                                        + (oneIn(9) ? 3 : 0));
                    case 7, 8 ->
                        new ConsultSpecialist(
                                TYPES.get(random.nextInt(3)), text(), "", Duration.ofSeconds(1 + random.nextInt(65)));
                    case 9, 10 -> answer(state);
                    case 11 -> new EscalateToHuman(question(), oneIn(2) ? Optional.empty() : Optional.of(task()));
                    default -> new RecordUsage(new Usage(random.nextInt(120), 1, 0), Optional.empty(), "");
                });
    }

    private Command answer(ProjectState state) {
        ConsultationId id =
                new ConsultationId(Math.max(1, state.consultations().last() - random.nextInt(3) + (oneIn(9) ? 2 : 0)));
        return oneIn(3) ? new DeclineConsultation(id, "no idea") : new AnswerConsultation(id, text());
    }

    /** An answer by somebody who was asked; empty when nobody was. */
    public Optional<Request> specialist(ProjectState state) {
        return state.consultations().open().stream()
                .findFirst()
                .map(open ->
                        request(Principal.agent(open.specialist()), new AnswerConsultation(open.id(), "so it is")));
    }

    private Request byOperator(ProjectState state) {
        Principal operator = Principal.operator(oneIn(3) ? "bob" : "alice");
        return request(
                operator,
                switch (random.nextInt(26)) {
                    case 0, 1, 2, 3 -> new RegisterAgent(spec(agent()));
                    case 4, 5, 6, 7 -> enqueue();
                    case 8 -> new PauseAgent(agent(), "wait");
                    case 9, 10 -> new ResumeAgent(agent());
                    case 11 -> oneIn(3) ? new StopAgent(agent(), "enough") : new UnregisterAgent(agent(), "bye");
                    case 12, 13 -> new AssignTask(task(), agent());
                    case 14 -> new CancelTask(task(), "not needed");
                    case 15 -> new ReprioritizeTask(task(), new Priority(random.nextInt(4)));
                    case 16, 17 -> new RetryTask(task(), oneIn(2) ? "" : text());
                    case 18 -> new SendMessage(agent(), "note", text());
                    case 19 -> new EscalateToHuman(question(), oneIn(2) ? Optional.empty() : Optional.of(task()));
                    case 20 ->
                        oneIn(2)
                                ? creation().command()
                                : new UpdateProject(
                                        Optional.of(text()),
                                        Map.of(text(), text()),
                                        oneIn(3)
                                                ? Optional.of(new Budget(random.nextInt(2_000), 0))
                                                : Optional.empty());
                    default -> resolve(state);
                });
    }

    private Command resolve(ProjectState state) {
        List<GateRecord> open = state.gates().open();
        GateId gate = open.isEmpty() || oneIn(8)
                ? new GateId(1 + random.nextInt(5))
                : open.get(random.nextInt(open.size())).id();
        Decision decision =
                oneIn(2) ? Decision.APPROVE : List.of(Decision.values()).get(random.nextInt(4));
        return new ResolveGate(gate, decision, oneIn(5) ? "red" : "", text(), oneIn(3) ? "" : text());
    }

    /** Somebody asks what only somebody else may ask. */
    private Request forbidden(ProjectState state, Instant now) {
        return switch (random.nextInt(3)) {
            case 0 -> request(Principal.agent(agent()), byOperator(state).command());
            case 1 -> request(Principal.operator("alice"), byHub(state, now).command());
            default -> request(Principal.operator("bob"), byAgent(state).command());
        };
    }

    private Command enqueue() {
        List<TaskSpec> specs = new ArrayList<>();
        for (int i = random.nextInt(oneIn(20) ? 6 : 3); i >= 0; i--) specs.add(taskSpec());
        return new EnqueueTasks(specs);
    }

    private TaskSpec taskSpec() {
        TaskId id = task();
        if (oneIn(8)) return TaskSpec.gate(id, question()).withNeeds(needs());
        TaskSpec spec = TaskSpec.of(id, TYPES.get(random.nextInt(3)), text())
                .withPriority(new Priority(random.nextInt(4)))
                .withNeeds(needs())
                .withOnDependencyFailure(oneIn(2) ? OnDependencyFailure.CANCEL : OnDependencyFailure.WAIT);
        if (oneIn(4)) spec = spec.withChecks(List.of("true"));
        if (oneIn(6)) spec = spec.withVerifier(AgentType.BACKEND_DEVELOPER);
        return oneIn(6) ? spec.withGate(question()) : spec;
    }

    private List<TaskId> needs() {
        List<TaskId> needs = new ArrayList<>();
        while (oneIn(3)) needs.add(task());
        return needs;
    }

    private GateQuestion question() {
        GateQuestion question =
                GateQuestion.of("Which " + random.nextInt(2) + "?").withOptions(oneIn(2) ? List.of("red") : List.of());
        if (oneIn(5)) question = question.withApprovers(List.of("bob"));
        return oneIn(2)
                ? question
                : question.withDeadline(
                        Duration.ofSeconds(1 + random.nextInt(20)),
                        List.of(GateExpiry.values()).get(random.nextInt(3)));
    }

    private AgentSpec spec(AgentId id) {
        return new AgentSpec(id, TYPES.get(random.nextInt(3)), "test");
    }

    private AgentId agent() {
        return new AgentId("a" + random.nextInt(6));
    }

    private TaskId task() {
        return TaskId.of("t" + random.nextInt(14));
    }

    private String text() {
        return oneIn(40) ? "x".repeat(70) : "text " + random.nextInt(3);
    }

    private Request request(Principal who, Command command) {
        long number = numbers.merge(who, 1L, Long::sum);
        CommandId id = who instanceof Principal.Agent ? CommandId.numbered(number) : new CommandId("op-" + number);
        return new Request(id, who, command, random.nextLong() | 1);
    }
}
