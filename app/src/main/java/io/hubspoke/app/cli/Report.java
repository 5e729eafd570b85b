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
      case IllegalArgumentException wrong when wrong.getMessage() != null -> ExitCode.USAGE;
      case JournalException held when held.getMessage().contains("is in use by process") -> ExitCode.NOT_ALLOWED;
      default -> ExitCode.FAILED;
    };
  }

  private static String sentence(Throwable cause) {
    return switch (cause) {
      case Failure failure -> failure.getMessage();
      case JournalException journal -> journal.getMessage();
      case IllegalArgumentException refused when refused.getMessage() != null -> refused.getMessage();
      default -> "something went wrong (%s: %s): run it again with --debug to see where"
          .formatted(cause.getClass().getSimpleName(), cause.getMessage());
    };
  }

  private static Throwable cause(Throwable trouble) {
    Throwable cause = trouble;
    while ((cause instanceof CompletionException || cause instanceof ExecutionException) && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }
}
