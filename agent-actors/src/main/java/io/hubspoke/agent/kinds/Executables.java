// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.spi.AgentFailure;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds executables the way a shell does. */
final class Executables {
    private static final List<String> SETSID = Stream.of("/usr/bin/setsid", "/bin/setsid", "/usr/local/bin/setsid")
            .filter(file -> Files.isExecutable(Path.of(file)))
            .findFirst()
            .map(List::of)
            .orElse(List.of());

    private Executables() {}

    /** What to put before a command so that it leads a session of its own; empty where there is no such tool. */
    static List<String> newSession() {
        return SETSID;
    }

    /**
     * @throws AgentFailure (permanent) with a sentence when the command or its directory is not there or may not be
     *     run
     */
    static void require(Launch launch) throws AgentFailure {
        if (!Files.isDirectory(launch.directory())) {
            throw AgentFailure.permanent("the working directory %s does not exist".formatted(launch.directory()));
        }
        String name = launch.command().getFirst();
        if (name.contains("/")) {
            requireExecutable(name, launch.directory().resolve(name));
        } else if (onPath(name, launch.environment().getOrDefault("PATH", "")).isEmpty()) {
            throw AgentFailure.permanent("the command %s does not exist: it is in no folder of PATH".formatted(name));
        }
    }

    static Optional<Path> onPath(String name, String path) {
        return Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder).resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    private static void requireExecutable(String name, Path file) throws AgentFailure {
        if (!Files.exists(file)) {
            throw AgentFailure.permanent(
                    "the command %s does not exist: there is no file %s".formatted(name, file.normalize()));
        }
        if (!Files.isRegularFile(file) || !Files.isExecutable(file)) {
            throw AgentFailure.permanent(
                    "the command %s is not executable: chmod +x %s".formatted(name, file.normalize()));
        }
    }
}
