// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import java.time.Duration;

/** Command agents for the tests, written in place. */
final class Scripts {
    /** Reads its task, and lasts when the instructions say so. */
    static final String WELL_BEHAVED = """
            IFS= read -r task
            case $task in
              *'"instructions":"last"'*)
                echo '{"type":"progress","percent":1,"note":"under way"}'
                sleep 60 </dev/null
                ;;
            esac
            echo '{"type":"result","summary":"done","outputs":{"length":"'${#task}'"}}'
            """;

    private Scripts() {}

    /** An agent that is this script for {@code sh}; its long task has the instructions {@code last}. */
    static AgentUnderTest shell(String script) {
        return AgentUnderTest.command("/bin/sh", "-c", script)
                .withTask("work")
                .withLongTask("last")
                .withPatience(Duration.ofSeconds(20));
    }
}
