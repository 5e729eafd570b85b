// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import static io.hubspoke.agent.kinds.Kit.assignment;
import static io.hubspoke.agent.kinds.Kit.failure;
import static io.hubspoke.agent.kinds.Kit.question;
import static io.hubspoke.agent.kinds.Kit.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class CommandAgentTest {
    @TempDir
    Path folder;

    private Kit kit;
    private final RecordingHub hub = new RecordingHub();

    @BeforeEach
    void prepare() {
        kit = new Kit(folder);
    }

    @Test
    void plain_output_and_exit_code_0_are_success_with_the_last_line_as_summary() throws Exception {
        TaskResult result = work(shell("echo building; echo 'all is built'; echo; echo note >&2"));
        assertThat(result).isEqualTo(TaskResult.of("all is built"));
        assertThat(kit.log("api", 2)).contains("building\n").contains("note\n");
    }

    @Test
    void the_task_is_on_stdin_and_in_a_file_and_in_the_environment() throws Exception {
        TaskResult result = work(shell("""
        read -r task
        echo "$task" > stdin.json
        cp "$HUBSPOKE_TASK" file.json
        echo "$HUBSPOKE_TASK_ID $HUBSPOKE_AGENT_ID $HUBSPOKE_ATTEMPT" \\
            "$HUBSPOKE_EPOCH $HUBSPOKE_PURPOSE $HUBSPOKE_PROJECT_ID"
        """));
        assertThat(result.summary()).isEqualTo("api worker-1 1 2 work todo");
        assertThat(kit.read("stdin.json")).isEqualTo(kit.read("file.json"));
        assertThat(Json.object(kit.read("stdin.json")).orElseThrow())
                .hasToString(Json.object("""
        {"type":"task","project":"todo","agent":"worker-1","id":"api","purpose":"work","attempt":1,"epoch":2,
        "title":"Build the API","instructions":"With care","task-type":"task","priority":%d,"inputs":{},
        "needs":{"design":{"summary":"a design","outputs":{}}},"checks":[],"decisions":[],
        "notes":["the first try forgot the tests"],"messages":[],"workspace":"%s"}
        """.formatted(Kit.task().priority().value(), kit.workspace))
                        .orElseThrow()
                        .toString());
    }

    @Test
    void the_environment_is_clean() throws Exception {
        Settings settings = shell("env | cut -d= -f1 | sort | tr '\\n' ' '").with("environment", "MODE=fast", "EMPTY=");
        Agent agent = kit.command(settings, Map.of("PRIVATE_THING", "x", "LC_ALL", "C"));
        assertThat(agent.work(assignment(), hub).summary().split(" "))
                .contains("MODE", "EMPTY", "LC_ALL", "PATH", "HUBSPOKE_TASK")
                .doesNotContain("PRIVATE_THING");
    }

    @Test
    void a_command_that_never_reads_its_input_does_not_hang_us() throws Exception {
        Letter.Assignment huge = assignment(Kit.task().withInstructions("x".repeat(2_000_000)));
        assertThat(kit.command(shell("echo done")).work(huge, hub).summary()).isEqualTo("done");
    }

    @Test
    void the_task_comes_first_also_for_a_command_that_is_answered_before_it_reads() throws Exception {
        Agent hasty = kit.command(shell("echo '{\"type\":\"consult\"}'; head -c 14"));
        Letter.Assignment slowToWrite = assignment(Kit.task().withInstructions("\n".repeat(10_000_000)));
        assertThat(hasty.work(slowToWrite, hub).summary()).isEqualTo("{\"type\":\"task\"");
    }

    @Test
    void a_command_that_reads_its_input_to_the_end_gets_one_when_told_so() throws Exception {
        assertThat(work(shell("cat > all.json; echo read").with("stdin", "closed"))
                        .summary())
                .isEqualTo("read");
        assertThat(Json.object(kit.read("all.json"))).isPresent();
    }

    @Test
    void an_exit_code_is_a_failure_with_the_last_line_as_reason() {
        AgentFailure failure = failure(() -> work(shell("echo out; echo 'no such thing' >&2; exit 3")));
        assertThat(failure.reason()).isEqualTo("sh exited with code 3: no such thing");
        assertThat(failure.isRetryable()).isTrue();
    }

    @Test
    void an_exit_by_signal_is_told_as_such() {
        assertThat(failure(() -> work(shell("kill -s SEGV $$"))).reason())
                .isEqualTo("sh was ended by signal 11 (SEGV)");
    }

    @Test
    void a_command_that_does_not_exist_fails_for_good_with_a_sentence_that_names_it() {
        AgentFailure missing = failure(() -> work(Settings.NONE.with("command", "./agents/nothing.sh")));
        assertThat(missing.isRetryable()).isFalse();
        assertThat(missing.reason())
                .isEqualTo("the command ./agents/nothing.sh does not exist: there is no file "
                        + kit.workspace.resolve("agents/nothing.sh"));
        assertThat(failure(() -> work(Settings.NONE.with("command", "no-such-tool-at-all")))
                        .reason())
                .isEqualTo("the command no-such-tool-at-all does not exist: it is in no folder of PATH");
        kit.file("plain.txt", "text");
        assertThat(failure(() -> work(Settings.NONE.with("command", "./plain.txt")))
                        .reason())
                .startsWith("the command ./plain.txt is not executable: chmod +x ");
        assertThat(failure(() -> work(shell("true").with("directory", "gone"))).reason())
                .contains("gone does not exist");
    }

    @Test
    void everything_a_command_can_say_reaches_the_hub_in_order() throws Exception {
        TaskResult result = work(shell("""
        echo '{"type":"progress","percent":10,"note":"begun"}'
        echo '{"type":"message","to":"b","message-type":"hello","payload":"one","correlation":"c"}'
        echo '{"type":"message","to":"b","payload":"two"}'
        echo '{"type":"usage","input-tokens":5,"output-tokens":6,"cost-micros":7,"note":"m"}'
        echo '{"type":"result","summary":"good","outputs":{"file":"a.txt","count":3}}'
        echo 'this is not the summary'
        """));
        assertThat(result).isEqualTo(new TaskResult("good", Map.of("file", "a.txt", "count", "3")));
        assertThat(hub.log)
                .containsExactly("progress 10 begun", "send b hello one c", "send b note two -", "usage 5 6 7 m");
    }

    @Test
    void consultations_and_escalations_are_answered_on_stdin() throws Exception {
        TaskResult result = work(shell("""
        read -r task
        echo '{"type":"consult","id":"q1","specialist":"security-expert","question":"safe?","deadline":"PT1M"}'
        read -r answer
        echo "$answer" > answer.json
        echo '{"type":"escalate","id":"q2","reason":"Go on?","severity":"high"}'
        read -r decision
        echo "$decision" > decision.json
        echo '{"type":"consult","id":"q3","specialist":"architect","question":"how?"}'
        read -r none
        echo "$none" > none.json
        echo asked
        """));
        assertThat(result.summary()).isEqualTo("asked");
        assertThat(kit.read("answer.json")).isEqualTo("""
        {"type":"answer","outcome":"answered","text":"answer to safe?","id":"q1"}
        """);
        assertThat(kit.read("decision.json"))
                .contains(
                        "\"type\":\"decision\"",
                        "\"status\":\"approved\"",
                        "\"comment\":\"as you like\"",
                        "\"id\":\"q2\"");
        assertThat(kit.read("none.json")).contains("\"outcome\":\"failed\"", "\"text\":\"away\"");
        assertThat(hub.log)
                .containsExactly(
                        "consult security-expert safe? PT1M", "escalate Go on? HIGH", "consult architect how? PT10M");
    }

    @Test
    void talk_that_is_refused_or_wrong_is_answered_by_an_error_and_is_not_fatal() throws Exception {
        work(shell("""
        read -r task
        echo '{"type":"message","to":"nobody","payload":"x"}'
        read -r refused; echo "$refused" > refused.json
        echo '{"type":"consult","id":"q7","question":"who?"}'
        read -r wrong; echo "$wrong" > wrong.json
        """));
        assertThat(kit.read("refused.json")).contains("\"type\":\"error\"", "nobody");
        assertThat(kit.read("wrong.json")).isEqualTo("""
        {"type":"error","id":"q7","sentence":"consult: 'specialist' is missing"}
        """);
        assertThat(kit.log("api", 2)).contains("[hubspoke] refused: ");
    }

    @Test
    void a_command_may_fail_by_a_line_for_good() {
        AgentFailure failure =
                failure(() -> work(shell("echo '{\"type\":\"fail\",\"reason\":\"no licence\",\"retryable\":false}'")));
        assertThat(failure.reason()).isEqualTo("no licence");
        assertThat(failure.isRetryable()).isFalse();
    }

    @Test
    void half_json_other_json_and_invalid_utf_8_are_output() throws Exception {
        TaskResult result = work(shell("""
        echo '{"type":"result","summary":"half'
        echo '{"type":"unknown-thing"}'
        echo '["type","result"]'
        echo '{"type":"result","summary":"x"} trailing'
        printf 'bad \\377\\376 bytes\\n'
        """));
        assertThat(result.summary()).isEqualTo("bad \uFFFD\uFFFD bytes");
        assertThat(hub.log).isEmpty();
    }

    @Test
    void json_of_a_known_type_on_stderr_is_output() throws Exception {
        assertThat(work(shell("echo '{\"type\":\"progress\",\"percent\":10}' >&2; echo fine"))
                        .summary())
                .isEqualTo("fine");
        assertThat(hub.log).isEmpty();
    }

    @Test
    void a_verifier_gets_the_work_and_says_by_its_exit_code_whether_it_holds() throws Exception {
        Agent agent =
                kit.command(shell("read -r task; echo \"$task\" > verify.json; test \"$HUBSPOKE_PURPOSE\" = verify"));
        agent.work(assignment(Kit.task(), Purpose.VERIFY), hub);
        assertThat(kit.read("verify.json"))
                .contains("\"purpose\":\"verify\"", "\"worker\":\"coder\"", "\"summary\":\"all done\"");
    }

    @Test
    void a_question_runs_the_command_and_its_output_is_the_answer() throws Exception {
        Agent agent = kit.command(shell("read -r asked; echo \"$asked\" > asked.json; echo one; echo two"));
        assertThat(agent.onQuestion(question("is it safe?", "code"), hub)).isEqualTo("one\ntwo");
        assertThat(kit.read("asked.json"))
                .contains(
                        "\"type\":\"question\"",
                        "\"id\":\"c-3\"",
                        "\"question\":\"is it safe?\"",
                        "\"asker\":\"asker\"");
        Agent talker = kit.command(shell("echo '{\"type\":\"result\",\"summary\":\"yes\"}'"));
        assertThat(talker.onQuestion(question("well?", ""), hub)).isEqualTo("yes");
        assertThat(failure(() -> kit.command(shell("exit 4")).onQuestion(question("well?", ""), hub))
                        .reason())
                .contains("code 4");
    }

    @Test
    void a_message_to_a_running_command_goes_to_its_input() throws Exception {
        Agent agent = kit.command(shell("read -r task; touch ready; read -r message; echo \"$message\""));
        CompletableFuture<TaskResult> working = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                working.complete(agent.work(assignment(), hub));
            } catch (Exception trouble) {
                working.completeExceptionally(trouble);
            }
        });
        await().until(() -> Files.exists(kit.workspace.resolve("ready")));
        agent.onMessage(Principal.operator("alice"), new Letter.Message("note", "hurry", Optional.empty()), hub);
        assertThat(working.get().summary())
                .isEqualTo("{\"type\":\"message\",\"from\":\"operator:alice\","
                        + "\"message-type\":\"note\",\"payload\":\"hurry\"}");
    }

    @Test
    void messages_that_came_before_stand_in_the_next_tasks_until_one_is_completed() throws Exception {
        Agent agent = kit.command(shell("read -r task; echo \"$task\" > task.json; test -f pass"));
        agent.onMessage(Principal.operator("alice"), new Letter.Message("note", "mind the gap", Optional.empty()), hub);
        failure(() -> agent.work(assignment(), hub));
        assertThat(kit.read("task.json")).contains("mind the gap");
        kit.file("pass", "");
        agent.work(assignment(), hub);
        assertThat(kit.read("task.json")).contains("mind the gap");
        agent.work(assignment(), hub);
        assertThat(kit.read("task.json")).doesNotContain("mind the gap");
    }

    private TaskResult work(Settings settings) throws AgentFailure, InterruptedException {
        return kit.command(settings).work(assignment(), hub);
    }
}
