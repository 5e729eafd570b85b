// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether texts and lists are within the project's limits; the first that is not is named. */
final class Sizes {
    /** The longest lease, back-off or deadline: far beyond any use, and adding it to an instant cannot overflow. */
    static final Duration TIME_MAX = Duration.ofDays(3_660);

    /** The largest number of tokens or millionths of money, of one kind and in all: sums of a few cannot overflow. */
    static final long AMOUNT_MAX = 1_000_000_000_000_000_000L;

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
        long bytes = bytes(text);
        return bytes <= limit ? Optional.empty() : Optional.of(new Rejection.TooLarge(what, bytes, limit));
    }

    private static long bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }

    static Optional<Rejection> entries(String what, Map<String, String> entries, Limits limits) {
        if (entries.size() > limits.metadataEntries()) {
            return Optional.of(new Rejection.TooMany(what, entries.size(), limits.metadataEntries()));
        }
        long bytes = 0;
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            Optional<Rejection> name = shortText("a name in " + what, entry.getKey(), limits);
            if (name.isPresent()) return name;
            bytes += bytes(entry.getKey()) + bytes(entry.getValue());
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
                () -> texts("approvers", question.approvers(), limits),
                () -> longText("the gate's question as a whole", whole(question), limits),
                () -> question.deadline().flatMap(time -> time("the gate's deadline", time)));
    }

    private static String whole(GateQuestion question) {
        return question.reason()
                + question.context()
                + String.join("", question.options())
                + String.join("", question.approvers());
    }

    static Optional<Rejection> result(TaskResult result, Limits limits) {
        return first(
                () -> longText("the result's summary", result.summary(), limits),
                () -> entries("the result's outputs", result.outputs(), limits),
                () -> longText("the result as a whole", result.summary() + whole(result.outputs()), limits));
    }

    /** A whole task must fit one letter. */
    static Optional<Rejection> task(TaskSpec task, Limits limits) {
        if (task.needs().size() > limits.dependencies()) {
            return Optional.of(new Rejection.TooMany(
                    "dependencies of task " + task.id(), task.needs().size(), limits.dependencies()));
        }
        String name = "task " + task.id();
        return first(
                () -> shortText(name + "'s title", task.title(), limits),
                () -> shortText(name + "'s type", task.type(), limits),
                () -> longText(name + "'s instructions", task.instructions(), limits),
                () -> entries(name + "'s inputs", task.inputs(), limits),
                () -> texts("checks of " + name, task.checks(), limits),
                () -> task.gate().flatMap(gate -> question(gate, limits)),
                () -> longText(name + " as a whole", whole(task), limits),
                () -> task.limits().flatMap(own -> times(name, own)));
    }

    private static String whole(TaskSpec task) {
        return task.type()
                + task.title()
                + task.instructions()
                + String.join("", task.checks())
                + whole(task.inputs())
                + task.gate().map(Sizes::whole).orElse("");
    }

    private static String whole(Map<String, String> entries) {
        return String.join("", entries.keySet()) + String.join("", entries.values());
    }

    static Optional<Rejection> settings(ProjectSettings settings) {
        return first(
                () -> times("the project", settings.taskLimits()),
                () -> time(
                        "the limit of consultation deadlines", settings.limits().consultationDeadline()),
                () -> budget(settings.budget()));
    }

    private static Optional<Rejection> times(String whose, TaskLimits limits) {
        return first(
                () -> time(whose + "'s lease", limits.lease()),
                () -> time(whose + "'s longest back-off", limits.backoffMax()));
    }

    private static Optional<Rejection> time(String what, Duration time) {
        return time.compareTo(TIME_MAX) <= 0
                ? Optional.empty()
                : Optional.of(new Rejection.BadValue(what, "use at most " + TIME_MAX.toDays() + " days"));
    }

    static Optional<Rejection> budget(Budget budget) {
        return amount("the budget", Math.max(budget.tokens(), budget.costMicros()));
    }

    /** What was used before and now must add up without overflow. */
    static Optional<Rejection> usage(Usage before, Usage more) {
        return first(
                () -> amount(
                        "the usage", Math.max(more.costMicros(), Math.max(more.inputTokens(), more.outputTokens()))),
                () -> amount(
                        "the usage in all",
                        Math.max(before.plus(more).tokens(), before.plus(more).costMicros())));
    }

    private static Optional<Rejection> amount(String what, long amount) {
        return amount <= AMOUNT_MAX
                ? Optional.empty()
                : Optional.of(new Rejection.BadValue(what, "use amounts of at most " + AMOUNT_MAX));
    }

    private static Optional<Rejection> texts(String what, List<String> texts, Limits limits) {
        if (texts.size() > limits.metadataEntries()) {
            return Optional.of(new Rejection.TooMany(what, texts.size(), limits.metadataEntries()));
        }
        return texts.stream()
                .flatMap(text -> shortText("one of the " + what, text, limits).stream())
                .findFirst();
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
