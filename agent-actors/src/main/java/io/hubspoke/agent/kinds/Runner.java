// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Wording;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

/** Starts the processes of one agent, holds them all during a pause, and ends them all with the agent. */
final class Runner implements AutoCloseable {
    final AgentSpec spec;
    final AgentContext context;
    final CommandSettings settings;
    private final Map<String, String> own;
    private final Set<Running> running = ConcurrentHashMap.newKeySet();
    private volatile boolean held;

    /** @param own hubspoke's own environment, of which little is passed on */
    Runner(AgentSpec spec, AgentContext context, CommandSettings settings, Map<String, String> own) {
        this.spec = spec;
        this.context = context;
        this.settings = settings;
        this.own = Map.copyOf(own);
    }

    Redactor redactor() throws AgentFailure {
        return settings.redactor(own);
    }

    /**
     * Starts a process; it begins with {@link Running#begin}.
     *
     * @param log where its output goes
     */
    Running start(List<String> command, Map<String, String> extra, Path log, Redactor redactor, Predicate<String> talk)
            throws AgentFailure {
        Map<String, String> environment = settings.environment(own);
        environment.putAll(extra);
        Running started = Running.start(
                new Launch(
                        command,
                        settings.directory(context.workspace().directory()),
                        environment,
                        log,
                        settings.outputBytes(),
                        settings.timeLimit()),
                redactor,
                talk);
        running.add(started);
        if (held) started.pause(true);
        return started;
    }

    /** Ends a process if it still runs, with all it has started. */
    void end(Running ended) {
        running.remove(ended);
        ended.close();
    }

    void hold(boolean hold) {
        held = hold;
        running.forEach(each -> each.pause(hold));
    }

    /** Where the files of one attempt lie, without their ending. */
    Path files(Letter.Assignment assignment) {
        return context.workspace()
                .scratch()
                .resolve(assignment.task().id().value())
                .resolve(Long.toString(assignment.epoch()));
    }

    /** What a process is told about its task by its environment; the JSON is written to the file that it names. */
    Map<String, String> taskVariables(Letter.Assignment assignment, ObjectNode json) {
        Map<String, String> variables =
                new TreeMap<>(variables(files(assignment), Wording.of(assignment.purpose()), json));
        variables.put("HUBSPOKE_TASK_ID", assignment.task().id().value());
        variables.put("HUBSPOKE_ATTEMPT", Integer.toString(assignment.attempt()));
        variables.put("HUBSPOKE_EPOCH", Long.toString(assignment.epoch()));
        return variables;
    }

    Map<String, String> variables(Path files, String purpose, ObjectNode json) {
        Path file = files.resolveSibling(files.getFileName() + ".json");
        try {
            Files.createDirectories(file.getParent());
            Files.writeString(file, Json.line(json) + "\n");
        } catch (IOException trouble) {
            throw new UncheckedIOException("cannot write " + file, trouble);
        }
        return Map.of(
                "HUBSPOKE_TASK",
                file.toString(),
                "HUBSPOKE_PURPOSE",
                purpose,
                "HUBSPOKE_AGENT_ID",
                spec.id().value(),
                "HUBSPOKE_PROJECT_ID",
                context.project().toString());
    }

    static Path log(Path files) {
        return files.resolveSibling(files.getFileName() + ".log");
    }

    @Override
    public void close() {
        running.forEach(this::end);
    }
}
