// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import static io.hubspoke.agent.kinds.Kit.assignment;
import static io.hubspoke.agent.kinds.Kit.failure;
import static io.hubspoke.agent.kinds.Kit.question;
import static io.hubspoke.agent.kinds.Kit.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class ChecksAndHumanTest {
    @TempDir
    Path folder;

    private Kit kit;
    private final RecordingHub hub = new RecordingHub();

    @BeforeEach
    void prepare() {
        kit = new Kit(folder);
    }

    @Test
    void checks_hold_when_each_exits_with_0() throws Exception {
        TaskResult result = verify(Settings.NONE, "test -d .", "echo $HUBSPOKE_PURPOSE > purpose");
        assertThat(result)
                .isEqualTo(new TaskResult(
                        "all 2 checks hold",
                        Map.of("check-1", "test -d .", "check-2", "echo $HUBSPOKE_PURPOSE > purpose")));
        assertThat(kit.read("purpose")).isEqualTo("verify\n");
        assertThat(hub.log).hasSize(2);
    }

    @Test
    void the_first_check_that_does_not_hold_is_named_with_the_end_of_its_output() {
        AgentFailure failure =
                failure(() -> verify(Settings.NONE, "true", "echo expected 3 got 4; exit 1", "touch never"));
        assertThat(failure.reason())
                .isEqualTo("the check 'echo expected 3 got 4; exit 1' does not hold: exited with code 1\n"
                        + "expected 3 got 4");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(kit.workspace.resolve("never")).doesNotExist();
    }

    @Test
    void a_check_that_never_ends_is_ended() {
        assertThat(failure(() -> verify(Settings.NONE.with("time-limit", "PT0.3S"), "sleep 1000"))
                        .reason())
                .contains("ended after its time limit of 0.3s");
    }

    @Test
    void a_task_without_checks_cannot_be_checked() {
        assertThat(failure(() -> verify(Settings.NONE)).isRetryable()).isFalse();
    }

    @Test
    void a_person_is_asked_with_title_and_instructions_and_the_decision_is_the_result() throws Exception {
        Agent human = new HumanProvider().create(spec("human", Settings.NONE.with("approvers", "alice")), kit.context);
        TaskResult result = human.work(assignment(), hub);
        assertThat(result).isEqualTo(new TaskResult("as you like", Map.of("decision", "approved", "by", "alice")));
        assertThat(hub.asked.reason()).isEqualTo("Build the API");
        assertThat(hub.asked.context()).contains("With care").contains("the first try forgot the tests");
        assertThat(hub.asked.approvers()).containsExactly("alice");
    }

    @Test
    void a_rejection_is_final_but_a_rejected_verification_goes_back_to_the_worker() {
        Agent human = new HumanProvider().create(spec("human", Settings.NONE), kit.context);
        hub.decision = GateStatus.REJECTED;
        AgentFailure rejected = failure(() -> human.work(assignment(), hub));
        assertThat(rejected.reason()).isEqualTo("alice has rejected it: as you like");
        assertThat(rejected.isRetryable()).isFalse();
        assertThat(failure(() -> human.work(assignment(Kit.task(), Purpose.VERIFY), hub))
                        .isRetryable())
                .isTrue();
        hub.decision = GateStatus.EXPIRED;
        assertThat(failure(() -> human.work(assignment(), hub)).reason()).isEqualTo("nobody has decided in time");
    }

    @Test
    void a_person_answers_questions() throws Exception {
        Agent human = new HumanProvider().create(spec("human", Settings.NONE), kit.context);
        hub.decision = GateStatus.RESPONDED;
        assertThat(human.onQuestion(question("Which colour?\nIt matters.", "for the logo"), hub))
                .isEqualTo("as you like");
        assertThat(hub.asked.reason()).isEqualTo("Which colour?");
        assertThat(hub.asked.context()).contains("It matters.").contains("for the logo");
    }

    @Test
    void settings_are_checked_with_a_sentence_each() {
        assertThat(new CommandProvider().problems(spec("command", Settings.NONE)))
                .singleElement()
                .asString()
                .startsWith("'command' is missing");
        assertThat(new CommandProvider().problems(spec("command", Kit.shell("true"))))
                .isEmpty();
        assertThat(new CommandProvider()
                        .problems(spec(
                                "command",
                                Kit.shell("true")
                                        .with("time-limit", "soon")
                                        .with("output-limit", "big")
                                        .with("environment", "NAME")
                                        .with("secrets", "A=b")
                                        .with("directory", "../..")
                                        .with("colour", "red")
                                        .with("stdin", "maybe"))))
                .containsExactly(
                        "setting 'colour' is unknown to kind 'command': use command, directory, environment,"
                                + " output-limit, secrets, stdin, time-limit",
                        "'time-limit' must be a duration such as PT30M",
                        "'output-limit' must be a number of bytes",
                        "'environment' has 'NAME': write NAME=value",
                        "'secrets' must name environment variables, never their values",
                        "'directory' must lie within the workspace: write it relative to that",
                        "'stdin' is 'maybe': use open or closed");
        assertThat(new ChecksProvider().problems(spec("checks", Settings.NONE))).isEmpty();
        assertThat(new ChecksProvider().problems(spec("checks", Settings.NONE.with("command", "x"))))
                .hasSize(1);
        assertThat(new HumanProvider()
                        .problems(spec(
                                "human",
                                Settings.NONE.with("approvers", "no/name").with("x", "y"))))
                .hasSize(2);
    }

    private TaskResult verify(Settings settings, String... checks) throws AgentFailure, InterruptedException {
        Agent agent = new ChecksProvider().create(spec("checks", settings), kit.context);
        return agent.work(assignment(Kit.task().withChecks(List.of(checks)), Purpose.VERIFY), hub);
    }
}
