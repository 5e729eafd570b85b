// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.app.report.OutputFormat;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.orchestrator.proof.ExportFile;
import io.hubspoke.protocol.ProjectId;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run of one command: its options, where it reads and writes, and who is asking. */
public final class Session {
    private final Hubspoke options;
    private final Surroundings surroundings;
    private final Configuration configuration;

    Session(Hubspoke options) {
        this.options = options;
        this.surroundings = options.surroundings();
        this.configuration = new Configuration(surroundings, options.config(), options.journal());
    }

    public Surroundings surroundings() {
        return surroundings;
    }

    public PrintStream out() {
        return surroundings.out();
    }

    public PrintStream err() {
        return surroundings.err();
    }

    public Configuration configuration() {
        return configuration;
    }

    public OutputFormat output() {
        return options.output();
    }

    public boolean noInput() {
        return options.noInput();
    }

    public boolean debug() {
        return options.debug();
    }

    /** Who is asking: flag, HUBSPOKE_OPERATOR, login name. */
    public String operator() {
        Optional<String> said = options.operator()
                .or(() -> Optional.ofNullable(surroundings.environment().get("HUBSPOKE_OPERATOR")));
        if (said.isPresent()) return io.hubspoke.protocol.Names.requireId("operator name", said.get());
        String login = surroundings.login().replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[._-]+", "");
        return login.isEmpty() ? "operator" : login.substring(0, Math.min(64, login.length()));
    }

    /** As one writes it on the next command line. */
    public String shown(Path file) {
        Path absolute = surroundings.directory().resolve(file).normalize();
        return absolute.startsWith(surroundings.directory())
                ? surroundings.directory().relativize(absolute).toString()
                : absolute.toString();
    }

    /** What the next command line needs to mean the same journal and configuration. */
    public String flags() {
        return options.journal().map(file -> " --journal " + file).orElse("")
                + options.config().map(file -> " --config " + file).orElse("");
    }

    /** Whether some process holds the journal, so that what its state says of work and agents is going on. */
    boolean inUse() {
        return JournalFile.holder(configuration.journal()).isPresent();
    }

    /** A journal that exists, or an export that stands in its place. */
    CommitSource source() {
        Path file = configuration.journal();
        return ExportFile.isExport(file) ? ExportFile.open(file) : reader();
    }

    /** A journal that exists. */
    JournalReader reader() {
        Path file = configuration.journal();
        if (!Files.isRegularFile(file)) {
            throw new Failure(
                    ExitCode.FAILED,
                    "there is no journal at %s: run a plan first, or name one with --journal".formatted(shown(file)));
        }
        return JournalReader.open(file);
    }

    /** The project named, or the only one. */
    ProjectId project(CommitSource reader, Optional<String> named) {
        List<ProjectId> projects = reader.projects();
        if (named.isPresent()) {
            ProjectId project = ProjectId.of(named.get());
            if (projects.contains(project)) return project;
            throw new Failure(
                    ExitCode.FAILED,
                    "there is no project %s in %s: it holds %s"
                            .formatted(project, shown(configuration.journal()), listed(projects)));
        }
        if (projects.size() == 1) return projects.getFirst();
        throw projects.isEmpty()
                ? new Failure(
                        ExitCode.FAILED,
                        "there is no project in %s yet: run a plan first".formatted(shown(configuration.journal())))
                : new Failure(
                        ExitCode.USAGE,
                        "there are several projects in %s (%s): name one"
                                .formatted(shown(configuration.journal()), listed(projects)));
    }

    /** The state of the project named, or of the only one, as the journal has it now. */
    ProjectState state(Optional<String> named) {
        try (JournalReader reader = reader()) {
            return reader.replay(project(reader, named));
        }
    }

    private static String listed(List<ProjectId> projects) {
        return projects.isEmpty()
                ? "none"
                : projects.stream().map(ProjectId::value).collect(Collectors.joining(", "));
    }

    /** Asks before something that cannot be undone; refuses when nobody can be asked. */
    void confirm(String question) {
        if (options.yes()) return;
        if (options.noInput()) throw new Failure(ExitCode.USAGE, question + " Say --yes to do it without being asked.");
        err().print(question + " [y/N] ");
        err().flush();
        String answer = new java.util.Scanner(surroundings.in(), java.nio.charset.StandardCharsets.UTF_8).nextLine();
        if (!answer.strip().equalsIgnoreCase("y") && !answer.strip().equalsIgnoreCase("yes")) {
            throw new Failure(ExitCode.FAILED, "nothing was done");
        }
    }

    /** A text as given, {@code @FILE} for a file's content, or {@code -} for what comes in. */
    String text(String given) {
        try {
            if (given.equals("-"))
                return new String(surroundings.in().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return given.startsWith("@")
                    ? Files.readString(surroundings.directory().resolve(given.substring(1)))
                    : given;
        } catch (java.io.IOException unreadable) {
            throw new Failure(
                    ExitCode.USAGE,
                    "%s cannot be read: check the name and its permissions".formatted(given),
                    unreadable);
        }
    }
}
