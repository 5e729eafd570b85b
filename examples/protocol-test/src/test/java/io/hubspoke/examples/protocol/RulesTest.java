// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.examples.protocol;

import static io.hubspoke.testkit.ProjectScenario.agent;
import static io.hubspoke.testkit.ProjectScenario.operator;
import static io.hubspoke.testkit.ProjectScenario.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.testkit.ProjectScenario;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What the rules make of a plan, without an actor: each test takes a millisecond or two. */
class RulesTest {
    private static final AgentType WRITER = AgentType.TECHNICAL_WRITER;
    private static final TaskId GREETING = TaskId.of("greeting");

    private static final ProjectScenario PLAN = ProjectScenario.automatic("letters")
            .givenAgent("writer-1", WRITER)
            .givenTasks(task("greeting", WRITER), task("farewell", WRITER, "greeting"));

    @Test
    void the_farewell_is_written_after_the_greeting() {
        PLAN.thenLease("greeting", "writer-1")
                .thenTask("farewell", TaskStatus.PENDING)
                .when(agent("writer-1"), new CompleteTask(GREETING, 1, TaskResult.of("Hello!")))
                .thenEvents(Event.TaskCompleted.class, Event.TaskReady.class, Event.TaskAssigned.class)
                .thenLease("farewell", "writer-1");
    }

    @Test
    void a_writer_that_falls_silent_loses_the_task_and_its_late_result_is_refused() {
        PLAN.untilTheNextDeadline()
                .thenOne(
                        Event.LeaseExpired.class,
                        lost -> assertThat(lost.task()).isEqualTo(GREETING))
                .when(agent("writer-1"), new CompleteTask(GREETING, 1, TaskResult.of("Hello!")))
                .thenRefused(Rejection.StaleLease.class);
    }

    @Test
    void after_three_failures_a_person_is_asked_and_may_have_it_tried_again() {
        ProjectScenario failed = PLAN;
        for (long epoch = 1; epoch <= 3; epoch++) {
            failed = failed.when(agent("writer-1"), new StartTask(GREETING, epoch))
                    .when(agent("writer-1"), new FailTask(GREETING, epoch, "no idea", true));
            if (epoch < 3) failed = failed.untilTheNextDeadline();
        }
        failed.thenTask("greeting", TaskStatus.FAILED)
                .thenOpenGates(1)
                .after(Duration.ofDays(2))
                .when(operator("alice"), new ResolveGate(new GateId(1), Decision.APPROVE, "once more"))
                .thenTask("greeting", TaskStatus.ASSIGNED)
                .thenAgent("writer-1", agent -> assertThat(agent.id()).isEqualTo(new AgentId("writer-1")));
    }
}
