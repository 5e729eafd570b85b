// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import static io.hubspoke.agent.kinds.Kit.assignment;
import static io.hubspoke.agent.kinds.Kit.failure;
import static io.hubspoke.agent.kinds.Kit.isAlive;
import static io.hubspoke.agent.kinds.Kit.shell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CommandProcessTest {
    @TempDir
    Path folder;

    private Kit kit;
    private final RecordingHub hub = new RecordingHub();

    @BeforeEach
    void prepare() {
        kit = new Kit(folder);
    }

    @Test
    void a_command_that_never_ends_is_ended_with_its_group_at_its_time_limit() {
        Settings settings =
                shell("sleep 1000 & echo $! > child; echo $$ > self; wait").with("time-limit", "PT0.5S");
        AgentFailure failure = failure(() -> kit.command(settings).work(assignment(), hub));
        assertThat(failure.reason()).startsWith("it was ended after its time limit of 0.5s");
        assertThat(failure.isRetryable()).isTrue();
        assertThat(isAlive(pid("self"))).isFalse();
        assertThat(isAlive(pid("child"))).isFalse();
    }

    @Test
    void a_command_that_ignores_the_polite_signal_is_killed() {
        Settings settings = shell("trap '' TERM; echo $$ > self; while :; do sleep 0.1; done")
                .with("time-limit", "PT0.3S");
        failure(() -> kit.command(settings).work(assignment(), hub));
        assertThat(isAlive(pid("self"))).isFalse();
    }

    @Test
    void what_a_command_leaves_in_the_background_ends_with_it() throws Exception {
        TaskResult result = kit.command(shell("(sleep 1000 & echo $! > grandchild) & wait; echo done"))
                .work(assignment(), hub);
        assertThat(result.summary()).isEqualTo("done");
        assertThat(isAlive(pid("grandchild"))).isFalse();
    }

    @Test
    void a_daemon_that_left_the_session_ends_too() throws Exception {
        kit.command(shell("setsid sh -c 'echo $$ > daemon; exec sleep 1000' >/dev/null 2>&1 </dev/null & "
                        + "while ! test -s daemon; do sleep 0.01; done; echo done"))
                .work(assignment(), hub);
        assertThat(isAlive(pid("daemon"))).isFalse();
    }

    @Test
    void an_interrupted_agent_ends_its_command_before_it_returns() throws Exception {
        Agent agent = kit.command(shell("echo $$ > self; sleep 1000"));
        CompletableFuture<String> outcome = new CompletableFuture<>();
        Thread worker = Thread.ofVirtual().start(() -> {
            try {
                agent.work(assignment(), hub);
                outcome.complete("ended");
            } catch (InterruptedException told) {
                outcome.complete("interrupted, alive: " + isAlive(pid("self")));
            } catch (AgentFailure failure) {
                outcome.complete(failure.reason());
            }
        });
        await().until(() -> kit.workspace.resolve("self").toFile().length() > 0);
        worker.interrupt();
        assertThat(outcome.get(10, TimeUnit.SECONDS)).isEqualTo("interrupted, alive: false");
    }

    @Test
    void a_paused_command_stands_still_and_goes_on_afterwards() throws Exception {
        // It starts no processes: a shell that is stopped between fork and exec shows as waiting, not as stopped.
        Agent agent = kit.command(shell("echo $$ > self; while ! test -f go; do :; done; echo went on")
                .with("time-limit", "PT20S"));
        CompletableFuture<TaskResult> working = CompletableFuture.supplyAsync(() -> {
            try {
                return agent.work(assignment(), hub);
            } catch (AgentFailure | InterruptedException trouble) {
                throw new IllegalStateException(trouble);
            }
        });
        await().until(() -> kit.workspace.resolve("self").toFile().length() > 0);
        agent.paused(true);
        await().untilAsserted(() -> assertThat(state(pid("self"))).isEqualTo("T"));
        kit.file("go", "");
        assertThat(working).isNotDone();
        agent.paused(false);
        assertThat(working.get(10, TimeUnit.SECONDS).summary()).isEqualTo("went on");
    }

    @Test
    void a_gigabyte_of_output_costs_no_memory_and_the_result_behind_it_is_heard() throws Exception {
        long before = usedMemory();
        Settings settings = shell("head -c 1000000000 /dev/zero | tr '\\0' 'x'; echo; yes line | head -c 50000000; "
                        + "echo '{\"type\":\"result\",\"summary\":\"through\"}'")
                .with("output-limit", "1000");
        TaskResult result = kit.command(settings).work(assignment(), hub);
        assertThat(result.summary()).isEqualTo("through");
        assertThat(usedMemory() - before).isLessThan(50_000_000);
        String log = kit.log("api", 2);
        assertThat(log).startsWith("xxxx").contains("more bytes of output were dropped: the limit is 1000 bytes");
        assertThat(log).hasSizeLessThan(1_200);
    }

    @Test
    void secrets_never_leave_the_agent() throws Exception {
        String secret = "s3cr3t-\"value\"";
        Settings settings = shell("""
        printf '%s\\n' "pass $API_KEY"
        printf 's3cr3t-'; sleep 0.2; printf '"value"\\n'
        printf '{"type":"message","to":"b","payload":"key s3cr3t-\\\\"value\\\\" ok"}\\n'
        printf '{"type":"progress","percent":1,"note":"%s"}\\n' 's3cr3t-\\"value\\"'
        printf '{"type":"result","summary":"used s3cr3t-\\\\u0022value\\\\u0022",'
        printf '"outputs":{"k":"s3cr3t-\\\\"value\\\\""}}\\n'
        """).with("secrets", "API_KEY");
        Agent agent = kit.command(settings, Map.of("API_KEY", secret));
        TaskResult result = agent.work(assignment(), hub);
        assertThat(result).isEqualTo(new TaskResult("used ***", Map.of("k", "***")));
        assertThat(hub.log).containsExactly("send b note key *** ok -", "progress 1 ***");
        assertThat(kit.log("api", 2)).contains("pass ***\n***\n").doesNotContain(secret);
        Agent failing = kit.command(
                shell("echo \"wrong $API_KEY\"; exit 1").with("secrets", "API_KEY"), Map.of("API_KEY", secret));
        assertThat(failure(() -> failing.work(assignment(), hub)).reason())
                .isEqualTo("sh exited with code 1: wrong ***");
    }

    @Test
    void a_secret_that_is_not_set_or_too_short_to_hide_is_a_permanent_failure() {
        Settings settings = shell("true").with("secrets", "NO_SUCH_SECRET");
        assertThat(failure(() -> kit.command(settings).work(assignment(), hub)).reason())
                .startsWith("the secret NO_SUCH_SECRET is not set");
        assertThat(failure(() -> kit.command(settings, Map.of("NO_SUCH_SECRET", "abc"))
                                .work(assignment(), hub))
                        .reason())
                .contains("shorter than 4 characters")
                .doesNotContain("abc");
    }

    @Test
    void when_hubspoke_itself_is_killed_its_commands_end() throws Exception {
        Process jvm = new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OrphanMain.class.getName(),
                        folder.toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.txt").toFile())
                .start();
        try {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> kit.workspace.resolve("child").toFile().length() > 0
                            && kit.workspace.resolve("daemon").toFile().length() > 0);
            List<Long> pids = List.of(pid("self"), pid("child"), pid("daemon"));
            assertThat(pids).allMatch(Kit::isAlive);
            jvm.destroyForcibly().waitFor();
            await().atMost(Duration.ofSeconds(10))
                    .untilAsserted(() -> assertThat(pids).noneMatch(Kit::isAlive));
        } finally {
            jvm.destroyForcibly();
        }
    }

    private long pid(String file) {
        return Long.parseLong(kit.read(file).strip());
    }

    private static String state(long pid) throws IOException {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return stat.substring(stat.lastIndexOf(')') + 2, stat.lastIndexOf(')') + 3);
    }

    private static long usedMemory() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
