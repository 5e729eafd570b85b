// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.ARCHITECT;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every limit at its edge: exactly the limit passes, one more is refused by name. */
class LimitsTest {
    private record Edge(
            String limit, Object value, Consumer<Scenario> reached, Principal who, Command beyond, Rejection refusal) {}

    private static final Principal DEV = as("dev");

    private static List<Edge> edges() {
        return List.of(
                new Edge(
                        "agents",
                        4,
                        project -> project.away("fourth", ARCHITECT),
                        ALICE,
                        register("fifth"),
                        new Rejection.TooManyAgents(4)),
                new Edge(
                        "tasks",
                        3,
                        project -> project.tasks(work("a"), work("b"), work("c")),
                        ALICE,
                        EnqueueTasks.one(work("d")),
                        new Rejection.TooManyTasks(3)),
                new Edge(
                        "tasksPerCommand",
                        2,
                        project -> project.tasks(work("a"), work("b")),
                        ALICE,
                        new EnqueueTasks(List.of(work("c"), work("d"), work("e"))),
                        new Rejection.TooMany("tasks in one command", 3, 2)),
                new Edge(
                        "dependencies",
                        2,
                        project -> project.tasks(work("a"), work("b"), work("c"), work("d", "a", "b")),
                        ALICE,
                        EnqueueTasks.one(work("e", "a", "b", "c")),
                        new Rejection.TooMany("dependencies of task e", 3, 2)),
                new Edge(
                        "mailboxLetters",
                        2,
                        project -> project.given(ALICE, message("1")).given(ALICE, message("2")),
                        ALICE,
                        message("3"),
                        new Rejection.MailboxFull(id("dev"), 2)),
                new Edge(
                        "payloadBytes",
                        30,
                        project -> project.given(ALICE, message("ü".repeat(15))),
                        ALICE,
                        message("ü".repeat(15) + "u"),
                        new Rejection.TooLarge("the message", 31, 30)),
                new Edge(
                        "titleBytes",
                        16,
                        project -> project.given(ALICE, new PauseAgent(id("sec"), "€".repeat(5) + "x")),
                        ALICE,
                        new PauseAgent(id("dev"), "€".repeat(5) + "xy"),
                        new Rejection.TooLarge("the reason", 17, 16)),
                new Edge(
                        "metadataEntries",
                        2,
                        project -> project.given(ALICE, metadata("a", "b")),
                        ALICE,
                        metadata("c"),
                        new Rejection.TooMany("the metadata", 3, 2)),
                new Edge(
                        "consultationsPerAgent",
                        2,
                        project -> project.given(DEV, ask(SECURITY_EXPERT)).given(DEV, ask(SECURITY_EXPERT)),
                        DEV,
                        ask(SECURITY_EXPERT),
                        new Rejection.TooManyConsultations(2)),
                new Edge(
                        "consultations",
                        1,
                        project -> project.given(DEV, ask(SECURITY_EXPERT)),
                        as("arch"),
                        ask(SECURITY_EXPERT),
                        new Rejection.TooManyConsultations(1)),
                new Edge(
                        "consultationDepth",
                        1,
                        project -> project.given(DEV, ask(SECURITY_EXPERT)),
                        as("sec"),
                        ask(ARCHITECT),
                        new Rejection.ConsultationTooDeep(1)),
                new Edge(
                        "consultationDeadline",
                        Duration.ofSeconds(60),
                        project -> project.given(DEV, ask(SECURITY_EXPERT)),
                        DEV,
                        new ConsultSpecialist(
                                SECURITY_EXPERT, "?", "", Duration.ofSeconds(60).plusNanos(1)),
                        new Rejection.BadValue("the consultation's deadline", "use more than zero and at most PT1M")),
                new Edge(
                        "gates",
                        2,
                        project -> project.given(ALICE, gate()).given(ALICE, gate()),
                        ALICE,
                        gate(),
                        new Rejection.TooManyGates(2)));
    }

