// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import java.util.Map;

/** How large letters are, about: the characters of the texts that people and agents put into them. */
final class Letters {
    private static final int FRAME = 100;

    private Letters() {}

    static int characters(Letter letter) {
        return FRAME
                + switch (letter.content()) {
                    case Letter.Message message -> message.payload().length();
                    case Letter.Question question ->
                        question.question().length() + question.context().length();
                    case Letter.Answer answer -> answer.text().length();
                    case Letter.GateClosed closed -> outcome(closed.outcome());
                    case Letter.Assignment assignment -> assignment(assignment);
                };
    }

    private static int assignment(Letter.Assignment assignment) {
        int sum = spec(assignment.task()) + result(assignment.work());
        for (TaskResult result : assignment.needs().values()) sum += FRAME + result(result);
        for (GateOutcome outcome : assignment.decisions()) sum += outcome(outcome);
        for (String note : assignment.notes()) sum += note.length();
        return sum;
    }

    private static int spec(TaskSpec task) {
        int sum = FRAME + task.title().length() + task.instructions().length() + entries(task.inputs());
        for (String check : task.checks()) sum += check.length();
        return sum
                + task.gate()
                        .map(gate -> gate.reason().length() + gate.context().length())
                        .orElse(0);
    }

    private static int result(TaskResult result) {
        return result.summary().length() + entries(result.outputs());
    }

    private static int entries(Map<String, String> entries) {
        int sum = 0;
        for (Map.Entry<String, String> entry : entries.entrySet())
            sum += entry.getKey().length() + entry.getValue().length();
        return sum;
    }

    private static int outcome(GateOutcome outcome) {
        return FRAME
                + outcome.reason().length()
                + outcome.comment().length()
                + outcome.text().length();
    }
}
