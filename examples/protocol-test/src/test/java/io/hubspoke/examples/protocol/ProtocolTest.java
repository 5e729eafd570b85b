// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.examples.protocol;

import static io.hubspoke.testkit.ProjectScenario.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.testkit.OrchestratorTestKit;
import io.hubspoke.testkit.TestAgent;
import io.hubspoke.testkit.TestOperator;
import java.time.Duration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** A whole orchestrator, with agents that the test plays: who says what to whom, and what happens when things break. */
class ProtocolTest {
    private static final AgentType WRITER = AgentType.TECHNICAL_WRITER;

    @AutoClose
    private final OrchestratorTestKit kit = OrchestratorTestKit.automatic("letters");

    private final TestOperator alice = kit.operator("alice");

    @Test
    void work_of_a_writer_that_dies_goes_to_the_next_one() {
        TestAgent writer = kit.agent("writer-1", WRITER);
        alice.enqueue(task("greeting", WRITER));
        writer.expectTask("greeting");
        writer.start();

        kit.agentDies("writer-1").untilTheNextDeadline();

        kit.thenTask("greeting", TaskStatus.READY);
        TestAgent other = kit.agent("writer-2", WRITER);
        other.expectTask("greeting");
        other.start().complete("Hello!");
        kit.thenTask("greeting", TaskStatus.COMPLETED).thenCount(Event.LeaseExpired.class, 1);
    }

    @Test
    void the_journal_fails_twice_and_nothing_is_done_twice() {
        kit.journalFails(2);
        CommandId order = alice.send(EnqueueTasks.one(task("greeting", WRITER)));
        assertThat(alice.reply(order)).get().isInstanceOf(Reply.Undetermined.class);
        for (int tries = 0; tries < 2; tries++) {
            kit.timePasses(Duration.ofSeconds(5));
            alice.repeat(order);
        }
        assertThat(alice.reply(order)).get().isInstanceOf(Reply.Accepted.class);
        kit.thenCount(Event.TaskEnqueued.class, 1);
    }

    @Test
    void a_question_waits_for_a_person_for_a_week_and_over_a_restart() {
        TestAgent writer = kit.agent("writer-1", WRITER);
        alice.enqueue(task("greeting", WRITER));
        writer.expectTask("greeting");
        writer.start();
        writer.escalate(GateQuestion.of("May it be rude?"));

        kit.agentDies("writer-1").aWeekPasses().orchestratorRestarts().thenGate(1, GateStatus.OPEN);
        alice.reject(1, "be kind");

        kit.agentReturns("writer-1");
        assertThat(writer.expectDecision().comment()).isEqualTo("be kind");
    }

    @Test
    void a_scripted_writer_works_off_whatever_comes() {
        kit.agent("writer-1", WRITER).onTask(Duration.ofMinutes(5), assignment -> TaskResult.of("Hello!"));
        for (int i = 0; i < 10; i++) alice.enqueue(task("greeting-" + i, WRITER));
        kit.timePasses(Duration.ofHours(1))
                .thenTask("greeting-9", TaskStatus.COMPLETED)
                .thenQueue(WRITER);
    }

    @Test
    void the_author_s_own_agent_hands_in_what_the_reviewer_likes() {
        kit.host("writer-1", WRITER, Writer::new);
        TestAgent reviewer = kit.agent("reviewer-1", AgentType.REVIEWER);
        alice.enqueue(task("greeting", WRITER));

        kit.await("a question", () -> reviewer.letters() == 1);
        Letter.Question question = reviewer.expectQuestion();
        assertThat(question.context()).isEqualTo("Hello, Do greeting!");
        reviewer.answer(question, "good");

        kit.thenTask("greeting", TaskStatus.COMPLETED);
    }
}
