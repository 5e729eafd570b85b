// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a person is asked.
 *
 * @param reason one sentence, the question itself
 * @param context what the person should know; may be long
 * @param options what may be chosen beside approve or reject; empty when there is no choice
 * @param approvers names of the operators who may decide; empty means any operator but the asker
 * @param deadline how long the gate waits before {@code onExpiry} applies; empty means for ever
 */
public record GateQuestion(
        String reason,
        String context,
        Severity severity,
        List<String> options,
        List<String> approvers,
        Optional<Duration> deadline,
        GateExpiry onExpiry) {

    public GateQuestion {
        if (reason.isBlank())
            throw new IllegalArgumentException("a gate needs a reason: say in one sentence what is asked");
        deadline.ifPresent(time -> {
            if (time.isNegative() || time.isZero()) {
                throw new IllegalArgumentException("a gate's deadline must be longer than zero");
            }
        });
        options = List.copyOf(options);
        approvers = List.copyOf(approvers);
    }

    public static GateQuestion of(String reason) {
        return new GateQuestion(
                reason, "", Severity.NORMAL, List.of(), List.of(), Optional.empty(), GateExpiry.STAY_OPEN);
    }

    public GateQuestion withContext(String text) {
        return new GateQuestion(reason, text, severity, options, approvers, deadline, onExpiry);
    }

    public GateQuestion withOptions(List<String> choices) {
        return new GateQuestion(reason, context, severity, choices, approvers, deadline, onExpiry);
    }

    public GateQuestion withSeverity(Severity level) {
        return new GateQuestion(reason, context, level, options, approvers, deadline, onExpiry);
    }

    public GateQuestion withApprovers(List<String> names) {
        return new GateQuestion(reason, context, severity, options, names, deadline, onExpiry);
    }

    public GateQuestion withDeadline(Duration time, GateExpiry rule) {
        return new GateQuestion(reason, context, severity, options, approvers, Optional.of(time), rule);
    }
}
