// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.app.cli.Cli;
import io.hubspoke.app.cli.Surroundings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Tries what one document shows, block after block, in a folder of its own. */
final class Trial {
    private final Path folder;
    private String printed = "";

    Trial(Path folder) {
        this.folder = folder;
    }

    static boolean isPartOfIt(Markdown.Block block) {
        return Stream.of("file", "run", "output", "journal").anyMatch(block::has);
    }

    void take(Markdown.Block block) throws IOException, InterruptedException, SQLException {
        if (block.has("file")) write(folder, block);
        if (block.has("run")) run(block);
        if (block.has("output"))
            assertThat(printed.strip()).as(block.place()).isEqualTo(block.text().strip());
        if (block.has("journal")) query(block);
    }

    static void write(Path folder, Markdown.Block block) throws IOException {
        Path file = folder.resolve(block.word("file"));
        Files.createDirectories(file.getParent());
        Files.writeString(file, block.text());
        if (block.text().startsWith("#!"))
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void run(Markdown.Block block) throws IOException, InterruptedException {
        Path bin = HubspokeProcess.onPath(folder.resolve(".bin"));
        ProcessBuilder shell = new ProcessBuilder("sh", "-eu", "-c", block.text()).directory(folder.toFile());
        Map<String, String> environment = shell.environment();
        environment.merge("PATH", bin.toString(), (path, first) -> first + ":" + path);
        environment.put("HUBSPOKE_OPERATOR", "alice");
        Path out = folder.resolve(".out");
        Process process = shell.redirectErrorStream(false)
                .redirectOutput(out.toFile())
                .redirectError(folder.resolve(".err").toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(120, TimeUnit.SECONDS))
                .as(block.place() + " ends")
                .isTrue();
        printed = Files.readString(out);
        int expected = block.has("exit") ? Integer.parseInt(block.word("exit")) : 0;
        assertThat(process.exitValue())
                .as("%s printed %s and %s", block.place(), printed, Files.readString(folder.resolve(".err")))
                .isEqualTo(expected);
    }

    private void query(Markdown.Block block) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection("jdbc:sqlite:" + folder.resolve(".hubspoke/journal.db"));
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(block.text())) {
            assertThat(found.next()).as(block.place() + " finds something").isTrue();
        }
    }

    /** Whether the command line is one that Hubspoke knows; throws when it is not. */
    static void parse(String line) {
        List<String> words = Arrays.asList(
                line.replaceAll("'[^']*'|\"[^\"]*\"", "text").strip().split("\\s+"));
        Cli.whole(Surroundings.ofProcess()).parseArgs(words.toArray(String[]::new));
    }
}
