// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void the_wait_doubles_from_attempt_to_attempt_up_to_the_longest() {
        TaskLimits limits = TaskLimits.DEFAULT.withBackoff(Duration.ofSeconds(2));
        assertThat(limits.backoffAfter(1)).hasSeconds(2);
        assertThat(limits.backoffAfter(2)).hasSeconds(4);
        assertThat(limits.backoffAfter(3)).hasSeconds(8);
        assertThat(limits.backoffAfter(1_000)).isEqualTo(limits.backoffMax());
    }

    @Test
    void a_first_wait_beyond_the_longest_raises_the_longest() {
        assertThat(TaskLimits.DEFAULT.withBackoff(Duration.ofHours(1)).backoffMax())
                .hasHours(1);
    }

    @Test
    void limits_that_make_no_sense_are_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> TaskLimits.DEFAULT.withAttempts(0));
        assertThatIllegalArgumentException().isThrownBy(() -> TaskLimits.DEFAULT.withLease(Duration.ofMillis(99)));
        assertThatIllegalArgumentException().isThrownBy(() -> TaskLimits.DEFAULT.withBackoff(Duration.ofMillis(-1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Budget(-1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> new Usage(0, 0, -1));
    }

    @Test
    void a_budget_of_zero_is_no_limit_and_one_exactly_used_is_not_passed() {
        assertThat(Budget.UNLIMITED.exceededBy(new Usage(Long.MAX_VALUE, 0, Long.MAX_VALUE)))
                .isFalse();
        Budget tokens = new Budget(100, 0);
        assertThat(tokens.exceededBy(new Usage(60, 40, 0))).isFalse();
        assertThat(tokens.exceededBy(new Usage(60, 41, 0))).isTrue();
        assertThat(new Budget(0, 5).exceededBy(new Usage(0, 0, 6))).isTrue();
    }

    @Test
    void a_task_has_somebody_to_do_it_or_is_a_gate() {
        GateQuestion question = GateQuestion.of("Ship it?");
        assertThat(TaskSpec.gate(TaskId.of("ship"), question).agentType()).isEmpty();
        TaskSpec task = TaskSpec.of(TaskId.of("work"), AgentType.QA_ENGINEER, "Test it");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TaskSpec(
                        task.id(),
                        "task",
                        Optional.empty(),
                        Priority.NORMAL,
                        "Nobody",
                        "",
                        Map.of(),
                        List.of(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OnDependencyFailure.WAIT));
    }

    @Test
    void checks_ask_for_a_verifier_and_needs_stand_once_and_in_order() {
        TaskSpec task = TaskSpec.of(TaskId.of("work"), AgentType.BACKEND_DEVELOPER, "Do it");
        assertThat(task.verified()).isFalse();
        assertThat(task.withChecks(List.of("make test")).verifierType()).isEqualTo(AgentType.VERIFIER);
        assertThat(task.withVerifier(AgentType.REVIEWER).verifierType()).isEqualTo(AgentType.REVIEWER);
        TaskId a = TaskId.of("a");
        TaskId b = TaskId.of("b");
        assertThat(task.withNeeds(List.of(b, a, b)).needs()).containsExactly(a, b);
    }

    @Test
    void severity_is_raised_up_to_critical_and_no_further() {
        assertThat(Severity.LOW.raised()).isEqualTo(Severity.NORMAL);
        assertThat(Severity.CRITICAL.raised()).isEqualTo(Severity.CRITICAL);
    }

    @Test
    void only_an_approval_with_or_without_an_edit_approves() {
        for (GateStatus status : GateStatus.values()) {
            GateOutcome outcome = new GateOutcome(new GateId(1), "?", status, Principal.operator("alice"), "", "", "");
            assertThat(outcome.approved())
                    .as("%s", status)
                    .isEqualTo(status == GateStatus.APPROVED || status == GateStatus.EDITED);
        }
    }
}
