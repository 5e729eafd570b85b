// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;

import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is too large is named: the text itself, not just the command it came with. */
class SizesTest {
    private static final TaskId T = TaskId.of("t");
    private static final Principal DEV = as("dev");
    private static final String TITLE = "x".repeat(51);
    private static final String LONG = "x".repeat(101);
    private static final String HALF = "x".repeat(48);
    private static final GateQuestion QUESTION = GateQuestion.of("?");
    private static final TaskSpec TASK = task("new", BACKEND_DEVELOPER);
    private static final Limits LIMITS =
            LimitsOf.DEFAULT.and("payloadBytes", 100).with("titleBytes", 50);

    static Stream<Arguments> tooLarge() {
        return Stream.of(
                of(ALICE, metadata(Map.of(TITLE, "v")), "a name in the metadata", 51, 50),
                of(ALICE, metadata(Map.of("a", LONG)), "the metadata", 102, 100),
                of(ALICE, asks(GateQuestion.of(TITLE)), "the gate's reason", 51, 50),
                of(ALICE, asks(QUESTION.withContext(LONG)), "the gate's context", 101, 100),
                of(ALICE, asks(QUESTION.withOptions(List.of("a", TITLE))), "one of the options", 51, 50),
                of(ALICE, asks(QUESTION.withApprovers(List.of("a", TITLE))), "one of the approvers", 51, 50),
                of(
                        ALICE,
                        asks(GateQuestion.of(HALF).withContext(HALF + "12345")),
                        "the gate's question as a whole",
                        101,
                        100),
                of(
                        ALICE,
                        EnqueueTasks.one(TaskSpec.of(TASK.id(), BACKEND_DEVELOPER, TITLE)),
                        "task new's title",
                        51,
                        50),
                of(ALICE, EnqueueTasks.one(ofType(TITLE)), "task new's type", 51, 50),
                of(ALICE, EnqueueTasks.one(TASK.withInstructions(LONG)), "task new's instructions", 101, 100),
                of(ALICE, EnqueueTasks.one(TASK.withInputs(Map.of(TITLE, ""))), "a name in task new's inputs", 51, 50),
                of(
                        ALICE,
                        EnqueueTasks.one(TASK.withChecks(List.of("a", TITLE))),
                        "one of the checks of task new",
                        51,
                        50),
                of(ALICE, EnqueueTasks.one(TASK.withGate(GateQuestion.of(TITLE))), "the gate's reason", 51, 50),
                of(DEV, completes(TaskResult.of(LONG)), "the result's summary", 101, 100),
                of(DEV, completes(new TaskResult("", Map.of(TITLE, ""))), "a name in the result's outputs", 51, 50),
                of(DEV, completes(new TaskResult(HALF, Map.of("a", HALF + "1234"))), "the result as a whole", 101, 100),
                of(DEV, consults(LONG, ""), "the question", 101, 100),
                of(DEV, consults("?", LONG), "the question's context", 101, 100),
                of(DEV, consults(HALF, HALF + "12345"), "the question with its context", 101, 100));
    }

    @ParameterizedTest
    @MethodSource("tooLarge")
    void the_text_that_is_too_large_is_named(Principal who, Command command, Rejection refusal) {
        Scenario.project(ProjectSettings.DEFAULT.withDispatch(Dispatch.MANUAL).withLimits(LIMITS))
                .agent("dev", BACKEND_DEVELOPER)
                .agent("sec", SECURITY_EXPERT)
                .tasks(task("t", BACKEND_DEVELOPER))
                .given(DEV, new ClaimTask())
                .when(who, command)
                .thenRefused(refusal);
    }

    @Test
    void a_project_is_not_created_with_metadata_or_a_budget_beyond_the_limits() {
        Scenario.nothing()
                .when(ALICE, new CreateProject(ProjectSettings.DEFAULT.withLimits(LIMITS), Map.of("a", LONG)))
                .thenRefused(new Rejection.TooLarge("the metadata", 102, 100));
        Budget endless = new Budget(0, Sizes.AMOUNT_MAX + 1);
        Scenario.nothing()
                .when(ALICE, new CreateProject(ProjectSettings.DEFAULT.withBudget(endless), Map.of()))
                .thenRefused(new Rejection.BadValue("the budget", "use amounts of at most " + Sizes.AMOUNT_MAX));
        Budget most = new Budget(Sizes.AMOUNT_MAX, Sizes.AMOUNT_MAX);
        Scenario.nothing()
                .when(ALICE, new CreateProject(ProjectSettings.DEFAULT.withBudget(most), Map.of()))
                .thenAccepted();
    }

    private static Arguments of(Principal who, Command command, String what, long bytes, int limit) {
        return Arguments.of(who, command, new Rejection.TooLarge(what, bytes, limit));
    }

    private static Command metadata(Map<String, String> entries) {
        return new UpdateProject(Optional.empty(), entries, Optional.empty());
    }

    private static Command asks(GateQuestion question) {
        return new EscalateToHuman(question, Optional.empty());
    }

    private static Command completes(TaskResult result) {
        return new CompleteTask(T, 1, result);
    }

    private static Command consults(String question, String context) {
        return new ConsultSpecialist(SECURITY_EXPERT, question, context, Duration.ofMinutes(1));
    }

    private static TaskSpec ofType(String type) {
        return new TaskSpec(
                TASK.id(),
                type,
                Optional.of(BACKEND_DEVELOPER),
                Priority.NORMAL,
                "Do it",
                "",
                Map.of(),
                List.of(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                OnDependencyFailure.WAIT);
    }
}
