// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.Failure;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that does something; the shared options and surroundings are in its session. */
abstract class Action implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    /** Does it; trouble is thrown as a {@link Failure}. */
    abstract int run(Session session) throws Exception;

    /** Whether it starts a hub, which keeps a log. */
    boolean writesJournal() {
        return false;
    }

    @Override
    public final Integer call() throws Exception {
        Session session = new Session((Hubspoke) spec().root().userObject());
        if (session.surroundings().process()) {
            if (writesJournal()) Logs.besideJournal(session.configuration().journal(), session.debug());
            else Logs.none();
        }
        return run(session);
    }

    final CommandSpec spec() {
        if (spec == null) throw new IllegalStateException("a command runs within a command line");
        return spec;
    }

    /** The project's name if it was given in front of the names that are required. */
    final ProjectAndNames names(@Nullable List<String> given, String... required) {
        List<String> names = given == null ? List.of() : given;
        if (names.size() < required.length) {
            throw new ParameterException(spec().commandLine(), "missing: " + required[names.size()]);
        }
        if (names.size() > required.length + 1) {
            throw new ParameterException(spec().commandLine(), "too many names: '" + names.getLast() + "'");
        }
        return names.size() == required.length
                ? new ProjectAndNames(Optional.empty(), names)
                : new ProjectAndNames(Optional.of(names.getFirst()), names.subList(1, names.size()));
    }

    /** Names without and with the project in front. */
    record ProjectAndNames(Optional<String> project, List<String> names) {
        String name() {
            return names.getFirst();
        }
    }

    /** A command that is only a heading for others. */
    abstract static class Group implements Runnable {
        @Spec
        private @Nullable CommandSpec spec;

        @Override
        public void run() {
            if (spec != null) {
                throw new ParameterException(
                        spec.commandLine(),
                        "a command is missing: one of "
                                + String.join(", ", spec.subcommands().keySet()));
            }
        }
    }
}
