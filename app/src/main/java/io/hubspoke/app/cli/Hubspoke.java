// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.OutputFormat;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command itself, with the options that all commands share. */
@Command(
        name = "hubspoke",
        description = "Drives a team of agents and people through a plan, and keeps the proof of what happened.",
        versionProvider = Hubspoke.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Examples:",
            "  hubspoke run plan.yaml              create or continue the plan's project and work it off",
            "  hubspoke status                     where it stands",
            "  hubspoke gate approve g-2           decide what only a person decides",
            "",
            "Exit codes: 0 done, 1 a task failed, 2 usage or invalid plan, 3 waiting at a gate, 4 not allowed",
            "(also: another process holds the journal), 5 verification failed, 69 no suitable Java, 130 interrupted.",
        })
public final class Hubspoke implements Runnable {
    private final Surroundings surroundings;

    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--journal",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 10,
            description =
                    "The journal. Default: HUBSPOKE_JOURNAL_FILE, then the configuration, then .hubspoke/journal.db.")
    private @Nullable Path journal;

    @Option(
            names = "--config",
            paramLabel = "FILE",
            scope = ScopeType.INHERIT,
            order = 11,
            description = "A configuration file; it goes before ./hubspoke.conf.")
    private @Nullable Path config;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            scope = ScopeType.INHERIT,
            order = 12,
            description = "How data is printed: ${COMPLETION-CANDIDATES}. Default: text.")
    private OutputFormat output = OutputFormat.text;

    @Option(
            names = "--as",
            paramLabel = "NAME",
            scope = ScopeType.INHERIT,
            order = 13,
            description = "Who you are. Default: HUBSPOKE_OPERATOR, then your login name.")
    private @Nullable String operator;

    @Option(names = "--no-input", scope = ScopeType.INHERIT, order = 14, description = "Never ask anything.")
    private boolean noInput;

    @Option(names = "--yes", scope = ScopeType.INHERIT, order = 15, description = "Yes to every question of safety.")
    private boolean yes;

    @Option(names = "--debug", scope = ScopeType.INHERIT, order = 16, description = "Show where an error comes from.")
    private boolean debug;

    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            order = 17,
            description = "Show this help.")
    private boolean help;

    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(names = "--version", versionHelp = true, order = 18, description = "Show the version.")
    private boolean version;

    public Hubspoke(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public void run() {
        if (spec != null) throw new ParameterException(spec.commandLine(), "a command is missing");
    }

    Surroundings surroundings() {
        return surroundings;
    }

    Optional<Path> journal() {
        return Optional.ofNullable(journal);
    }

    Optional<Path> config() {
        return Optional.ofNullable(config);
    }

    OutputFormat output() {
        return output;
    }

    Optional<String> operator() {
        return Optional.ofNullable(operator);
    }

    boolean noInput() {
        return noInput || !surroundings.terminal();
    }

    boolean yes() {
        return yes;
    }

    boolean debug() {
        return debug;
    }

    /** From the manifest of the jar. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {"hubspoke " + number() + " (Java " + Runtime.version() + ")"};
        }

        static String number() {
            return Optional.ofNullable(Hubspoke.class.getPackage().getImplementationVersion())
                    .orElse("development");
        }
    }
}
