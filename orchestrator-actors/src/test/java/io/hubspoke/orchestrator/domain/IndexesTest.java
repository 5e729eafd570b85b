// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A snapshot keeps records; whatever they are looked up by is made of them again and finds the same. */
class IndexesTest {
    private static final TaskId DONE = TaskId.of("done");
    private static final TaskId NEXT = TaskId.of("next");

    /** One task completed, one failed, one canceled, one leased, one queued, one waiting for others. */
    private final Scenario project = Scenario.manual()
            .agent("dev", BACKEND_DEVELOPER)
            .agent("sec", SECURITY_EXPERT)
            .agent("idle", BACKEND_DEVELOPER)
            .tasks(
                    task("done", BACKEND_DEVELOPER),
                    task("failed", BACKEND_DEVELOPER),
                    task("canceled", SECURITY_EXPERT),
                    task("leased", BACKEND_DEVELOPER),
                    task("queued", BACKEND_DEVELOPER),
                    task("next", SECURITY_EXPERT, "done", "queued"))
            .given(as("dev"), new ClaimTask())
            .given(as("dev"), new CompleteTask(DONE, 1, TaskResult.EMPTY))
            .given(as("dev"), new ClaimTask())
            .given(as("dev"), new FailTask(TaskId.of("failed"), 1, "red", false))
            .given(ALICE, new CancelTask(TaskId.of("canceled"), "no"))
            .given(as("dev"), new ClaimTask())
            .given(as("dev"), new ConsultSpecialist(SECURITY_EXPERT, "safe?", "", Duration.ofMinutes(5)))
            .given(as("dev"), new SendMessage(id("sec"), "note", "hello"))
            .given(as("sec"), new EscalateToHuman(question(), Optional.empty()))
            .given(ALICE, new EscalateToHuman(question(), Optional.of(NEXT)));

    @Test
    void tasks_are_found_as_before() {
        Tasks grown = project.state().tasks();
        Tasks made = Tasks.of(grown.inOrder());
        assertThat(made).isEqualTo(grown).hasSameHashCodeAs(grown).hasToString(grown.toString());
        assertThat(made.queuedTypes()).containsExactly(BACKEND_DEVELOPER);
        assertThat(made.queueOf(BACKEND_DEVELOPER)).containsExactly(TaskId.of("queued"));
        assertThat(made.counts()).isEqualTo(grown.counts());
        assertThat(made.dependantsOf(DONE)).containsExactly(NEXT);
        assertThat(made.nextTimer()).isEqualTo(grown.nextTimer()).isPresent();
        assertThat(made.unmet(made.get(NEXT))).containsExactly(TaskId.of("queued"));
        assertThat(grown.toString()).contains("queued");
    }

    @Test
    void what_is_completed_failed_or_canceled_is_finished() {
        assertThat(project.state().tasks().count(TaskStatus.COMPLETED)).isEqualTo(1);
        assertThat(project.state().tasks().size()).isEqualTo(6);
        assertThat(project.state().tasks().unfinished()).isEqualTo(3);
    }

    @Test
    void agents_are_found_as_before() {
        Agents grown = project.state().agents();
        Agents made = Agents.of(grown.inOrder());
        assertThat(made).isEqualTo(grown).hasSameHashCodeAs(grown).hasToString(grown.toString());
        assertThat(made.availableOf(BACKEND_DEVELOPER)).containsExactly(id("idle"));
        assertThat(made.counts()).isEqualTo(grown.counts());
        assertThat(grown.toString()).contains("idle");
    }

    @Test
    void gates_are_found_as_before() {
        Gates grown = project.state().gates();
        Gates made = Gates.of(grown.inOrder());
        assertThat(made).isEqualTo(grown).hasSameHashCodeAs(grown).hasToString(grown.toString());
        assertThat(made.open()).isEqualTo(grown.open()).hasSize(3);
        assertThat(made.of(NEXT)).isEqualTo(grown.of(NEXT)).hasSize(1);
        assertThat(made.nextTimer()).isEqualTo(grown.nextTimer()).isPresent();
        assertThat(made.next()).isEqualTo(grown.next());
        assertThat(grown.toString()).contains("Which way?");
    }

    @Test
    void consultations_and_streaks_are_found_as_before() {
        Consultations grown = project.state().consultations();
        Consultations made = Consultations.of(List.copyOf(grown.open()), grown.last());
        assertThat(made).isEqualTo(grown).hasSameHashCodeAs(grown).hasToString(grown.toString());
        assertThat(made.nextTimer()).isEqualTo(grown.nextTimer()).isPresent();
        assertThat(made.depthFor(id("sec"))).isEqualTo(2);
        assertThat(Consultations.of(List.copyOf(grown.open()), grown.last() + 1))
                .isNotEqualTo(grown)
                .doesNotHaveSameHashCodeAs(grown);
        assertThat(grown.toString()).contains("sec");
        Loops loops = project.state().loops();
        Loops again = Loops.of(loops.streaks());
        assertThat(again).isEqualTo(loops).hasSameHashCodeAs(loops);
        assertThat(again.length(id("dev"), id("sec"))).isEqualTo(1);
        assertThat(again.length(id("sec"), id("dev"))).isZero();
    }

    @Test
    void what_holds_other_records_is_not_the_same() {
        ProjectState state = project.state();
        differs(state.tasks(), Tasks.NONE);
        differs(state.agents(), Agents.NONE);
        differs(state.gates(), Gates.NONE);
        differs(state.consultations(), Consultations.NONE);
        differs(state.loops(), Loops.NONE);
    }

    @Test
    void a_queue_that_is_worked_off_is_gone() {
        project.given(as("idle"), new ClaimTask());
        assertThat(project.state().tasks().queuedTypes()).isEmpty();
    }

    @Test
    void before_its_creation_a_project_has_the_default_limits_and_no_settings() {
        ProjectState nothing = ProjectState.empty(Scenario.PROJECT);
        assertThat(nothing.limits()).isEqualTo(Limits.DEFAULT);
        assertThatThrownBy(nothing::settings)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("project todo-service was not created");
    }

    private static void differs(Object one, Object other) {
        assertThat(one).isNotEqualTo(other).isNotEqualTo("something else").doesNotHaveSameHashCodeAs(other);
    }

    private static GateQuestion question() {
        return GateQuestion.of("Which way?").withDeadline(Duration.ofHours(1), GateExpiry.REJECT);
    }
}
