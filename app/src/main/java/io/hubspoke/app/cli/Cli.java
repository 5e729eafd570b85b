// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.ExitCode;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;

/** Runs one command line and says how it ended. */
public final class Cli {
    private Cli() {}

    /** Parses and carries out; every trouble becomes one sentence on stderr and an {@link ExitCode}. */
    public static int run(Surroundings surroundings, String... arguments) {
        Hubspoke root = new Hubspoke(surroundings);
        int code = commandLine(root, arguments).execute(arguments);
        surroundings.out().flush();
        surroundings.err().flush();
        return code;
    }

    /** The command tree as far as these arguments need it; help needs the names, completion needs all. */
    public static CommandLine commandLine(Hubspoke root, String... arguments) {
        CommandLine line = new CommandLine(root);
        Commands.add(line, List.of(arguments));
        return configured(line, root);
    }

    /** The command tree with everything in it. */
    public static CommandLine whole(Surroundings surroundings) {
        Hubspoke root = new Hubspoke(surroundings);
        CommandLine line = new CommandLine(root);
        Commands.addAll(line);
        return configured(line, root);
    }

    private static CommandLine configured(CommandLine line, Hubspoke root) {
        Surroundings surroundings = root.surroundings();
        headings(line);
        return line.setOut(new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8))
                .setColorScheme(CommandLine.Help.defaultColorScheme(surroundings.colours() ? Ansi.ON : Ansi.OFF))
                .setAbbreviatedOptionsAllowed(false)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(false)
                .setUsageHelpWidth(100)
                .setParameterExceptionHandler((wrong, given) -> usage(surroundings, wrong))
                .setExecutionExceptionHandler((trouble, command, parsed) -> {
                    Report.of(surroundings, root.debug(), trouble);
                    return Report.exitCode(trouble);
                });
    }

    private static void headings(CommandLine line) {
        line.getCommandSpec()
                .usageMessage()
                .sortOptions(false)
                .parameterListHeading("%n")
                .optionListHeading("%nOptions:%n")
                .commandListHeading("%nCommands:%n");
        line.getSubcommands().values().forEach(Cli::headings);
    }

    /** A word where a command was expected; picocli would speak of an argument at an index. */
    private static Optional<String> noSuchCommand(ParameterException wrong) {
        boolean word = wrong instanceof CommandLine.UnmatchedArgumentException unmatched
                && !unmatched.isUnknownOption()
                && !wrong.getCommandLine().getSubcommands().isEmpty();
        return word
                ? Optional.of("there is no command '%s'"
                        .formatted(((CommandLine.UnmatchedArgumentException) wrong)
                                .getUnmatched()
                                .getFirst()))
                : Optional.empty();
    }

    private static int usage(Surroundings surroundings, ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        String sentence = noSuchCommand(wrong)
                .orElseGet(() -> String.valueOf(wrong.getMessage()).strip().replaceAll("\\s*\\R\\s*", " "));
        surroundings.err().println("hubspoke: " + sentence);
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, command.getErr());
        surroundings.err().println("Try: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }
}
