// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.QA_ENGINEER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every way to say no has a story that ends with it, and it leaves no trace. */
class RejectionTest {
    private static final TaskId T = TaskId.of("t");
    private static final GateId G = new GateId(1);
    private static final ConsultationId C = new ConsultationId(1);
    private static final GateQuestion MERGE = GateQuestion.of("Merge?");
    /** Made by the shell, which knows the load, the hosts and the journal. */
    private static final Set<Class<?>> OF_THE_SHELL =
            Set.of(Rejection.StaleIncarnation.class, Rejection.Overloaded.class, Rejection.JournalDamaged.class);

    private static Map<String, Supplier<Scenario>> stories() {
        Map<String, Supplier<Scenario>> stories = new TreeMap<>();
        stories.put("ProjectMissing", () -> Scenario.nothing().when(ALICE, new ResumeAgent(id("dev"))));
        stories.put(
                "ProjectExists",
                () -> project().when(ALICE, new CreateProject(ProjectSettings.DEFAULT, Map.of("a", "b"))));
        stories.put("NotPermitted", () -> project().when(as("dev"), new PauseAgent(id("qa"), "")));
        agents(stories);
        tasks(stories);
        stories.put(
                "MailboxFull",
                () -> within("mailboxLetters", 1).given(ALICE, hello("x")).when(ALICE, hello("y")));
        stories.put("TooLarge", () -> within("payloadBytes", 10).when(ALICE, hello("x".repeat(11))));
        stories.put(
                "TooMany",
                () -> within("tasksPerCommand", 1).when(ALICE, new EnqueueTasks(List.of(work("a"), work("b")))));
        stories.put("BadValue", () -> project().when(ALICE, new EnqueueTasks(List.of())));
        stories.put("AcknowledgedBeyondMailbox", () -> project().when(as("dev"), new Acknowledge(1)));
        stories.put("NoSpecialist", () -> project().when(as("dev"), ask("architect")));
        stories.put(
                "ConsultationTooDeep",
                () -> within("consultationDepth", 1)
                        .agent("sec", SECURITY_EXPERT)
                        .given(as("dev"), ask("security-expert"))
                        .when(as("sec"), ask("qa-engineer")));
        stories.put(
                "TooManyConsultations",
                () -> within("consultationsPerAgent", 1)
                        .given(as("dev"), ask("qa-engineer"))
                        .when(as("dev"), ask("qa-engineer")));
        stories.put("UnknownConsultation", () -> project().when(as("qa"), new AnswerConsultation(C, "")));
        stories.put(
                "ConsultationClosed",
                () -> asked().given(as("qa"), new AnswerConsultation(C, ""))
                        .when(as("qa"), new AnswerConsultation(C, "")));
        stories.put("NotTheOneAsked", () -> asked().when(as("dev"), new AnswerConsultation(C, "")));
        gates(stories);
        stories.put(
                "CommandReused",
                () -> project()
                        .when(Scenario.request(ALICE, new CommandId("x"), hello("a")))
                        .when(Scenario.request(ALICE, new CommandId("x"), hello("b"))));
        stories.put("CommandTooOld", () -> {
            Scenario project = within("commandWindow", 16);
            IntStream.rangeClosed(1, 17)
                    .forEach(n -> project.when(Scenario.request(as("dev"), CommandId.numbered(n), hello("x" + n))));
            return project.when(Scenario.request(as("dev"), CommandId.numbered(1), hello("x1")));
        });
        return stories;
    }

    private static void agents(Map<String, Supplier<Scenario>> stories) {
        stories.put(
                "DuplicateAgent",
                () -> project().when(ALICE, new RegisterAgent(new AgentSpec(id("dev"), QA_ENGINEER, "test"))));
        stories.put("UnknownAgent", () -> project().when(ALICE, new PauseAgent(id("nobody"), "")));
        stories.put(
                "TooManyAgents",
                () -> within("agents", 2)
                        .when(ALICE, new RegisterAgent(new AgentSpec(id("third"), QA_ENGINEER, "test"))));
        stories.put("AgentBusy", () -> claimed().when(as("dev"), new ClaimTask()));
        stories.put(
                "AgentHeld",
                () -> project().given(ALICE, new PauseAgent(id("dev"), "")).when(as("dev"), new ClaimTask()));
        stories.put(
                "AgentEnded",
                () -> project().given(ALICE, new StopAgent(id("dev"), "")).when(as("dev"), new ClaimTask()));
        stories.put(
                "AgentAway",
                () -> project()
                        .away("far", BACKEND_DEVELOPER)
                        .tasks(work("t"))
                        .when(ALICE, new AssignTask(T, id("far"))));
        stories.put("WrongAgentType", () -> project().tasks(work("t")).when(ALICE, new AssignTask(T, id("qa"))));
    }

