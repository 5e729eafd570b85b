// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.View;
import java.util.List;
import java.util.Optional;

/** Why a task failed, in one line: what its last attempt said, or who rejected it at its gate. */
public final class FailureReason {
    private static final int LENGTH_MAX = 300;

    private FailureReason() {}

    /** Looks at all gates, closed ones too. */
    public static String of(View.Task task, List<View.Gate> gates) {
        if (!task.notes().isEmpty()) return Words.line(task.notes().getLast(), LENGTH_MAX);
        return gates.reversed().stream()
                .filter(gate -> gate.task().equals(Optional.of(task.id())))
                .flatMap(gate -> gate.outcome().stream())
                .filter(outcome -> !outcome.approved())
                .findFirst()
                .map(FailureReason::words)
                .orElse("no reason was given");
    }

    private static String words(GateOutcome outcome) {
        if (outcome.by() instanceof Principal.Hub) return "nobody decided in time at " + outcome.gate();
        String comment = outcome.comment().isBlank() ? "" : ": " + outcome.comment();
        return Words.line("rejected by %s%s".formatted(outcome.by().shortName(), comment), LENGTH_MAX);
    }
}
