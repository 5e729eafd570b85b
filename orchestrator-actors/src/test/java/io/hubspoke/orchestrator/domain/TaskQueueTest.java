// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TaskQueueTest {
    private static final List<AgentId> AGENTS = List.of(id("a"), id("b"), id("c"));

    @Test
    void whatever_comes_and_goes_each_agent_gets_the_first_that_is_not_its_own_work() {
        for (long seed = 0; seed < 200; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            TaskQueue queue = TaskQueue.EMPTY;
            List<TaskRecord> model = new ArrayList<>();
            for (int step = 1; step <= 120; step++) {
                if (model.isEmpty() || random.nextInt(5) < 3) {
                    TaskRecord added = waiting(step, random);
                    model.add(added);
                    queue = queue.with(added);
                } else {
                    queue = queue.without(model.remove(random.nextInt(model.size())));
                }
                model.sort(Comparator.comparing(TaskRecord::queueKey));
                assertThat(queue.isEmpty()).isEqualTo(model.isEmpty());
                assertThat(queue.inOrder())
                        .isEqualTo(model.stream().map(TaskRecord::id).toList());
                assertThat(queue.first())
                        .isEqualTo(model.stream().map(TaskRecord::id).findFirst());
                for (AgentId agent : AGENTS) {
                    assertThat(queue.firstFor(agent))
                            .as("seed %d, step %d, %s", seed, step, agent)
                            .isEqualTo(firstFor(agent, model));
                }
            }
        }
    }

    private static Optional<TaskId> firstFor(AgentId agent, List<TaskRecord> model) {
        return model.stream()
                .filter(task -> task.notVerifiedBy().filter(agent::equals).isEmpty())
                .map(TaskRecord::id)
                .findFirst();
    }

    private static TaskRecord waiting(int number, SplittableRandom random) {
        TaskRecord task = TaskRecord.pending(
                task("t-" + number, AgentType.VERIFIER).withPriority(new Priority(1 + random.nextInt(3))),
                TaskLimits.DEFAULT,
                new TaskRecord.Arrival(number, Scenario.START));
        if (random.nextInt(3) == 0) return task.withStatus(TaskStatus.READY);
        AgentId worker = AGENTS.get(random.nextInt(AGENTS.size()));
        return task.withStatus(TaskStatus.VERIFYING)
                .withWork(new TaskRecord.Work(Optional.of(worker), Optional.empty(), 100, ""));
    }
}
