// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.orchestrator.journal.JournalException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;

/** Tells trouble in one sentence. */
final class Report {
    private Report() {}

    static void of(Surroundings surroundings, boolean debug, Throwable trouble) {
        Throwable cause = cause(trouble);
        surroundings.err().println("hubspoke: " + sentence(cause));
        if (debug) trouble.printStackTrace(surroundings.err());
    }

    static int exitCode(Throwable trouble) {
        return switch (cause(trouble)) {
            case Failure failure -> failure.exitCode();
            case IllegalArgumentException wrong -> ExitCode.USAGE;
            case JournalException held when sentence(held).contains("is in use by process") -> ExitCode.NOT_ALLOWED;
            default -> ExitCode.FAILED;
        };
    }

    private static String sentence(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        return switch (cause) {
            case Failure failure -> message;
            case JournalException journal -> message;
            case IllegalArgumentException refused -> message;
            default ->
                "something went wrong (%s: %s): run it again with --debug to see where"
                        .formatted(cause.getClass().getSimpleName(), message);
        };
    }

    private static Throwable cause(Throwable trouble) {
        Throwable cause = trouble;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