    private static void tasks(Map<String, Supplier<Scenario>> stories) {
        stories.put("DuplicateTask", () -> project().tasks(work("t")).when(ALICE, EnqueueTasks.one(work("t"))));
        stories.put("UnknownTask", () -> project().when(ALICE, new CancelTask(T, "")));
        stories.put(
                "UnknownDependency", () -> project().when(ALICE, EnqueueTasks.one(task("t", BACKEND_DEVELOPER, "u"))));
        stories.put(
                "DependencyCycle", () -> project().when(ALICE, EnqueueTasks.one(task("t", BACKEND_DEVELOPER, "t"))));
        stories.put("TooManyTasks", () -> within("tasks", 1).tasks(work("a")).when(ALICE, EnqueueTasks.one(work("b"))));
        stories.put(
                "TaskNotReady",
                () -> claimed().agent("two", BACKEND_DEVELOPER).when(ALICE, new AssignTask(T, id("two"))));
        stories.put(
                "TaskFinished",
                () -> claimed()
                        .given(ALICE, new CancelTask(T, ""))
                        .when(ALICE, new ReprioritizeTask(T, Priority.NORMAL)));
        stories.put("TaskNotFinished", () -> claimed().when(ALICE, new RetryTask(T, "")));
        stories.put(
                "WorkerCannotVerify",
                () -> project()
                        .tasks(work("t").withVerifier(BACKEND_DEVELOPER))
                        .given(as("dev"), new ClaimTask())
                        .given(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY))
                        .when(ALICE, new AssignTask(T, id("dev"))));
        stories.put("StaleLease", () -> claimed().when(as("dev"), new StartTask(T, 2)));
    }

    private static void gates(Map<String, Supplier<Scenario>> stories) {
        stories.put(
                "TooManyGates",
                () -> within("gates", 1).given(ALICE, escalate(MERGE)).when(ALICE, escalate(MERGE)));
        stories.put("UnknownGate", () -> project().when(ALICE, new ResolveGate(G, Decision.APPROVE, "")));
        stories.put(
                "GateClosed",
                () -> project()
                        .given(as("dev"), escalate(MERGE))
                        .given(ALICE, new ResolveGate(G, Decision.APPROVE, ""))
                        .when(ALICE, new ResolveGate(G, Decision.APPROVE, "")));
        stories.put(
                "AskerCannotDecide",
                () -> project().given(ALICE, escalate(MERGE)).when(ALICE, new ResolveGate(G, Decision.APPROVE, "")));
        stories.put(
                "NotAnApprover",
                () -> project()
                        .given(as("dev"), escalate(MERGE.withApprovers(List.of("bob"))))
                        .when(ALICE, new ResolveGate(G, Decision.APPROVE, "")));
        stories.put(
                "UnknownOption",
                () -> project()
                        .given(as("dev"), escalate(MERGE))
                        .when(ALICE, new ResolveGate(G, Decision.APPROVE, "red", "", "")));
    }

    @TestFactory
    Stream<DynamicTest> each_refusal_has_its_story() {
        return stories().entrySet().stream()
                .map(story -> DynamicTest.dynamicTest(story.getKey(), () -> {
                    Scenario told = story.getValue().get();
                    assertThat(told.refusal().getClass().getSimpleName()).isEqualTo(story.getKey());
                    assertThat(Scenario.replay(told.history()))
                            .as("what is left")
                            .isEqualTo(told.state());
                }));
    }

    @Test
    void no_refusal_is_without_a_story() {
        assertThat(Arrays.stream(Rejection.class.getPermittedSubclasses())
                        .filter(type -> !OF_THE_SHELL.contains(type))
                        .map(Class::getSimpleName)
                        .collect(Collectors.toSet()))
                .isEqualTo(stories().keySet());
    }

    private static Scenario project() {
        return Scenario.manual().agent("dev", BACKEND_DEVELOPER).agent("qa", QA_ENGINEER);
    }

    private static Scenario within(String limit, int value) {
        return Scenario.project(ProjectSettings.DEFAULT
                        .withDispatch(Dispatch.MANUAL)
                        .withLimits(LimitsOf.DEFAULT.with(limit, value)))
                .agent("dev", BACKEND_DEVELOPER)
                .agent("qa", QA_ENGINEER);
    }

    private static Scenario claimed() {
        return project().tasks(work("t")).given(as("dev"), new ClaimTask());
    }

    private static Scenario asked() {
        return project().given(as("dev"), ask("qa-engineer"));
    }

    private static TaskSpec work(String id) {
        return task(id, BACKEND_DEVELOPER);
    }

    private static SendMessage hello(String payload) {
        return new SendMessage(id("dev"), "note", payload);
    }

    private static ConsultSpecialist ask(String type) {
        return new ConsultSpecialist(AgentType.of(type), "?", "", Duration.ofMinutes(1));
    }

    private static EscalateToHuman escalate(GateQuestion question) {
        return new EscalateToHuman(question, Optional.empty());
    }
}
