// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.spi.Hub;
import io.hubspoke.testkit.contract.CarelessHost.Fault;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What the host does for an agent is part of the contract: a host that does it wrong is noticed. */
class CarelessHostTest {
    private static final AgentUnderTest AGENT =
            AgentUnderTest.java(Unhurried::new).withTask("work").withPatience(Duration.ofSeconds(3));

    /** Takes its time over a message, so that an acknowledgement may come before its end. */
    private static final class Unhurried extends Tame {
        @Override
        public void onMessage(Principal from, Letter.Message message, Hub hub) throws InterruptedException {
            boolean over = never.await(200, TimeUnit.MILLISECONDS);
            assertThat(over).isFalse();
        }
    }

    @Test
    void an_assignment_that_is_taken_twice_is_noticed() {
        breaks(
                Fault.TAKES_A_LETTER_TWICE,
                LetterChecks::takesALetterOnce,
                "one assignment that was delivered twice was worked on 2 times");
    }

    @Test
    void an_acknowledgement_before_the_effect_is_noticed() {
        breaks(
                Fault.ACKNOWLEDGES_BEFORE_THE_EFFECT,
                LetterChecks::acknowledgesAfterTheEffect,
                "letter 1 was acknowledged before it had its effect");
    }

    @Test
    void a_refused_result_that_is_handed_in_again_is_noticed() {
        breaks(
                Fault.INSISTS_ON_A_RESULT,
                LossChecks::isRefusedAsTooLarge,
                "the hub refused its result as too large, and the attempt was not given up within 3 s");
        breaks(
                Fault.INSISTS_ON_A_RESULT,
                LossChecks::comesTooLate,
                "the result under the stale epoch 1 was refused, and was handed in again: a refusal is final");
    }

    @Test
    void a_host_that_does_not_ask_again_after_a_silence_is_noticed() {
        breaks(
                Fault.IS_SATISFIED_WITH_ONE_ATTACH,
                LetterChecks::attaches,
                "the hub fell silent, and the host did not ask to be attached again within 3 s");
    }

    private static void breaks(Fault fault, Check check, String sentence) {
        assertThatThrownBy(() -> Check.run(AGENT, CarelessHost.with(fault), check))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(sentence);
    }
}
