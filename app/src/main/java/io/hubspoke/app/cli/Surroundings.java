// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import java.io.Console;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Map;

/**
 * What a command finds when it starts. A value, so that tests can have their own.
 *
 * @param terminal a person sits at it: input and output both are a terminal
 * @param process commands may end the process and see to its signals
 */
public record Surroundings(
        InputStream in,
        PrintStream out,
        PrintStream err,
        Map<String, String> environment,
        Path directory,
        String login,
        boolean terminal,
        boolean process,
        Clock clock) {

    public Surroundings {
        environment = Map.copyOf(environment);
    }

    /** Those of this process; text goes out as UTF-8. */
    public static Surroundings ofProcess() {
        return new Surroundings(
                System.in,
                new PrintStream(System.out, false, StandardCharsets.UTF_8),
                new PrintStream(System.err, true, StandardCharsets.UTF_8),
                System.getenv(),
                Path.of("").toAbsolutePath(),
                System.getProperty("user.name", "operator"),
                isTerminal(System.console()),
                true,
                Clock.system(ZoneId.systemDefault()));
    }

    /** Colours and line editing make sense. */
    public boolean colours() {
        return terminal
                && environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "").equals("dumb");
    }

    /** From Java 22 on there may be a console without a terminal, and it is to be asked; before, there is none then. */
    private static boolean isTerminal(@org.jspecify.annotations.Nullable Console console) {
        if (console == null) return false;
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException beforeJava22) {
            return true;
        }
    }
}
