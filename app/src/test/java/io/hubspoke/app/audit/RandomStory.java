// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.GateRecord;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import io.hubspoke.testkit.ProjectScenario;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/** A project of a few agents in which everything happens, mostly in a sensible order; one seed gives one story. */
final class RandomStory {
    private static final List<AgentType> TYPES =
            List.of(AgentType.BACKEND_DEVELOPER, AgentType.REVIEWER, AgentType.VERIFIER);
    private static final List<Decision> DECISIONS = List.of(Decision.values());
    private static final Principal ALICE = Principal.operator("alice");

    private final SplittableRandom random;
    private int tasks;

    private RandomStory(long seed) {
        random = new SplittableRandom(seed);
    }

    static ProjectScenario of(long seed, int commands) {
        return new RandomStory(seed).told(commands);
    }

    private ProjectScenario told(int commands) {
        ProjectScenario story = ProjectScenario.automatic("shop");
        for (int i = 0; i < 6; i++) story = story.givenAgent("a-" + i, TYPES.get(i % TYPES.size()));
        for (int i = 0; i < commands; i++) story = next(story);
        return story;
    }

    private ProjectScenario next(ProjectScenario story) {
        ProjectState state = story.state();
        AgentId id = new AgentId("a-" + random.nextInt(6));
        Principal agent = Principal.agent(id);
        return switch (random.nextInt(34)) {
            case 0, 1 -> story.when(ALICE, new EnqueueTasks(List.of(task(), task())));
            case 2, 3, 4, 5, 6, 22, 23, 24, 25, 26, 27 ->
                held(state, id).map(task -> story.when(agent, work(task))).orElse(story);
            case 7 -> story.whenTimePasses(Duration.ofMillis(1 + random.nextInt(40_000)));
            case 8 ->
                story.when(agent, new SendMessage(new AgentId("a-" + random.nextInt(6)), "note", "hello " + tasks));
            case 9, 31, 32 -> story.when(agent, new Acknowledge(1 + random.nextInt(20)));
            case 10 -> story.when(agent, new ConsultSpecialist(AgentType.REVIEWER, "Why?", "", Duration.ofSeconds(20)));
            case 11 -> story.when(agent, new AnswerConsultation(consultation(), "Because."));
            case 12 -> story.when(agent, new DeclineConsultation(consultation(), "I do not know"));
            case 13 ->
                story.when(
                        agent,
                        new EscalateToHuman(
                                GateQuestion.of("May I? " + tasks),
                                held(state, id).map(TaskRecord::id)));
            case 14, 15, 28 ->
                gate(state)
                        .map(gate -> story.when(Principal.operator("bob"), decision(gate)))
                        .orElse(story);
            case 16 ->
                story.when(
                        agent,
                        new RecordUsage(new Usage(10, 5, 7), held(state, id).map(TaskRecord::id), "tokens"));
            case 17 -> story.when(Principal.HUB, new DetachAgent(id, incarnation(state, id), "gone"));
            case 18, 29, 30 -> story.when(Principal.HUB, new AttachAgent(id, 1 + random.nextInt(3)));
            case 19 -> story.when(ALICE, random.nextBoolean() ? new PauseAgent(id, "wait") : new ResumeAgent(id));
            case 20 -> story.when(ALICE, onTask());
            default -> story.when(ALICE, rarely(id));
        };
    }

    private TaskSpec task() {
        TaskId id = TaskId.of("t-" + ++tasks);
        if (random.nextInt(9) == 0) return TaskSpec.gate(id, GateQuestion.of("Ship it?"));
        TaskSpec task = TaskSpec.of(id, TYPES.get(random.nextInt(2)), "Do " + id)
                .withPriority(new Priority(random.nextInt(3)))
                .withLimits(
                        new TaskLimits(2, Duration.ofSeconds(1), 2, Duration.ofSeconds(3), Duration.ofSeconds(10), 2));
        if (tasks > 3 && random.nextInt(3) == 0)
            task = task.withNeeds(List.of(TaskId.of("t-" + (1 + random.nextInt(tasks - 2)))));
        if (random.nextInt(2) == 0) task = task.withChecks(List.of("true"));
        return random.nextInt(6) == 0 ? task.withGate(GateQuestion.of("Begin?")) : task;
    }

    private Command work(TaskRecord task) {
        return switch (random.nextInt(7)) {
            case 0, 1 -> new StartTask(task.id(), task.epoch());
            case 2 -> new ReportProgress(task.id(), task.epoch(), random.nextInt(101), "so far");
            case 3 -> new FailTask(task.id(), task.epoch(), "it broke", random.nextBoolean());
            case 4 -> new ReleaseTask(task.id(), task.epoch(), "another time");
            default -> new CompleteTask(task.id(), task.epoch(), TaskResult.of("made"));
        };
    }

    private Command onTask() {
        TaskId id = TaskId.of("t-" + (1 + random.nextInt(tasks + 1)));
        return switch (random.nextInt(3)) {
            case 0 -> new CancelTask(id, "not needed");
            case 1 -> new RetryTask(id, "again");
            default -> new ReprioritizeTask(id, new Priority(random.nextInt(5)));
        };
    }

    private Command rarely(AgentId id) {
        return switch (random.nextInt(7)) {
            case 0 -> new UnregisterAgent(id, "moved");
            case 1 -> random.nextInt(4) == 0 ? new StopAgent(id, "enough") : new ResumeAgent(id);
            case 2 -> new UpdateProject(Optional.of("phase " + tasks), Map.of(), Optional.of(new Budget(60, 0)));
            case 3, 4 ->
                new RegisterAgent(new io.hubspoke.protocol.AgentSpec(id, TYPES.get(random.nextInt(3)), "test"));
            default -> new SendMessage(id, "news", "to all");
        };
    }

    private ResolveGate decision(GateRecord gate) {
        Decision decision = DECISIONS.get(random.nextInt(DECISIONS.size()));
        return new ResolveGate(
                gate.id(),
                decision,
                "",
                "so be it",
                decision == Decision.EDIT || decision == Decision.RESPOND ? "text" : "");
    }

    private ConsultationId consultation() {
        return new ConsultationId(1 + random.nextInt(8));
    }

    private Optional<GateRecord> gate(ProjectState state) {
        List<GateRecord> open = state.gates().open();
        return open.isEmpty() ? Optional.empty() : Optional.of(open.get(random.nextInt(open.size())));
    }

    private static Optional<TaskRecord> held(ProjectState state, AgentId id) {
        return state.agents().find(id).flatMap(AgentRecord::assignment).flatMap(state.tasks()::find);
    }

    private static long incarnation(ProjectState state, AgentId id) {
        return state.agents().find(id).map(AgentRecord::incarnation).orElse(1L);
    }
}
