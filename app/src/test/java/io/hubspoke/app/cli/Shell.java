// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A command line in a folder of its own, with captured streams. */
public record Shell(Path directory, Map<String, String> environment) {

    public static Shell in(Path directory) {
        return new Shell(
                directory,
                Map.of(
                        "PATH",
                        System.getenv("PATH"),
                        "HUBSPOKE_SIGNING_KEY_FILE",
                        directory.resolve("keys/signing-key").toString()));
    }

    public Shell with(String name, String value) {
        Map<String, String> more = new TreeMap<>(environment);
        more.put(name, value);
        return new Shell(directory, more);
    }

    /** What came of a command. */
    public record Said(int exitCode, String out, String err) {
        public List<String> lines() {
            return out.lines().toList();
        }
    }

    public Said run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int code = Cli.run(
                new Surroundings(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8),
                        environment,
                        directory,
                        "tester",
                        false,
                        false,
                        Clock.systemUTC()),
                arguments);
        return new Said(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }
}