    @TestFactory
    Stream<DynamicTest> the_limit_itself_is_allowed_and_one_more_is_refused() {
        return edges().stream()
                .map(edge -> DynamicTest.dynamicTest(edge.limit(), () -> {
                    Scenario project = within(LimitsOf.DEFAULT.with(edge.limit(), edge.value()));
                    edge.reached().accept(project);
                    project.when(edge.who(), edge.beyond()).thenRefused(edge.refusal());
                }));
    }

    /**
     * Two limits do not refuse: repeats opens a gate (see MailTest), the command window forgets (see
     * IdempotencyTest).
     */
    @Test
    void every_limit_has_its_edge_tested() {
        List<String> tested = new ArrayList<>(edges().stream().map(Edge::limit).toList());
        tested.addAll(List.of("repeats", "commandWindow"));
        assertThat(Arrays.stream(Limits.class.getRecordComponents()).map(RecordComponent::getName))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @Test
    void repeats_are_allowed_up_to_the_limit_and_one_more_asks_a_person() {
        Scenario project = within(LimitsOf.DEFAULT.with("repeats", 2))
                .given(DEV, message("x"))
                .given(DEV, message("x"));
        assertThat(project.state().gates().openCount()).isZero();
        assertThat(project.given(DEV, message("x")).state().gates().openCount()).isEqualTo(1);
        project.when(DEV, message("y")).thenRefused(new Rejection.AgentHeld(AgentId.of("dev"), List.of(new GateId(1))));
    }

    @Test
    void the_window_remembers_as_many_commands_as_the_limit_says() {
        Scenario project = within(LimitsOf.DEFAULT.with("commandWindow", 16));
        IntStream.rangeClosed(1, 17)
                .forEach(n -> project.when(Scenario.request(DEV, CommandId.numbered(n), message("m" + n)))
                        .thenAccepted());
        project.when(Scenario.request(DEV, CommandId.numbered(2), message("m2")))
                .thenNothingHappens();
        project.when(Scenario.request(DEV, CommandId.numbered(1), message("m1")))
                .thenRefused(new Rejection.CommandTooOld(CommandId.numbered(1)));
    }

    @Test
    void finished_tasks_do_not_count_and_a_retry_counts_again() {
        Scenario project = within(LimitsOf.DEFAULT.with("tasks", 2))
                .tasks(work("a"), work("b"))
                .given(ALICE, new CancelTask(TaskId.of("a"), "no"))
                .tasks(work("c"));
        project.when(ALICE, new RetryTask(TaskId.of("a"), "yes")).thenRefused(new Rejection.TooManyTasks(2));
        project.given(ALICE, new CancelTask(TaskId.of("b"), "no"))
                .when(ALICE, new RetryTask(TaskId.of("a"), "yes"))
                .thenAccepted();
    }

    @TestFactory
    Stream<DynamicTest> bytes_are_counted_as_utf_8() {
        Map<String, Integer> letters = new TreeMap<>(Map.of("a", 1, "ü", 2, "€", 3, "😀", 4));
        return letters.entrySet().stream()
                .map(each -> DynamicTest.dynamicTest(each.getKey() + " has " + each.getValue() + " bytes", () -> {
                    int limit = 12;
                    String fits = each.getKey().repeat(limit / each.getValue());
                    Scenario project =
                            within(LimitsOf.DEFAULT.with("payloadBytes", limit)).given(ALICE, message(fits));
                    project.when(ALICE, message(fits + "a"))
                            .thenRefused(new Rejection.TooLarge("the message", 13, limit));
                }));
    }

    @Test
    void names_of_entries_are_counted_in_bytes_too() {
        Scenario project = within(LimitsOf.DEFAULT.with("payloadBytes", 20));
        project.given(ALICE, new UpdateProject(Optional.empty(), Map.of("üüüüü", "0123456789"), Optional.empty()));
        project.when(ALICE, new UpdateProject(Optional.empty(), Map.of("üüüüü", "0123456789x"), Optional.empty()))
                .thenRefused(new Rejection.TooLarge("the metadata", 21, 20));
    }

    @TestFactory
    Stream<DynamicTest> every_long_or_short_text_of_every_command_is_measured() {
        String big = "x".repeat(101);
        TaskSpec task = work("new");
        GateQuestion question = GateQuestion.of("?");
        return Stream.<Map.Entry<Principal, Command>>of(
                        Map.entry(ALICE, new UpdateProject(Optional.of(big), Map.of(), Optional.empty())),
                        Map.entry(ALICE, metadata(big)),
                        Map.entry(
                                ALICE,
                                new RegisterAgent(
                                        new AgentSpec(id("new"), ARCHITECT, "test", Settings.NONE.with("a", big)))),
                        Map.entry(ALICE, new UnregisterAgent(id("dev"), big)),
                        Map.entry(ALICE, new PauseAgent(id("dev"), big)),
                        Map.entry(ALICE, new StopAgent(id("dev"), big)),
                        Map.entry(ALICE, EnqueueTasks.one(task.withInstructions(big))),
                        Map.entry(ALICE, EnqueueTasks.one(TaskSpec.of(TaskId.of("new"), ARCHITECT, big))),
                        Map.entry(ALICE, EnqueueTasks.one(task.withInputs(Map.of("a", big)))),
                        Map.entry(ALICE, EnqueueTasks.one(task.withChecks(List.of(big)))),
                        Map.entry(ALICE, EnqueueTasks.one(task.withGate(question.withContext(big)))),
                        Map.entry(
                                ALICE,
                                EnqueueTasks.one(task.withInstructions("x".repeat(60))
                                        .withGate(question.withContext("x".repeat(60))))),
                        Map.entry(ALICE, new CancelTask(TaskId.of("t"), big)),
                        Map.entry(ALICE, message(big)),
                        Map.entry(ALICE, new SendMessage(id("dev"), big, "")),
                        Map.entry(ALICE, new SendMessage(id("dev"), "note", "", Optional.of(big))),
                        Map.entry(ALICE, new EscalateToHuman(GateQuestion.of(big), Optional.empty())),
                        Map.entry(ALICE, new EscalateToHuman(question.withContext(big), Optional.empty())),
                        Map.entry(
                                ALICE,
                                new EscalateToHuman(
                                        question.withOptions(List.of("x".repeat(60), "y".repeat(60))),
                                        Optional.empty())),
                        Map.entry(ALICE, new EscalateToHuman(question.withApprovers(List.of(big)), Optional.empty())),
                        Map.entry(Scenario.BOB, new ResolveGate(new GateId(1), Decision.APPROVE, big)),
                        Map.entry(
                                Scenario.BOB,
                                new ResolveGate(new GateId(1), Decision.EDIT, "", "x".repeat(60), "y".repeat(60))),
                        Map.entry(DEV, new ReportProgress(TaskId.of("t"), 1, 1, big)),
                        Map.entry(DEV, new CompleteTask(TaskId.of("t"), 1, TaskResult.of(big))),
                        Map.entry(
                                DEV,
                                new CompleteTask(
                                        TaskId.of("t"),
                                        1,
                                        new TaskResult("x".repeat(60), Map.of("a", "x".repeat(60))))),
                        Map.entry(DEV, new FailTask(TaskId.of("t"), 1, big, true)),
                        Map.entry(DEV, new ReleaseTask(TaskId.of("t"), 1, big)),
                        Map.entry(DEV, new ConsultSpecialist(SECURITY_EXPERT, big, "", Duration.ofSeconds(1))),
                        Map.entry(
                                DEV,
                                new ConsultSpecialist(
                                        SECURITY_EXPERT, "x".repeat(60), "y".repeat(60), Duration.ofSeconds(1))),
                        Map.entry(as("sec"), new AnswerConsultation(new ConsultationId(1), big)),
                        Map.entry(as("sec"), new DeclineConsultation(new ConsultationId(1), big)),
                        Map.entry(DEV, new RecordUsage(Usage.NONE, Optional.empty(), big)))
                .map(each -> DynamicTest.dynamicTest(each.getValue().getClass().getSimpleName(), () -> {
                    Scenario project = within(
                                    LimitsOf.DEFAULT.and("payloadBytes", 100).with("titleBytes", 100))
                            .tasks(work("t"))
                            .given(DEV, new ClaimTask())
                            .given(DEV, ask(SECURITY_EXPERT))
                            .given(ALICE, gate());
                    assertThat(project.when(each.getKey(), each.getValue()).refusal())
                            .isInstanceOf(Rejection.TooLarge.class);
                }));
    }

    @Test
    void a_retrys_note_is_measured() {
        Scenario project = within(LimitsOf.DEFAULT.with("titleBytes", 20))
                .tasks(work("t"))
                .given(ALICE, new CancelTask(TaskId.of("t"), ""));
        project.when(ALICE, new RetryTask(TaskId.of("t"), "x".repeat(21)))
                .thenRefused(new Rejection.TooLarge("the note", 21, 20));
    }

    @Test
    void lists_and_settings_are_counted() {
        Scenario project = within(LimitsOf.DEFAULT.with("metadataEntries", 1));
        List<String> one = List.of("a");
        List<String> two = List.of("a", "b");
        project.given(ALICE, EnqueueTasks.one(work("s").withChecks(one)))
                .given(ALICE, new RegisterAgent(new AgentSpec(id("one"), ARCHITECT, "test", Settings.NONE.with("a"))));
        project.when(ALICE, EnqueueTasks.one(work("t").withChecks(two)))
                .thenRefused(new Rejection.TooMany("checks of task t", 2, 1));
        project.when(ALICE, EnqueueTasks.one(work("t").withInputs(Map.of("a", "", "b", ""))))
                .thenRefused(new Rejection.TooMany("task t's inputs", 2, 1));
        project.when(ALICE, new EscalateToHuman(GateQuestion.of("?").withOptions(two), Optional.empty()))
                .thenRefused(new Rejection.TooMany("options", 2, 1));
        project.when(
                        ALICE,
                        new RegisterAgent(new AgentSpec(
                                id("new"),
                                ARCHITECT,
                                "test",
                                Settings.NONE.with("a").with("b"))))
                .thenRefused(new Rejection.TooMany("settings", 2, 1));
    }

    private static Scenario within(Limits limits) {
        return Scenario.project(
                        ProjectSettings.DEFAULT.withDispatch(Dispatch.MANUAL).withLimits(limits))
                .agent("dev", BACKEND_DEVELOPER)
                .agent("sec", SECURITY_EXPERT)
                .agent("arch", ARCHITECT);
    }

    private static TaskSpec work(String id, String... needs) {
        return task(id, BACKEND_DEVELOPER, needs);
    }

    private static RegisterAgent register(String id) {
        return new RegisterAgent(new AgentSpec(id(id), BACKEND_DEVELOPER, "test"));
    }

    private static SendMessage message(String payload) {
        return new SendMessage(id("dev"), "note", payload);
    }

    private static UpdateProject metadata(String... names) {
        Map<String, String> entries = new TreeMap<>();
        for (String name : names) entries.put(name, "x");
        return new UpdateProject(Optional.empty(), entries, Optional.empty());
    }

    private static ConsultSpecialist ask(AgentType type) {
        return new ConsultSpecialist(type, "?", "", Duration.ofSeconds(60));
    }

    private static EscalateToHuman gate() {
        return new EscalateToHuman(GateQuestion.of("?"), Optional.empty());
    }
}
