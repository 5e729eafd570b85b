// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import io.hubspoke.spi.HubRefusal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedHubTest {
    private static final ProjectId PROJECT = ProjectId.of("embedded");
    private static final AgentType WRITER = AgentType.TECHNICAL_WRITER;
    private static final AgentType EXPERT = AgentType.SECURITY_EXPERT;
    private static final TaskId TASK = TaskId.of("write");
    private static final Duration SOON = Duration.ofMinutes(1);

    @TempDir
    private Path folder;

    /** Asks an expert what to write, and counts how often it does. */
    private record Writer(AtomicInteger runs) implements Agent {
        @Override
        public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException {
            runs.incrementAndGet();
            try {
                return TaskResult.of("wrote " + hub.consult(EXPERT, "what?", "", Duration.ofMinutes(1)));
            } catch (HubRefusal refused) {
                throw AgentFailure.retryable(refused.getMessage());
            }
        }
    }

    private static final class Expert implements Agent {
        @Override
        public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure {
            throw AgentFailure.permanent("I only answer");
        }

        @Override
        public String onQuestion(Letter.Question question, Hub hub) {
            return "plain words";
        }
    }

    @Test
    void agents_of_the_program_work_and_consult_through_the_hub() throws Exception {
        try (EmbeddedHub hub = start()) {
            hub.register(AgentId.of("expert"), EXPERT, Expert::new);
            hub.register(AgentId.of("writer"), WRITER, () -> new Writer(new AtomicInteger()));
            hub.enqueue(TaskSpec.of(TASK, WRITER, "Write"));
            hub.awaitSettled(SOON);

            assertThat(hub.task(TASK).status()).isEqualTo(TaskStatus.COMPLETED);
            assertThat(hub.task(TASK).result()).contains(TaskResult.of("wrote plain words"));
        }
    }

    @Test
    void reading_and_recovering_a_journal_runs_no_agent_again() throws Exception {
        AtomicInteger runs = new AtomicInteger();
        for (int start = 1; start <= 2; start++) {
            try (EmbeddedHub hub = start()) {
                hub.register(AgentId.of("expert"), EXPERT, Expert::new);
                hub.register(AgentId.of("writer"), WRITER, () -> new Writer(runs));
                if (start == 1) hub.enqueue(TaskSpec.of(TASK, WRITER, "Write"));
                hub.awaitSettled(SOON);
            }
        }
        try (JournalReader reader = JournalReader.open(journal())) {
            assertThat(reader.replay(PROJECT).tasks().find(TASK))
                    .hasValueSatisfying(task -> assertThat(task.status()).isEqualTo(TaskStatus.COMPLETED));
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void a_known_id_with_another_type_is_refused() throws Exception {
        try (EmbeddedHub hub = start()) {
            hub.register(AgentId.of("expert"), EXPERT, Expert::new);

            assertThatIllegalStateException()
                    .isThrownBy(() -> hub.register(AgentId.of("expert"), WRITER, Expert::new))
                    .withMessageContaining("agent expert is registered already");
        }
    }

    @Test
    void a_task_of_a_known_id_is_refused_and_an_unknown_one_cannot_be_read() {
        try (EmbeddedHub hub = start()) {
            hub.enqueue(TaskSpec.of(TASK, WRITER, "Write"));

            assertThatIllegalStateException()
                    .isThrownBy(() -> hub.enqueue(TaskSpec.of(TASK, WRITER, "Write")))
                    .withMessageContaining("task write exists already");
            assertThatIllegalStateException().isThrownBy(() -> hub.task(TaskId.of("other")));
        }
    }

    @Test
    void waiting_for_work_that_does_not_end_says_how_far_it_is() {
        CountDownLatch never = new CountDownLatch(1);
        try (EmbeddedHub hub = start()) {
            hub.register(AgentId.of("writer"), WRITER, () -> (assignment, out) -> {
                never.await();
                return TaskResult.EMPTY;
            });
            hub.enqueue(TaskSpec.of(TASK, WRITER, "Write"));

            assertThatIllegalStateException()
                    .isThrownBy(() -> hub.awaitSettled(Duration.ofMillis(300)))
                    .withMessageContaining("project embedded still works after");
        }
    }

    private Path journal() {
        return folder.resolve("journal.db");
    }

    private EmbeddedHub start() {
        return EmbeddedHub.start(journal(), PROJECT);
    }
}
