// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the hub expects of every agent, as tests. Implement it in a test class of yours, say which agent is meant, and
 * run it with JUnit 5:
 *
 * <pre>{@code
 * class ImplementerContractTest implements AgentContract {
 *     @Override
 *     public AgentUnderTest agentUnderTest() {
 *         return AgentUnderTest.command("src/test/agents/implement.sh")
 *                 .withTask("say hello")
 *                 .withLongTask("wait for a minute");
 *     }
 * }
 * }</pre>
 *
 * <p>An interface with default methods, as JUnit has it for contracts: your class may extend another and have tests of
 * its own, a single check can be run, and one that you cannot keep is overridden with {@code @Disabled} and a reason
 * that everybody sees. Every check has a real hub of its own whose journal is in memory, the host that projects run,
 * and a new workspace; nothing of it outlives the check, and nothing of it needs to be set up.
 *
 * <p>A check that fails says in its first line which rule was broken, by what, and what to do. A check that needs what
 * the agent does not declare (a long task, a question) is reported as skipped and says what to declare. Checks take
 * tenths of a second, and {@linkplain AgentUnderTest#patience() as long as you say} when something does not happen.
 *
 * <p>The checks of one class run one after the other, for they look at the processes of this program: a Java agent
 * that starts some must not be tested beside others that do.
 */
@Execution(ExecutionMode.SAME_THREAD)
public interface AgentContract {
    /** The agent, and what it can be given; asked anew for every check. */
    AgentUnderTest agentUnderTest();

    /** Also after a silence of the hub, through a pause, and as one incarnation. */
    @Test
    default void it_attaches_and_stays_attached() throws Exception {
        Check.run(agentUnderTest(), LetterChecks::attaches);
    }

    @Test
    default void it_completes_its_task() throws Exception {
        Check.run(agentUnderTest(), LetterChecks::completes);
    }

    /** Neither a call to the hub nor a line of talk, during its task. */
    @Test
    default void nothing_that_it_says_is_refused() throws Exception {
        Check.run(agentUnderTest(), LetterChecks::saysNothingThatIsRefused);
    }

    /** The hub may deliver any letter again at any time. */
    @Test
    default void a_letter_that_comes_twice_has_one_effect() throws Exception {
        Check.run(agentUnderTest(), LetterChecks::takesALetterOnce);
    }

    /** All of them, each not before its message was handled or its work has begun. */
    @Test
    default void letters_are_acknowledged_after_their_effect() throws Exception {
        Check.run(agentUnderTest(), LetterChecks::acknowledgesAfterTheEffect);
    }

    /** Large messages with letters of all kinds, before its work and in the middle of it. */
    @Test
    default void odd_messages_do_it_no_harm() throws Exception {
        Check.run(agentUnderTest(), LetterChecks::livesThroughOddTexts);
    }

    /** And does nothing of its own accord. */
    @Test
    default void it_does_no_new_work_while_paused() throws Exception {
        Check.run(agentUnderTest(), HoldChecks::idleWhilePaused);
    }

    /** Work in hand is given back or held, as the agent wants it; then it goes on. */
    @Test
    default void it_holds_still_while_paused() throws Exception {
        Check.run(agentUnderTest(), HoldChecks::stillWhilePaused);
    }

    /** In the middle of its work, if it has a long task. */
    @Test
    default void it_ends_when_stopped_and_leaves_nothing_running() throws Exception {
        Check.run(agentUnderTest(), HoldChecks::endsWhenStopped);
    }

    /** Its work ends soon, and what it is given next is done. */
    @Test
    default void it_gives_up_work_whose_lease_is_lost() throws Exception {
        Check.run(agentUnderTest(), HoldChecks::endsWhenItsLeaseIsLost);
    }

    /** It is not handed in again, and the task, given again, is done. */
    @Test
    default void a_result_under_a_stale_lease_does_no_harm() throws Exception {
        Check.run(agentUnderTest(), LossChecks::comesTooLate);
    }

    /** It fails the attempt, and the next task is done. */
    @Test
    default void a_result_that_is_too_large_fails_the_attempt_only() throws Exception {
        Check.run(agentUnderTest(), LossChecks::isRefusedAsTooLarge);
    }

    /** Memory grows by 64 MiB at most, the log is cut, and the next task is done. */
    @Test
    default void too_much_output_takes_bounded_memory() throws Exception {
        Check.run(agentUnderTest(), LossChecks::staysWithinBounds);
    }

    /** Its processes are killed, or, when it has none, its host dies. */
    @Test
    default void after_a_crash_in_the_middle_the_next_attempt_works() throws Exception {
        Check.run(agentUnderTest(), LossChecks::survivesACrash);
    }

    /** For kinds with the setting {@code time-limit}. */
    @Test
    default void it_keeps_its_time_limit() throws Exception {
        Check.run(LossChecks.limited(agentUnderTest()), LossChecks::keepsItsTimeLimit);
    }

    @Test
    default void a_question_is_answered_or_declined_in_time() throws Exception {
        Check.run(agentUnderTest(), LetterChecks::answers);
    }
}
