// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import java.util.List;

/**
 * Kind {@code checks}: a verifier that runs each of a task's checks with {@code sh -c} in the workspace. The first
 * that does not exit with 0 fails the verification, with the end of its output.
 *
 * <p>Settings, as for {@link CommandProvider}: {@code directory}, {@code environment}, {@code output-limit}, {@code
 * secrets}, and {@code time-limit} for each check.
 */
public final class ChecksProvider implements AgentProvider {
    static final List<String> SETTINGS = List.of("directory", "environment", "output-limit", "secrets", "time-limit");

    @Override
    public String kind() {
        return "checks";
    }

    @Override
    public List<String> problems(AgentSpec agent) {
        return CommandSettings.problems(agent, SETTINGS);
    }

    @Override
    public Agent create(AgentSpec agent, AgentContext context) {
        return new ChecksAgent(new Runner(agent, context, CommandSettings.of(agent.settings()), System.getenv()));
    }
}
