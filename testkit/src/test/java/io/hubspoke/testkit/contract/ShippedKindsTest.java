// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The kinds of agents that come with the product keep the contract. */
class ShippedKindsTest {
    @Nested
    class A_command implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return Scripts.shell("""
                    if [ "$HUBSPOKE_PURPOSE" = question ]; then echo 'I think so.'; exit 0; fi
                    IFS= read -r task
                    printf 'bad \\377\\376 bytes\\n{"type":"unheard-of"}\\n{"type":"result","summary":"half\\n'
                    case $task in
                      *'"instructions":"last"'*)
                        echo '{"type":"progress","percent":1,"note":"under way"}'
                        sleep 60 </dev/null &
                        wait
                        ;;
                      *'"instructions":"shout"'*)
                        head -c 209715200 /dev/zero
                        ;;
                    esac
                    printf '{"type":"usage","input-tokens":1,"output-tokens":2,"cost-micros":3}\\n'
                    printf 'no line break at the end'
                    """).withLoudTask("shout").withQuestion("Is it good?");
        }
    }

    @Nested
    class A_verifier_with_checks implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            TaskSpec task = TaskSpec.of(TaskId.of("checked"), AgentType.of("any"), "A task with checks");
            return AgentUnderTest.kind("checks", Settings.NONE)
                    .asVerifier()
                    .withTask(task.withChecks(List.of("true", "test 1 -lt 2")))
                    .withLongTask(task.withChecks(List.of("sleep 60")))
                    .withLoudTask(task.withChecks(List.of("head -c 104857600 /dev/zero")));
        }
    }

    @Nested
    class A_scan_for_secrets implements AgentContract {
        @TempDir
        Path folder;

        @Override
        public AgentUnderTest agentUnderTest() {
            write(folder.resolve("notes.txt"), "nothing secret");
            return AgentUnderTest.kind("secret-scan", Settings.NONE)
                    .withFiles(folder)
                    .withQuestion("Is there a secret in notes.txt?");
        }
    }

    @Nested
    class A_reader_of_test_reports implements AgentContract {
        @TempDir
        Path folder;

        @Override
        public AgentUnderTest agentUnderTest() {
            write(folder.resolve("TEST-a.xml"), "<testsuite name='a'><testcase name='t' classname='A'/></testsuite>");
            return AgentUnderTest.kind("junit-report", Settings.NONE.with("reports", "*.xml"))
                    .withFiles(folder)
                    .withQuestion("Do the tests pass?");
        }
    }

    @Nested
    class A_person implements AgentContract {
        @Override
        public AgentUnderTest agentUnderTest() {
            return AgentUnderTest.kind("human", Settings.NONE)
                    .withTask("decide")
                    .withLongTask("decide later")
                    .withQuestion("Shall we?");
        }
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException trouble) {
            throw new java.io.UncheckedIOException(trouble);
        }
    }
}
