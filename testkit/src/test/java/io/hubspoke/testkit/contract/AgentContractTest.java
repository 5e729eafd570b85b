// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.TestExecutionResult.Status;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;

/** Each rule, when it is broken, is told by the check for it: that check fails, and no other. */
class AgentContractTest {
    private static final int AT_ONCE = 9;

    /** What one run came to, by check: the first lines of what failed and was skipped, and all of what failed. */
    private record Outcome(Map<String, String> failed, Map<String, String> skipped, Map<String, String> whole) {}

    /** A broken agent, the one check that must fail, and how the sentence begins. */
    private record Case(Class<? extends AgentContract> contract, String check, String sentence) {}

    private static final List<Case> CASES = List.of(
            new Case(
                    Broken.Made_of_nothing.class,
                    "it_attaches_and_stays_attached",
                    "the agent was not attached: it could not be made: java.lang.IllegalStateException: no licence"),
            new Case(
                    Broken.Wrong_settings.class,
                    "it_attaches_and_stays_attached",
                    "the agent was not attached: its settings are wrong: setting 'time-limt' is unknown"),
            new Case(
                    Broken.Refused.class,
                    "nothing_that_it_says_is_refused",
                    "the hub refused its SendMessage: agent nobody"),
            new Case(
                    Broken.Misspelt.class,
                    "nothing_that_it_says_is_refused",
                    "a line that it wrote for the hub was refused: consult: 'specialist' is missing"),
            new Case(
                    Broken.Repeating.class,
                    "a_letter_that_comes_twice_has_one_effect",
                    "one message was put to the agent 2 times: onMessage threw java.lang.IllegalStateException"),
            new Case(
                    Broken.Hanging_on_a_message.class,
                    "letters_are_acknowledged_after_their_effect",
                    "letter 5 was not acknowledged within 5 s: onMessage was called and has not returned"),
            new Case(
                    Broken.Short_of_breath.class,
                    "odd_messages_do_it_no_harm",
                    "after a message of 100 kB with quotes, line breaks and letters of all kinds, the agent failed"),
            new Case(
                    Broken.Restless.class,
                    "it_does_no_new_work_while_paused",
                    "while it was paused and had no work, it did"),
            new Case(Broken.Impatient.class, "it_holds_still_while_paused", "while it was paused it went on"),
            new Case(
                    Broken.Stuck.class,
                    "it_gives_up_work_whose_lease_is_lost",
                    "after its task before was taken away from it, the agent failed at its task: "
                            + "IllegalStateException: busy"),
            new Case(
                    Broken.Once_only.class,
                    "a_result_under_a_stale_lease_does_no_harm",
                    "after its lease had run out and its result was refused, when the task was given to it again, "
                            + "the agent failed at its task: /bin/sh exited with code 6: done already"),
            new Case(
                    Broken.Locking.class,
                    "after_a_crash_in_the_middle_the_next_attempt_works",
                    "after its processes had been killed in the middle of its work, the next attempt failed"),
            new Case(
                    Broken.Timeless.class,
                    "it_keeps_its_time_limit",
                    "its time limit of 1 s has passed, and its attempt has not failed"),
            new Case(
                    Broken.Silent_when_asked.class,
                    "a_question_is_answered_or_declined_in_time",
                    "the question was neither answered nor declined within 3 s"));

    private static final Map<Class<?>, Outcome> OUTCOMES = new ConcurrentHashMap<>();

    /** Most of the time they wait, so they run side by side; those that wait longest begin. */
    @BeforeAll
    static void run_those_that_do_not_disturb_each_other() throws Exception {
        List<Class<? extends AgentContract>> others = List.of(
                Broken.Hiding.class,
                Broken.Hanging_on_a_message.class,
                Broken.Stubborn.class,
                Broken.Failing.class,
                Declares_nothing.class);
        List<Callable<Outcome>> runs = Stream.concat(
                        others.stream(), CASES.stream().map(Case::contract))
                .distinct()
                .<Callable<Outcome>>map(contract -> () -> OUTCOMES.computeIfAbsent(contract, each -> run(contract)))
                .toList();
        try (ExecutorService beside = Executors.newFixedThreadPool(AT_ONCE)) {
            for (Future<Outcome> run : beside.invokeAll(runs)) run.get();
        }
    }

    @TestFactory
    Stream<DynamicTest> a_broken_rule_is_told_by_the_check_for_it_and_no_other() {
        return CASES.stream()
                .map(each -> DynamicTest.dynamicTest(
                        each.contract().getSimpleName(),
                        () -> assertThat(outcome(each.contract()).failed())
                                .as(() -> outcome(each.contract()).whole().toString())
                                .containsOnlyKeys(each.check())
                                .hasEntrySatisfying(
                                        each.check(), line -> assertThat(line).startsWith(each.sentence()))));
    }

