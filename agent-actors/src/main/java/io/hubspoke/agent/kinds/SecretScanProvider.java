// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import java.nio.file.FileSystems;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;

/**
 * Kind {@code secret-scan}: a specialist without a model that looks for private keys, tokens of well-known services,
 * passwords in connection strings and assignments. A task scans the working tree: findings, as {@code file:line:
 * rule}, are a permanent failure; none is the result, with the outputs {@code files}, {@code findings} and {@code
 * skipped}. A question is scanned itself, with the files of the workspace that it names.
 *
 * <p>Settings: {@code allow}, globs of files to pass over, relative to the workspace, such as {@code docs/**}. A line
 * with {@code hubspoke:allow-secret} is passed over as well; alone on its line, the marker allows the next one.
 */
public final class SecretScanProvider implements AgentProvider {
    @Override
    public String kind() {
        return "secret-scan";
    }

    @Override
    public List<String> problems(AgentSpec agent) {
        return globProblems(agent, "allow");
    }

    /** What is wrong with settings of which the only one is a list of globs. */
    static List<String> globProblems(AgentSpec agent, String setting) {
        List<String> problems = new ArrayList<>();
        agent.settings().values().keySet().stream()
                .filter(name -> !name.equals(setting))
                .forEach(name -> problems.add(
                        "setting '%s' is unknown to kind '%s': use %s".formatted(name, agent.kind(), setting)));
        for (String glob : agent.settings().list(setting)) {
            try {
                FileSystems.getDefault().getPathMatcher("glob:" + glob);
            } catch (PatternSyntaxException wrong) {
                problems.add("'%s': '%s' is not a glob: %s".formatted(setting, glob, wrong.getDescription()));
            }
        }
        return problems;
    }

    @Override
    public Agent create(AgentSpec agent, AgentContext context) {
        return new SecretScanAgent(context, agent.settings().list("allow"));
    }
}
