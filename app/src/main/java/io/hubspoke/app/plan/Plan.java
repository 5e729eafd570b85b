// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.TaskSpec;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A valid plan: every name it uses is declared in it, and nothing in it is above a limit.
 *
 * @param file where it was read from
 * @param directory the folder in which the tasks work: the plan's {@code repository}, or the folder of the plan file
 * @param agents as declared, then the {@code verifier} that is added when tasks have checks and nobody verifies
 */
public record Plan(
        Path file,
        ProjectId project,
        Path directory,
        ProjectSettings settings,
        Map<String, String> metadata,
        List<AgentSpec> agents,
        List<TaskSpec> tasks) {

    public Plan {
        agents = List.copyOf(agents);
        tasks = List.copyOf(tasks);
    }

    /** The same for another project, such as a fork. */
    public Plan withProject(ProjectId other) {
        return new Plan(file, other, directory, settings, metadata, agents, tasks);
    }
}
