// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * What several commands are given in the same words, as mixins; {@link Action#names} tells the project from the rest.
 */
final class Given {
    private Given() {}

    static final class Project {
        @Parameters(
                arity = "0..*",
                paramLabel = "[PROJECT]",
                hideParamSyntax = true,
                description = "May be left out when the journal has exactly one.")
        @Nullable
        List<String> given;
    }

    static final class Agent {
        @Parameters(
                arity = "0..*",
                paramLabel = "[PROJECT] AGENT",
                hideParamSyntax = true,
                description = "The agent's id.")
        @Nullable
        List<String> given;
    }

    static final class Task {
        @Parameters(
                arity = "0..*",
                paramLabel = "[PROJECT] TASK",
                hideParamSyntax = true,
                description = "The task's id.")
        @Nullable
        List<String> given;
    }

    static final class Gate {
        @Parameters(
                arity = "0..*",
                paramLabel = "[PROJECT] GATE",
                hideParamSyntax = true,
                description = "The gate's id, such as g-2.")
        @Nullable
        List<String> given;
    }

    /** How much of a log is wanted. */
    static final class Following {
        @Option(
                names = {"-n", "--lines"},
                paramLabel = "N",
                description = "How many of the past. Default: ${DEFAULT-VALUE}.")
        int count = 20;

        @Option(
                names = {"-f", "--follow"},
                description = "Go on until interrupted.")
        boolean follow;
    }
}
