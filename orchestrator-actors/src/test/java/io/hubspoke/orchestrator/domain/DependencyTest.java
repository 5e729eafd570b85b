// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Tasks that need each other. */
class DependencyTest {
    private final Scenario project = Scenario.manual().agent("dev", BACKEND_DEVELOPER);

    @Test
    void a_task_waits_until_everything_it_needs_is_completed_and_is_ready_once() {
        project.tasks(need("a"), need("b"), need("c", "a", "b"));
        assertThat(status("c")).isEqualTo(TaskStatus.PENDING);
        done("a");
        assertThat(status("c")).isEqualTo(TaskStatus.PENDING);
        done("b");
        assertThat(status("c")).isEqualTo(TaskStatus.READY);
        assertThat(project.history().stream().filter(each -> each.event().equals(new Event.TaskReady(TaskId.of("c")))))
                .hasSize(1);
    }

    @Test
    void a_task_that_needs_what_is_done_already_is_ready_at_once() {
        project.tasks(need("a"));
        done("a");
        project.tasks(need("b", "a"));
        assertThat(status("b")).isEqualTo(TaskStatus.READY);
    }

    @Test
    void the_results_of_needed_tasks_come_with_the_assignment() {
        project.tasks(need("a"), need("b", "a")).given(as("dev"), new ClaimTask());
        project.given(as("dev"), new CompleteTask(TaskId.of("a"), 1, new TaskResult("made", Map.of("file", "x.txt"))));
        project.given(as("dev"), new ClaimTask());
        Letter.Assignment letter = (Letter.Assignment) project.lastLetter("dev");
        assertThat(letter.needs()).containsEntry(TaskId.of("a"), new TaskResult("made", Map.of("file", "x.txt")));
    }

    @Test
    void tasks_of_one_command_may_need_what_comes_after_them() {
        project.tasks(need("b", "a"), need("a"));
        assertThat(status("a")).isEqualTo(TaskStatus.READY);
        assertThat(status("b")).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void an_unknown_dependency_refuses_the_whole_command() {
        project.when(ALICE, new EnqueueTasks(List.of(need("a"), need("b", "nowhere"))))
                .thenRefused(new Rejection.UnknownDependency(TaskId.of("b"), TaskId.of("nowhere")));
        assertThat(project.state().tasks().find(TaskId.of("a"))).isEmpty();
    }

    @Test
    void a_circle_is_refused_with_its_path() {
        project.when(ALICE, new EnqueueTasks(List.of(need("x", "a"), need("a", "b"), need("b", "c"), need("c", "a"))))
                .thenRefused(new Rejection.DependencyCycle(
                        Stream.of("a", "b", "c", "a").map(TaskId::of).toList()));
    }

    @Test
    void a_task_that_needs_itself_is_a_circle() {
        project.when(ALICE, new EnqueueTasks(List.of(need("a", "a"))))
                .thenRefused(new Rejection.DependencyCycle(List.of(TaskId.of("a"), TaskId.of("a"))));
    }

    @Test
    void a_diamond_is_not_a_circle() {
        project.when(ALICE, new EnqueueTasks(List.of(need("a"), need("b", "a"), need("c", "a"), need("d", "b", "c"))))
                .thenAccepted();
    }

    @Test
    void a_chain_of_ten_thousand_tasks_is_checked_without_running_out_of_stack() {
        List<TaskSpec> chain = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) chain.add(i == 9_999 ? need("t" + i) : need("t" + i, "t" + (i + 1)));
        project.when(ALICE, new EnqueueTasks(chain)).thenAccepted();
        assertThat(project.state().tasks().count(TaskStatus.PENDING)).isEqualTo(9_999);
    }

    @Test
    void canceling_cancels_those_dependants_that_say_so_and_theirs_in_turn() {
        project.tasks(need("a"), cancels("b", "a"), cancels("c", "b"), need("d", "c"), need("e", "a"));
        project.when(ALICE, new CancelTask(TaskId.of("a"), "not needed"))
                .then(
                        new Event.TaskCanceled(TaskId.of("a"), "not needed"),
                        new Event.TaskCanceled(TaskId.of("b"), "it needs task a"),
                        new Event.TaskCanceled(TaskId.of("c"), "it needs task b"));
        assertThat(status("d")).isEqualTo(TaskStatus.PENDING);
        assertThat(status("e")).isEqualTo(TaskStatus.PENDING);
    }

    @Test
    void a_dependant_that_waits_goes_on_when_the_canceled_task_is_retried_and_done() {
        project.tasks(need("a"), need("b", "a")).given(ALICE, new CancelTask(TaskId.of("a"), "no"));
        project.given(ALICE, new RetryTask(TaskId.of("a"), "yes, it is needed"));
        done("a");
        assertThat(status("b")).isEqualTo(TaskStatus.READY);
    }

    @Test
    void a_duplicate_id_is_refused_within_one_command_and_against_what_exists() {
        Rejection duplicate = new Rejection.DuplicateTask(TaskId.of("a"));
        project.when(ALICE, new EnqueueTasks(List.of(need("a"), need("a")))).thenRefused(duplicate);
        project.tasks(need("a"))
                .when(ALICE, new EnqueueTasks(List.of(need("b"), need("a"))))
                .thenRefused(duplicate);
        assertThat(project.state().tasks().size()).isEqualTo(1);
    }

    private static TaskSpec need(String id, String... needs) {
        return task(id, BACKEND_DEVELOPER, needs);
    }

    private static TaskSpec cancels(String id, String... needs) {
        return need(id, needs).withOnDependencyFailure(OnDependencyFailure.CANCEL);
    }

    private TaskStatus status(String task) {
        return project.task(task).status();
    }

    private void done(String task) {
        project.given(ALICE, new AssignTask(TaskId.of(task), Scenario.id("dev")))
                .given(as("dev"), new CompleteTask(TaskId.of(task), project.epoch(task), TaskResult.EMPTY));
    }
}
