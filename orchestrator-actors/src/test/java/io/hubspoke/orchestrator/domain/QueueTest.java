// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.QA_ENGINEER;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Who gets which work, and in which order. */
class QueueTest {
    private final Scenario manual = Scenario.manual().agent("dev", BACKEND_DEVELOPER);
    private final Scenario automatic = Scenario.automatic();

    @Test
    void a_higher_priority_goes_first_and_within_one_priority_who_came_first() {
        manual.tasks(at("low", -5), at("first", 0), at("second", 0)).tasks(at("high", 7), at("third", 0));
        assertThat(claimAll(manual)).containsExactly("high", "first", "second", "third", "low");
    }

    @Test
    void the_extremes_of_priority_are_ordered_too() {
        manual.tasks(at("least", Integer.MIN_VALUE), at("none", 0), at("most", Integer.MAX_VALUE));
        assertThat(claimAll(manual)).containsExactly("most", "none", "least");
    }

    @Test
    void a_task_that_is_moved_to_another_priority_keeps_its_arrival() {
        manual.tasks(at("a", 0), at("b", 1), at("c", 1))
                .given(ALICE, new ReprioritizeTask(TaskId.of("a"), new Priority(1)));
        assertThat(claimAll(manual)).containsExactly("a", "b", "c");
    }

    @Test
    void the_same_priority_again_changes_nothing() {
        manual.tasks(at("a", 3))
                .when(ALICE, new ReprioritizeTask(TaskId.of("a"), new Priority(3)))
                .thenNothingHappens();
    }

    @Test
    void a_retried_task_keeps_its_arrival() {
        manual.tasks(at("a", 0), at("b", 0))
                .given(ALICE, new CancelTask(TaskId.of("a"), "wait"))
                .given(ALICE, new RetryTask(TaskId.of("a"), "again"));
        assertThat(claimAll(manual)).containsExactly("a", "b");
    }

    @Test
    void a_task_given_back_keeps_its_place() {
        manual.tasks(at("a", 0), at("b", 0)).given(as("dev"), new ClaimTask());
        manual.given(as("dev"), new ReleaseTask(TaskId.of("a"), 1, "no"));
        assertThat(claimAll(manual)).containsExactly("a", "b");
    }

    @Test
    void a_claim_takes_the_next_task_under_a_lease_and_tells_so_by_letter() {
        manual.tasks(at("a", 0))
                .when(as("dev"), new ClaimTask())
                .then(new Event.TaskAssigned(
                        TaskId.of("a"),
                        id("dev"),
                        1,
                        Purpose.WORK,
                        1,
                        manual.now().plusSeconds(30),
                        1));
        assertThat(manual.accepted().reply().subject()).isEqualTo("a");
        assertThat(manual.lastLetter("dev")).isInstanceOfSatisfying(Letter.Assignment.class, letter -> {
            assertThat(letter.task().id()).isEqualTo(TaskId.of("a"));
            assertThat(letter.epoch()).isEqualTo(1);
            assertThat(letter.leaseMillis()).isEqualTo(30_000);
        });
    }

    @Test
    void a_claim_with_nothing_to_claim_is_accepted_and_names_nothing() {
        manual.tasks(task("a", QA_ENGINEER)).when(as("dev"), new ClaimTask()).thenNothingHappens();
        assertThat(manual.accepted().reply().subject()).isEmpty();
    }

    @Test
    void a_busy_agent_is_never_given_a_second_task() {
        manual.tasks(at("a", 0), at("b", 0))
                .given(as("dev"), new ClaimTask())
                .when(as("dev"), new ClaimTask())
                .thenRefused(new Rejection.AgentBusy(id("dev"), TaskId.of("a")));
        manual.when(ALICE, new AssignTask(TaskId.of("b"), id("dev")))
                .thenRefused(new Rejection.AgentBusy(id("dev"), TaskId.of("a")));
        automatic.agent("dev", BACKEND_DEVELOPER).tasks(at("a", 0), at("b", 0));
        assertThat(automatic.task("b").status()).isEqualTo(TaskStatus.READY);
    }

    @Test
    void a_paused_agent_is_given_no_work() {
        manual.tasks(at("a", 0)).given(ALICE, new PauseAgent(id("dev"), "lunch"));
        Rejection held = new Rejection.AgentHeld(id("dev"), List.of());
        manual.when(as("dev"), new ClaimTask())
                .thenRefused(held)
                .when(ALICE, new AssignTask(TaskId.of("a"), id("dev")))
                .thenRefused(held);
        automatic
                .agent("dev", BACKEND_DEVELOPER)
                .given(ALICE, new PauseAgent(id("dev"), "lunch"))
                .tasks(at("a", 0));
        assertThat(automatic.task("a").status()).isEqualTo(TaskStatus.READY);
    }

