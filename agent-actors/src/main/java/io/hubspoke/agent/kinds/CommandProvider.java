// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import java.util.ArrayList;
import java.util.List;

/**
 * Kind {@code command}: any executable as an agent.
 *
 * <p>Settings:
 * <ul>
 * <li>{@code command}: the executable and its arguments, one text each; a relative path with a slash is taken from
 *     the working directory, a bare name from PATH
 * <li>{@code directory}: working directory, relative to the workspace; default the workspace itself
 * <li>{@code time-limit}: ISO duration, default PT30M; an operator's pause does not count
 * <li>{@code output-limit}: bytes of output kept in the log file, default 1048576; the rest is read and dropped
 * <li>{@code environment}: NAME=value entries, never secrets
 * <li>{@code secrets}: names of environment variables taken from hubspoke's own environment; their values are
 *     replaced by {@code ***} in every text that leaves the agent
 * <li>{@code stdin}: {@code open} (default): stays open for answers and messages as long as the command runs; {@code
 *     closed}: ends after the task, for commands that read their input to its end
 * </ul>
 *
 * <p>The contract. The command runs in the workspace with a clean environment (PATH, HOME, LANG, LC_*, TZ, TMPDIR,
 * USER, LOGNAME, SHELL, TERM, JAVA_HOME, and what the settings name). The first line of its standard input is its
 * task as a JSON object ({@code "type":"task"}); the same is in the file that {@code HUBSPOKE_TASK} names. {@code
 * HUBSPOKE_TASK_ID}, {@code HUBSPOKE_PROJECT_ID}, {@code HUBSPOKE_AGENT_ID}, {@code HUBSPOKE_ATTEMPT}, {@code
 * HUBSPOKE_EPOCH} and {@code HUBSPOKE_PURPOSE} ({@code work}, {@code verify} or {@code question}) are set as well.
 *
 * <p>Exit code 0 is success with the last line of output as summary; for {@code verify} it means that the work holds.
 * Any other code is a failure that may be tried again. A line of standard output that is a JSON object of type {@code
 * progress}, {@code message}, {@code consult}, {@code escalate}, {@code usage}, {@code result} or {@code fail} is
 * talk to the hub; see {@link Talk}. Everything else is output. Answers come as lines of standard input: {@code
 * {"type":"answer","id":…, "outcome":"answered","text":…}}, {@code
 * {"type":"decision","id":…,"status":…,"comment":…}}, {@code {"type":"message",…}} and, for talk that was refused,
 * {@code {"type":"error","id":…,"sentence":…}}.
 *
 * <p>Messages for the agent go to the input of the command that runs. When none runs, or its input is closed, they
 * are kept and stand under {@code messages} in the next tasks until one of them is completed. When the agent is
 * consulted, the command is run with a {@code "type":"question"} object instead of a task; its result's summary, or
 * else its output, is the answer.
 *
 * <p>The output of each attempt is in the scratch folder under {@code <task>/<epoch>.log}. Everything the command has
 * started ends with it, also in the background, at the latest when the lease ends or hubspoke itself is killed.
 */
public final class CommandProvider implements AgentProvider {
    static final List<String> SETTINGS =
            List.of("command", "directory", "environment", "output-limit", "secrets", "stdin", "time-limit");

    @Override
    public String kind() {
        return "command";
    }

    @Override
    public List<String> problems(AgentSpec agent) {
        List<String> problems = new ArrayList<>(CommandSettings.problems(agent, SETTINGS));
        List<String> command = agent.settings().list("command");
        if (command.isEmpty() || command.getFirst().isBlank()) {
            problems.add("'command' is missing: write the executable and its arguments, such as [\"./implement.sh\"]");
        }
        agent.settings()
                .text("stdin")
                .filter(text -> !text.equals("open") && !text.equals("closed"))
                .ifPresent(text -> problems.add("'stdin' is '%s': use open or closed".formatted(text)));
        return problems;
    }

    @Override
    public Agent create(AgentSpec agent, AgentContext context) {
        return new CommandAgent(new Runner(agent, context, CommandSettings.of(agent.settings()), System.getenv()));
    }
}
