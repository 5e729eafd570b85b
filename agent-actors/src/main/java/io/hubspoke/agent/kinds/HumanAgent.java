// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.Wording;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import io.hubspoke.spi.HubRefusal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A person as an agent: each task and question is put to the operators, and what they decide is the result. */
final class HumanAgent implements Agent {
    private final List<String> approvers;

    HumanAgent(List<String> approvers) {
        this.approvers = List.copyOf(approvers);
    }

    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException {
        String context = Stream.of(
                        assignment.task().instructions(),
                        entries("Inputs", assignment.task().inputs()),
                        assignment
                                .worker()
                                .map(worker -> "Done by %s: %s"
                                        .formatted(worker, assignment.work().summary()))
                                .orElse(""),
                        String.join("\n", assignment.notes()))
                .filter(part -> !part.isBlank())
                .collect(Collectors.joining("\n\n"));
        String title = assignment.task().title().isBlank()
                ? "Task " + assignment.task().id()
                : assignment.task().title();
        boolean verifying = assignment.purpose() == Purpose.VERIFY;
        GateOutcome outcome = ask(GateQuestion.of(title).withContext(context), hub, verifying);
        Map<String, String> outputs = new TreeMap<>(Map.of(
                "decision", Wording.of(outcome.status()), "by", outcome.by().shortName()));
        if (!outcome.option().isEmpty()) outputs.put("option", outcome.option());
        return new TaskResult(words(outcome), outputs);
    }

    @Override
    public String onQuestion(Letter.Question question, Hub hub) throws AgentFailure, InterruptedException {
        GateQuestion asked = GateQuestion.of(title(question.question()))
                .withContext("%s asks: %s%n%n%s"
                        .formatted(question.asker(), question.question(), question.context())
                        .strip());
        return words(ask(asked, hub, false));
    }

    /** A verification that is rejected goes back to the worker; any other rejection is final. */
    private GateOutcome ask(GateQuestion question, Hub hub, boolean again) throws AgentFailure, InterruptedException {
        GateOutcome outcome;
        try {
            outcome = hub.escalate(question.withApprovers(approvers));
        } catch (HubRefusal refusal) {
            throw AgentFailure.retryable(refusal.rejection().sentence());
        }
        return switch (outcome.status()) {
            case APPROVED, EDITED, RESPONDED -> outcome;
            case REJECTED -> throw rejected(outcome, again);
            case EXPIRED -> throw AgentFailure.permanent("nobody has decided in time");
            case CANCELED, OPEN -> throw AgentFailure.retryable("the question was canceled");
        };
    }

    private static AgentFailure rejected(GateOutcome outcome, boolean again) {
        String reason = "%s has rejected it%s"
                .formatted(outcome.by().shortName(), outcome.comment().isBlank() ? "" : ": " + outcome.comment());
        return again ? AgentFailure.retryable(reason) : AgentFailure.permanent(reason);
    }

    /** What the person wrote, or what was decided when nothing was written. */
    private static String words(GateOutcome outcome) {
        return Stream.of(
                        outcome.text(),
                        outcome.comment(),
                        outcome.option(),
                        "%s by %s"
                                .formatted(
                                        Wording.of(outcome.status()),
                                        outcome.by().shortName()))
                .filter(text -> !text.isBlank())
                .findFirst()
                .orElseThrow();
    }

    private static String entries(String title, Map<String, String> entries) {
        return entries.isEmpty()
                ? ""
                : entries.entrySet().stream()
                        .map(entry -> "- %s: %s".formatted(entry.getKey(), entry.getValue()))
                        .collect(Collectors.joining("\n", title + ":\n", ""));
    }

    /** The first line, for a gate's reason is one sentence. */
    private static String title(String question) {
        String line = question.strip().lines().findFirst().orElse("A question");
        return line.length() <= 200 ? line : line.substring(0, 199) + "…";
    }
}
