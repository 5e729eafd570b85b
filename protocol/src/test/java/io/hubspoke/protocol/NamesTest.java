// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "7",
                "backend-1",
                "v1.2_final",
                "A234567890123456789012345678901234567890123456789012345678901234"
            })
    void letters_digits_dots_dashes_and_underscores_make_a_name(String text) {
        assertThat(TaskId.of(text).value()).isEqualTo(text);
        assertThat(AgentId.of(text)).hasToString(text);
        assertThat(ProjectId.of(text)).hasToString(text);
        assertThat(AgentType.of(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-a", ".a", "_a", "a b", "a/b", "ü", "a\n"})
    void anything_else_is_refused_with_what_to_write_instead(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TaskId.of(text))
                .withMessageStartingWith("task id '")
                .withMessageContaining("use 1 to 64 letters, digits");
    }

    @Test
    void a_name_is_at_most_64_characters_long_and_an_over_long_one_is_not_repeated_in_full() {
        assertThatIllegalArgumentException().isThrownBy(() -> AgentId.of("x".repeat(65)));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AgentId.of("x".repeat(1_000_000)))
                .satisfies(refusal -> assertThat(refusal.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void gates_and_consultations_are_numbered_from_one() {
        assertThat(GateId.of("g-7").number()).isEqualTo(7);
        assertThat(new ConsultationId(12)).hasToString("c-12");
        assertThatIllegalArgumentException().isThrownBy(() -> new GateId(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GateId.of("7"))
                .withMessageContaining("write it like g-7");
        assertThatIllegalArgumentException().isThrownBy(() -> ConsultationId.of("c-x"));
    }

    @Test
    void a_gate_after_the_ninth_is_still_the_later_one() {
        assertThat(GateId.of("g-10")).isGreaterThan(GateId.of("g-9"));
    }

    @Test
    void a_principal_is_read_as_it_is_written() {
        Principal agent = Principal.agent(AgentId.of("backend-1"));
        assertThat(Principal.of("agent:backend-1")).isEqualTo(agent);
        assertThat(Principal.of("operator:alice")).isEqualTo(Principal.operator("alice"));
        assertThat(Principal.of(Principal.HUB.text())).isEqualTo(Principal.HUB);
        assertThat(agent.shortName()).isEqualTo("backend-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Principal.of("alice"))
                .withMessageContaining("operator:NAME");
    }

    @Test
    void only_commands_of_agents_have_numbers() {
        assertThat(CommandId.numbered(42).number()).hasValue(42);
        assertThat(new CommandId("plan:create").number()).isEmpty();
        assertThat(new CommandId("9".repeat(19)).number()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> CommandId.numbered(0));
        assertThatIllegalArgumentException().isThrownBy(() -> new CommandId("a b"));
    }
}