    @Test
    void processes_that_are_left_behind_are_named() {
        assertThat(run(Broken.Untidy.class).failed())
                .containsOnlyKeys("it_ends_when_stopped_and_leaves_nothing_running")
                .hasEntrySatisfying(
                        "it_ends_when_stopped_and_leaves_nothing_running",
                        line -> assertThat(line)
                                .matches("the agent was stopped, but it has left process \\d+ \\(.*sleep 60\\) "
                                        + "running within 5 s: end what the agent starts.*"));
    }

    @Test
    void a_process_that_hides_from_its_host_is_found() {
        assertThat(outcome(Broken.Hiding.class).failed())
                .containsOnlyKeys(
                        "it_ends_when_stopped_and_leaves_nothing_running",
                        "it_gives_up_work_whose_lease_is_lost",
                        "it_keeps_its_time_limit")
                .allSatisfy((check, line) -> assertThat(line).contains("sleep 61", "start nothing that hides"));
    }

    @Test
    void memory_that_grows_with_the_output_is_noticed() {
        assertThat(run(Broken.Hoarding.class).failed())
                .containsOnlyKeys("too_much_output_takes_bounded_memory")
                .hasEntrySatisfying(
                        "too_much_output_takes_bounded_memory",
                        line -> assertThat(line).startsWith("its loud task took 1"));
    }

    @Test
    void an_agent_that_will_not_stop_is_told_so() {
        assertThat(outcome(Broken.Stubborn.class).failed())
                .hasEntrySatisfying(
                        "it_ends_when_stopped_and_leaves_nothing_running",
                        line -> assertThat(line)
                                .startsWith("the agent was stopped, but work() has not returned within 3 s"))
                .hasEntrySatisfying(
                        "it_gives_up_work_whose_lease_is_lost",
                        line -> assertThat(line)
                                .startsWith("its task was canceled, so its lease is void, but work() has not returned"))
                .doesNotContainKeys("it_completes_its_task", "it_attaches_and_stays_attached");
    }

    @Test
    void an_agent_that_fails_at_its_task_is_told_why() {
        assertThat(outcome(Broken.Failing.class).failed())
                .hasEntrySatisfying(
                        "it_completes_its_task",
                        line -> assertThat(line)
                                .startsWith("from a fresh start, the agent failed at its task: "
                                        + "/bin/sh exited with code 3: no such file"));
    }

    static class Declares_nothing implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return AgentUnderTest.java(Tame::new);
        }
    }

    @Test
    void what_an_agent_does_not_declare_is_skipped_and_the_report_says_what_to_declare() {
        Outcome outcome = outcome(Declares_nothing.class);
        assertThat(outcome.failed()).isEmpty();
        String longTask = "the agent has no task that lasts: declare one by withLongTask(…)";
        assertThat(outcome.skipped())
                .isEqualTo(Map.of(
                        "it_holds_still_while_paused", longTask,
                        "it_gives_up_work_whose_lease_is_lost", longTask,
                        "it_keeps_its_time_limit", longTask,
                        "too_much_output_takes_bounded_memory",
                                "the agent has no task with too much output: declare one by withLoudTask(…)",
                        "a_question_is_answered_or_declined_in_time",
                                "the agent is not declared to answer questions: declare one by withQuestion(…)"));
    }

    private static Outcome outcome(Class<? extends AgentContract> contract) {
        return Objects.requireNonNull(OUTCOMES.get(contract));
    }

    private static Outcome run(Class<? extends AgentContract> contract) {
        EngineExecutionResults results = EngineTestKit.engine("junit-jupiter")
                .selectors(selectClass(contract))
                .execute();
        assertThat(results.testEvents().started().count()).isGreaterThanOrEqualTo(16);
        Map<String, String> failed = texts(results, Status.FAILED);
        return new Outcome(firstLines(failed), firstLines(texts(results, Status.ABORTED)), failed);
    }

    private static Map<String, String> firstLines(Map<String, String> texts) {
        Map<String, String> lines = new TreeMap<>(texts);
        lines.replaceAll((check, text) -> text.lines().findFirst().orElse(""));
        return lines;
    }

    private static Map<String, String> texts(EngineExecutionResults results, Status status) {
        Map<String, String> texts = new TreeMap<>();
        for (Event event : results.testEvents().finished().list()) {
            TestExecutionResult result = event.getRequiredPayload(TestExecutionResult.class);
            if (result.getStatus() == status) {
                texts.put(
                        event.getTestDescriptor().getDisplayName().replace("()", ""),
                        result.getThrowable()
                                .orElseThrow()
                                .toString()
                                .replaceFirst("^[\\w.]+: (Assumption failed: )?", ""));
            }
        }
        return texts;
    }
}
