// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A process to start.
 *
 * @param command the executable and its arguments
 * @param directory the working directory
 * @param environment all of it: nothing is inherited
 * @param log where its output goes
 * @param outputBytes output that is kept; the rest is read and dropped
 */
record Launch(
        List<String> command,
        Path directory,
        Map<String, String> environment,
        Path log,
        long outputBytes,
        Duration timeLimit) {
    Launch {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }
}
