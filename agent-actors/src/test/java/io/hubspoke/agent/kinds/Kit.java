// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Workspace;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What the tests of the shipped kinds share: a workspace, specs, assignments. */
final class Kit {
    final Path workspace;
    final Path scratch;
    final AgentContext context;

    Kit(Path folder) {
        try {
            workspace = Files.createDirectories(folder.resolve("workspace"));
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
        scratch = folder.resolve("scratch");
        context = new AgentContext(ProjectId.of("todo"), new Workspace(workspace, scratch));
    }

    static AgentSpec spec(String kind, Settings settings) {
        return new AgentSpec(RecordingHub.SELF, AgentType.BACKEND_DEVELOPER, kind, settings);
    }

    static Settings shell(String script) {
        return Settings.NONE.with("command", "sh", "-c", script);
    }

    Agent command(Settings settings) {
        return command(settings, Map.of());
    }

    Agent command(Settings settings, Map<String, String> extraEnvironment) {
        Map<String, String> own = new HashMap<>(System.getenv());
        own.putAll(extraEnvironment);
        return new CommandAgent(new Runner(spec("command", settings), context, CommandSettings.of(settings), own));
    }

    Path file(String name, String content) {
        try {
            Path file = workspace.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    String read(String name) {
        try {
            return Files.readString(workspace.resolve(name));
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    String log(String task, int epoch) {
        try {
            return Files.readString(scratch.resolve(task).resolve(epoch + ".log"));
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        }
    }

    static TaskSpec task() {
        return TaskSpec.of(TaskId.of("api"), AgentType.BACKEND_DEVELOPER, "Build the API")
                .withInstructions("With care");
    }

    static Letter.Assignment assignment(TaskSpec task) {
        return assignment(task, Purpose.WORK);
    }

    static Letter.Assignment assignment() {
        return assignment(task());
    }

    static Letter.Assignment assignment(TaskSpec task, Purpose purpose) {
        boolean verify = purpose == Purpose.VERIFY;
        return new Letter.Assignment(
                task,
                2,
                purpose,
                1,
                30_000,
                verify ? Optional.of(AgentId.of("coder")) : Optional.empty(),
                verify ? TaskResult.of("all done") : TaskResult.EMPTY,
                Map.of(TaskId.of("design"), TaskResult.of("a design")),
                List.of(),
                List.of("the first try forgot the tests"));
    }

    static Letter.Question question(String text, String context) {
        return new Letter.Question(new ConsultationId(3), AgentId.of("asker"), text, context);
    }

    /** The failure of something that must fail. */
    static AgentFailure failure(Callable<?> call) {
        try {
            throw new AssertionError("it did not fail but gave " + call.call());
        } catch (AgentFailure failure) {
            return failure;
        } catch (Exception other) {
            throw new AssertionError("it failed otherwise", other);
        }
    }

    static boolean isAlive(long pid) {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent() && !isZombie(pid);
    }

    private static boolean isZombie(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).startsWith("Z");
        } catch (IOException gone) {
            return true;
        }
    }
}
