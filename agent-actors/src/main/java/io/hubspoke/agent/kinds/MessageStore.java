// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import com.fasterxml.jackson.databind.JsonNode;
import io.hubspoke.spi.AgentFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;

/** Messages that came while no command ran, in a file of the agent, until a task that got them has been completed. */
final class MessageStore {
    private static final long BYTES_MAX = 1024 * 1024;
    private final Path file;

    MessageStore(Path file) {
        this.file = file;
    }

    synchronized void add(JsonNode message) throws AgentFailure {
        byte[] line = (Json.line(message) + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Files.createDirectories(file.getParent());
            if (Files.exists(file) && Files.size(file) + line.length > BYTES_MAX) {
                throw AgentFailure.retryable(
                        "messages of more than %d bytes wait for the next task".formatted(BYTES_MAX));
            }
            Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND, StandardOpenOption.DSYNC);
        } catch (IOException trouble) {
            throw new UncheckedIOException("cannot keep a message in " + file, trouble);
        }
    }

    synchronized List<JsonNode> all() {
        return lines().stream().map(Json::object).flatMap(Optional::stream).toList();
    }

    /** Forgets the oldest ones. */
    synchronized void remove(int count) {
        if (count == 0) return;
        List<String> rest = lines().stream().skip(count).toList();
        try {
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.write(fresh, rest);
            Files.move(
                    fresh,
                    file,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING,
                    java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException trouble) {
            throw new UncheckedIOException("cannot update " + file, trouble);
        }
    }

    private List<String> lines() {
        try {
            if (!Files.exists(file)) return List.of();
            // A line cut off by a crash is no object and counts for nothing.
            return Files.readAllLines(file).stream()
                    .filter(line -> Json.object(line).isPresent())
                    .toList();
        } catch (IOException trouble) {
            throw new UncheckedIOException("cannot read " + file, trouble);
        }
    }
}
