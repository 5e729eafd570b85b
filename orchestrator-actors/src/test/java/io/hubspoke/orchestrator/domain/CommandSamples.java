// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.Usage;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One command of every type, about agent {@code dev}, task {@code t}, gate {@code g-1} and consultation {@code c-1}.
 */
final class CommandSamples {
    private static final TaskId T = TaskId.of("t");

    private CommandSamples() {}

    /** Every command record there is. */
    static List<Class<?>> types() {
        return Arrays.stream(Command.class.getDeclaredClasses())
                .filter(Class::isRecord)
                .filter(Command.class::isAssignableFrom)
                .<Class<?>>map(type -> type)
                .toList();
    }

    static Stream<Command> all() {
        return Stream.of(
                new CreateProject(ProjectSettings.DEFAULT, Map.of()),
                new UpdateProject(Optional.of("build"), Map.of(), Optional.empty()),
                new RegisterAgent(new AgentSpec(id("new"), AgentType.BACKEND_DEVELOPER, "test")),
                new UnregisterAgent(id("dev"), "bye"),
                new PauseAgent(id("dev"), "lunch"),
                new ResumeAgent(id("dev")),
                new StopAgent(id("dev"), "enough"),
                EnqueueTasks.one(task("another", AgentType.BACKEND_DEVELOPER)),
                new AssignTask(T, id("dev")),
                new CancelTask(T, "not needed"),
                new ReprioritizeTask(T, new Priority(7)),
                new RetryTask(T, "again"),
                new SendMessage(id("dev"), "note", "hello"),
                new EscalateToHuman(GateQuestion.of("Merge?"), Optional.empty()),
                new ResolveGate(new GateId(1), Decision.APPROVE, "fine"),
                new ClaimTask(),
                new StartTask(T, 1),
                new ReportProgress(T, 1, 50, "half"),
                new CompleteTask(T, 1, TaskResult.of("done")),
                new FailTask(T, 1, "red", true),
                new ReleaseTask(T, 1, "not mine"),
                new Acknowledge(1),
                new ConsultSpecialist(AgentType.SECURITY_EXPERT, "safe?", "", Duration.ofMinutes(1)),
                new AnswerConsultation(new ConsultationId(1), "yes"),
                new DeclineConsultation(new ConsultationId(1), "no idea"),
                new RecordUsage(new Usage(1, 1, 1), Optional.empty(), ""),
                new AttachAgent(id("dev"), 1),
                new DetachAgent(id("dev"), 1, "gone"),
                new DeadLetter(id("dev"), 1, "too often"),
                new Tick(List.of()),
                new Fork(new ProjectId("origin"), 1, 1, "0".repeat(64), Scenario.START, Principal.operator("alice")));
    }
}
