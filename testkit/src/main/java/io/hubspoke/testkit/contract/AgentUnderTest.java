// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.agent.AgentProviders;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The agent that an {@link AgentContract} is run against, and what it can be given. Only the agent itself is needed;
 * what is not declared is not checked, and the report says so.
 *
 * @param provider makes the agent, anew for every check
 * @param settings what a plan would say under {@code settings}
 * @param task one that the agent completes, quickly and as often as it is given; its id and agent type are replaced
 * @param longTask one that says something to the hub (such as its progress) once it is under way, and then goes on
 *     until it is told to stop, for half a minute at least
 * @param loudTask one for which the agent writes, or hands in, more than it should
 * @param question one that the agent answers
 * @param verifies whether the agent judges the work of others, as kind {@code checks} does, instead of doing work
 * @param files a folder whose files are copied into the workspace of every check
 * @param patience how long a check waits for what must happen in bounded time
 */
public record AgentUnderTest(
        AgentProvider provider,
        Settings settings,
        TaskSpec task,
        Optional<TaskSpec> longTask,
        Optional<TaskSpec> loudTask,
        Optional<String> question,
        boolean verifies,
        Optional<Path> files,
        Duration patience) {

    public AgentUnderTest {
        if (patience.compareTo(Duration.ofSeconds(1)) < 0) {
            throw new IllegalArgumentException("a patience of %s is too short: use 1 s or more".formatted(patience));
        }
        files.filter(folder -> !Files.isDirectory(folder)).ifPresent(folder -> {
            throw new IllegalArgumentException("%s is no folder: name one whose files are copied into the workspace"
                    .formatted(folder.toAbsolutePath()));
        });
    }

    /**
     * An executable that speaks the protocol of command agents.
     *
     * @param words the executable and its arguments; a relative path with a slash is taken from the folder that the
     *     tests run in when there is such a file, otherwise from the workspace
     */
    public static AgentUnderTest command(String... words) {
        if (words.length == 0) {
            throw new IllegalArgumentException("no command: write the executable and its arguments");
        }
        List<String> line = new ArrayList<>(Arrays.asList(words));
        Path here = Path.of(line.getFirst()).toAbsolutePath();
        if (line.getFirst().contains("/") && Files.exists(here)) line.set(0, here.toString());
        return kind("command", Settings.NONE.with("command", line.toArray(String[]::new)));
    }

    /** An agent written in Java; the factory is called for every start of its host. */
    public static AgentUnderTest java(Supplier<? extends Agent> factory) {
        return of(new Made(factory), Settings.NONE);
    }

    /** An agent of a kind on the class path, with what a plan would say under {@code settings}. */
    public static AgentUnderTest kind(String kind, Settings settings) {
        AgentProviders all = AgentProviders.load();
        return of(
                all.find(kind)
                        .orElseThrow(() -> new IllegalArgumentException(
                                "kind '%s' is unknown: use one of %s".formatted(kind, String.join(", ", all.kinds())))),
                settings);
    }

    /** An agent of a kind of your own. */
    public static AgentUnderTest of(AgentProvider provider, Settings settings) {
        return new AgentUnderTest(
                provider,
                settings,
                task("A task of the contract"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                false,
                Optional.empty(),
                Duration.ofSeconds(20));
    }

    /** A task with nothing but instructions. */
    public static TaskSpec task(String instructions) {
        return TaskSpec.of(TaskId.of("task"), AgentType.of("any"), "A task of the contract")
                .withInstructions(instructions);
    }

    /** With one more setting, as a plan would have it. */
    public AgentUnderTest withSetting(String name, String... texts) {
        return new AgentUnderTest(
                provider, settings.with(name, texts), task, longTask, loudTask, question, verifies, files, patience);
    }

    public AgentUnderTest withTask(TaskSpec value) {
        return new AgentUnderTest(provider, settings, value, longTask, loudTask, question, verifies, files, patience);
    }

    public AgentUnderTest withTask(String instructions) {
        return withTask(task(instructions));
    }

    public AgentUnderTest withLongTask(TaskSpec value) {
        return new AgentUnderTest(
                provider, settings, task, Optional.of(value), loudTask, question, verifies, files, patience);
    }

    public AgentUnderTest withLongTask(String instructions) {
        return withLongTask(task(instructions));
    }

    public AgentUnderTest withLoudTask(TaskSpec value) {
        return new AgentUnderTest(
                provider, settings, task, longTask, Optional.of(value), question, verifies, files, patience);
    }

    public AgentUnderTest withLoudTask(String instructions) {
        return withLoudTask(task(instructions));
    }

    public AgentUnderTest withQuestion(String value) {
        return new AgentUnderTest(
                provider, settings, task, longTask, loudTask, Optional.of(value), verifies, files, patience);
    }

    /** The agent is given the work of another to verify, as the {@code checks} of its tasks say. */
    public AgentUnderTest asVerifier() {
        return new AgentUnderTest(provider, settings, task, longTask, loudTask, question, true, files, patience);
    }

    public AgentUnderTest withFiles(Path folder) {
        return new AgentUnderTest(
                provider, settings, task, longTask, loudTask, question, verifies, Optional.of(folder), patience);
    }

    public AgentUnderTest withPatience(Duration time) {
        return new AgentUnderTest(provider, settings, task, longTask, loudTask, question, verifies, files, time);
    }

    /** Objects of the test's own program, as a kind. */
    private record Made(Supplier<? extends Agent> factory) implements AgentProvider {
        @Override
        public String kind() {
            return "java";
        }

        @Override
        public List<String> problems(AgentSpec agent) {
            return agent.settings().values().keySet().stream()
                    .map("setting '%s' is unknown: an agent that a factory makes has no settings"::formatted)
                    .toList();
        }

        @Override
        public Agent create(AgentSpec agent, AgentContext context) {
            return factory.get();
        }
    }
}
