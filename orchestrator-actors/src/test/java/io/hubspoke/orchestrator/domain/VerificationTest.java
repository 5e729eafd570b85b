// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.VERIFIER;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Work with checks counts as done only when another agent has confirmed it. */
class VerificationTest {
    private static final TaskId T = TaskId.of("t");
    private static final TaskResult WORK = TaskResult.of("the work");

    private final Scenario project = Scenario.manual()
            .agent("dev", BACKEND_DEVELOPER)
            .agent("peer", BACKEND_DEVELOPER)
            .agent("check", VERIFIER);

    @Test
    void work_without_checks_is_done_when_it_is_handed_in() {
        project.tasks(task("t", BACKEND_DEVELOPER))
                .given(as("dev"), new ClaimTask())
                .when(as("dev"), new CompleteTask(T, 1, WORK))
                .then(new Event.TaskCompleted(T, 1, Optional.of(id("dev")), WORK, Optional.empty()));
    }

    @Test
    void work_with_checks_is_handed_to_a_verifier_who_confirms_it() {
        handedIn("");
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.VERIFYING);
        project.given(as("check"), new ClaimTask());
        Letter.Assignment letter = (Letter.Assignment) project.lastLetter("check");
        assertThat(letter.purpose()).isEqualTo(Purpose.VERIFY);
        assertThat(letter.worker()).contains(id("dev"));
        assertThat(letter.work()).isEqualTo(WORK);
        project.when(as("check"), new CompleteTask(T, 2, TaskResult.of("looks good")))
                .then(new Event.TaskCompleted(T, 2, Optional.of(id("dev")), WORK, Optional.of(id("check"))));
    }

    @Test
    void a_verifier_that_refuses_sends_the_work_back_as_a_failed_attempt() {
        handedIn("");
        project.given(as("check"), new ClaimTask()).when(as("check"), new FailTask(T, 2, "red", true));
        assertThat(project.only(Event.TaskAttemptFailed.class).agent()).isEqualTo(id("check"));
        project.after(Duration.ofSeconds(1)).tick().given(as("dev"), new ClaimTask());
        Letter.Assignment letter = (Letter.Assignment) project.lastLetter("dev");
        assertThat(letter.purpose()).isEqualTo(Purpose.WORK);
        assertThat(letter.attempt()).isEqualTo(2);
        assertThat(letter.notes()).containsExactly("red");
    }

    @Test
    void nobody_verifies_their_own_work_not_even_by_assignment() {
        handedIn("backend-developer");
        project.when(as("dev"), new ClaimTask()).thenNothingHappens();
        project.when(ALICE, new AssignTask(T, id("dev"))).thenRefused(new Rejection.WorkerCannotVerify(T, id("dev")));
        project.when(as("peer"), new ClaimTask());
        assertThat(project.only(Event.TaskAssigned.class).purpose()).isEqualTo(Purpose.VERIFY);
    }

    @Test
    void a_worker_passes_over_its_own_work_and_takes_what_comes_next() {
        handedIn("backend-developer");
        project.tasks(task("u", BACKEND_DEVELOPER)).when(as("dev"), new ClaimTask());
        assertThat(project.only(Event.TaskAssigned.class).task()).isEqualTo(TaskId.of("u"));
    }

    @Test
    void with_several_workers_each_verifies_the_others_work() {
        Scenario automatic = Scenario.automatic()
                .agent("dev", BACKEND_DEVELOPER)
                .agent("peer", BACKEND_DEVELOPER)
                .tasks(
                        task("t", BACKEND_DEVELOPER).withVerifier(BACKEND_DEVELOPER),
                        task("u", BACKEND_DEVELOPER).withVerifier(BACKEND_DEVELOPER));
        automatic
                .given(as("dev"), new CompleteTask(T, 1, WORK))
                .when(as("peer"), new CompleteTask(TaskId.of("u"), 1, WORK));
        assertThat(automatic.task("t").lease()).map(TaskRecord.Lease::agent).contains(id("peer"));
        assertThat(automatic.task("u").lease()).map(TaskRecord.Lease::agent).contains(id("dev"));
    }

    @Test
    void a_verification_that_is_lost_is_verified_anew_and_the_work_stays() {
        handedIn("");
        project.given(as("check"), new ClaimTask())
                .after(Duration.ofSeconds(30))
                .tick();
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.VERIFYING);
        assertThat(project.task("t").work().result()).contains(WORK);
        project.given(as("check"), new ClaimTask()).given(as("check"), new CompleteTask(T, 3, TaskResult.EMPTY));
        assertThat(project.task("t").status()).isEqualTo(TaskStatus.COMPLETED);
    }

    private void handedIn(String verifier) {
        var spec = task("t", BACKEND_DEVELOPER).withChecks(List.of("make test"));
        project.tasks(verifier.isEmpty() ? spec : spec.withVerifier(BACKEND_DEVELOPER))
                .given(as("dev"), new ClaimTask())
                .when(as("dev"), new CompleteTask(T, 1, WORK))
                .then(new Event.TaskVerificationRequested(T, 1, id("dev"), WORK));
    }
}
