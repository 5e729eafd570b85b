package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether texts and lists are within the project's limits; the first that is not is named. */
final class Sizes {
  private Sizes() {}

  static Optional<Rejection> longText(String what, String text, Limits limits) {
    return text(what, text, limits.payloadBytes());
  }

  static Optional<Rejection> shortText(String what, String text, Limits limits) {
    return text(what, text, limits.titleBytes());
  }

  private static Optional<Rejection> text(String what, String text, int limit) {
    // a Java char takes at most three bytes of UTF-8, so most texts need no counting
    if ((long) text.length() * 3 <= limit) return Optional.empty();
    long bytes = text.getBytes(StandardCharsets.UTF_8).length;
    return bytes <= limit ? Optional.empty() : Optional.of(new Rejection.TooLarge(what, bytes, limit));
  }

  static Optional<Rejection> entries(String what, Map<String, String> entries, Limits limits) {
    if (entries.size() > limits.metadataEntries()) {
      return Optional.of(new Rejection.TooMany(what, entries.size(), limits.metadataEntries()));
    }
    long bytes = 0;
    for (Map.Entry<String, String> entry : entries.entrySet()) {
      Optional<Rejection> name = shortText("a name in " + what, entry.getKey(), limits);
      if (name.isPresent()) return name;
      bytes += entry.getKey().length() + (long) entry.getValue().getBytes(StandardCharsets.UTF_8).length;
    }
    return bytes <= limits.payloadBytes()
        ? Optional.empty()
        : Optional.of(new Rejection.TooLarge(what, bytes, limits.payloadBytes()));
  }

  static Optional<Rejection> question(GateQuestion question, Limits limits) {
    return first(
        () -> shortText("the gate's reason", question.reason(), limits),
        () -> longText("the gate's context", question.context(), limits),
        () -> texts("options", question.options(), limits),
        () -> texts("approvers", question.approvers(), limits));
  }

  static Optional<Rejection> result(TaskResult result, Limits limits) {
    return first(
        () -> longText("the result's summary", result.summary(), limits),
        () -> entries("the result's outputs", result.outputs(), limits));
  }

  /** A whole task must fit one letter, together with the results and notes that go with it. */
  static Optional<Rejection> task(TaskSpec task, Limits limits) {
    if (task.needs().size() > limits.dependencies()) {
      return Optional.of(new Rejection.TooMany("dependencies of task " + task.id(), task.needs().size(), limits.dependencies()));
    }
    String name = "task " + task.id();
    return first(
        () -> shortText(name + "'s title", task.title(), limits),
        () -> shortText(name + "'s type", task.type(), limits),
        () -> longText(name + "'s instructions", task.instructions(), limits),
        () -> entries(name + "'s inputs", task.inputs(), limits),
        () -> texts("checks of " + name, task.checks(), limits),
        () -> task.gate().flatMap(gate -> question(gate, limits)),
        () -> longText(name + " as a whole",
            task.instructions() + task.title() + String.join("", task.checks()) + String.join("", task.inputs().values()), limits));
  }

  private static Optional<Rejection> texts(String what, List<String> texts, Limits limits) {
    if (texts.size() > limits.metadataEntries()) {
      return Optional.of(new Rejection.TooMany(what, texts.size(), limits.metadataEntries()));
    }
    return texts.stream().flatMap(text -> shortText("one of the " + what, text, limits).stream()).findFirst();
  }

  @SafeVarargs
  static Optional<Rejection> first(Supplier<Optional<Rejection>>... checks) {
    for (Supplier<Optional<Rejection>> check : checks) {
      Optional<Rejection> rejection = check.get();
      if (rejection.isPresent()) return rejection;
    }
    return Optional.empty();
  }
}