    @Test
    void an_agent_that_is_resumed_gets_the_work_that_waits() {
        automatic
                .agent("dev", BACKEND_DEVELOPER)
                .given(ALICE, new PauseAgent(id("dev"), "lunch"))
                .tasks(at("a", 0));
        automatic.when(ALICE, new ResumeAgent(id("dev")));
        assertThat(automatic.only(Event.TaskAssigned.class).agent()).isEqualTo(id("dev"));
    }

    @Test
    void a_detached_agent_is_given_no_work() {
        Scenario away = Scenario.manual().away("dev", BACKEND_DEVELOPER).tasks(at("a", 0));
        away.when(ALICE, new AssignTask(TaskId.of("a"), id("dev"))).thenRefused(new Rejection.AgentAway(id("dev")));
        away.when(as("dev"), new ClaimTask()).thenRefused(new Rejection.AgentAway(id("dev")));
        automatic.away("dev", BACKEND_DEVELOPER).tasks(at("a", 0));
        assertThat(automatic.task("a").status()).isEqualTo(TaskStatus.READY);
        automatic.when(Principal.HUB, new AttachAgent(id("dev"), 9));
        assertThat(automatic.only(Event.TaskAssigned.class).task()).isEqualTo(TaskId.of("a"));
    }

    @Test
    void a_stopped_agent_is_given_no_work() {
        manual.tasks(at("a", 0)).given(ALICE, new StopAgent(id("dev"), "enough"));
        Rejection ended = new Rejection.AgentEnded(id("dev"));
        manual.when(ALICE, new AssignTask(TaskId.of("a"), id("dev")))
                .thenRefused(ended)
                .when(as("dev"), new ClaimTask())
                .thenRefused(ended);
    }

    @Test
    void automatic_dispatch_gives_each_ready_task_to_the_idle_agent_registered_first() {
        automatic
                .agent("two", BACKEND_DEVELOPER)
                .agent("one", BACKEND_DEVELOPER)
                .tasks(at("low", 0), at("high", 1), at("rest", 0));
        assertThat(automatic.events().stream()
                        .filter(Event.TaskAssigned.class::isInstance)
                        .map(Event.TaskAssigned.class::cast)
                        .map(given -> given.agent() + " " + given.task()))
                .containsExactly("two high", "one low");
        assertThat(automatic.task("rest").status()).isEqualTo(TaskStatus.READY);
    }

    @Test
    void the_next_task_is_given_in_the_same_decision_in_which_the_agent_gets_free() {
        automatic
                .agent("dev", BACKEND_DEVELOPER)
                .tasks(at("a", 0), at("b", 0))
                .when(as("dev"), new CompleteTask(TaskId.of("a"), 1, TaskResult.EMPTY));
        assertThat(automatic.only(Event.TaskAssigned.class).task()).isEqualTo(TaskId.of("b"));
    }

    @Test
    void manual_dispatch_gives_nothing_by_itself() {
        manual.tasks(at("a", 0)).tick();
        assertThat(manual.task("a").status()).isEqualTo(TaskStatus.READY);
    }

    @Test
    void an_operator_assigns_out_of_order_but_not_across_types() {
        manual.agent("qa", QA_ENGINEER).tasks(at("a", 5), at("b", 0));
        manual.when(ALICE, new AssignTask(TaskId.of("b"), id("qa")))
                .thenRefused(new Rejection.WrongAgentType(id("qa"), QA_ENGINEER, BACKEND_DEVELOPER));
        manual.when(ALICE, new AssignTask(TaskId.of("b"), id("dev"))).thenAccepted();
        assertThat(manual.task("b").status()).isEqualTo(TaskStatus.ASSIGNED);
    }

    @Test
    void a_task_that_is_not_ready_is_not_assigned() {
        manual.tasks(at("a", 0), task("b", BACKEND_DEVELOPER, "a"))
                .when(ALICE, new AssignTask(TaskId.of("b"), id("dev")))
                .thenRefused(new Rejection.TaskNotReady(TaskId.of("b"), TaskStatus.PENDING));
    }

    private static TaskSpec at(String id, int priority) {
        return task(id, BACKEND_DEVELOPER).withPriority(new Priority(priority));
    }

    private static List<String> claimAll(Scenario project) {
        List<String> order = new ArrayList<>();
        while (true) {
            String task =
                    project.given(as("dev"), new ClaimTask()).accepted().reply().subject();
            if (task.isEmpty()) return order;
            order.add(task);
            project.given(as("dev"), new CompleteTask(TaskId.of(task), project.epoch(task), TaskResult.EMPTY));
        }
    }
}
