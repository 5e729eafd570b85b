// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.TaskLimits;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The plan's {@code limits} and {@code budget}, and a task's {@code limits}: what is not said stays as it was. */
final class LimitsSection {
    private static final BigDecimal MICROS = BigDecimal.valueOf(1_000_000);
    private static final BigDecimal COST_MAX = BigDecimal.valueOf(1_000_000_000);

    private LimitsSection() {}

    static TaskLimits taskLimits(PlanMap map, TaskLimits otherwise) {
        int attempts = number(map, "attempts", otherwise.attempts());
        Duration backoff = time(map, "backoff", otherwise.backoff());
        double coefficient = map.get("backoff-coefficient")
                .flatMap(PlanNode::decimal)
                .map(BigDecimal::doubleValue)
                .orElse(otherwise.backoffCoefficient());
        Duration longest = map.get("backoff-max").isEmpty() && backoff.compareTo(otherwise.backoffMax()) > 0
                ? backoff
                : time(map, "backoff-max", otherwise.backoffMax());
        Duration lease = time(map, "lease", otherwise.lease());
        int losses = number(map, "lease-losses", otherwise.leaseLosses());
        return checked(map, () -> new TaskLimits(attempts, backoff, coefficient, longest, lease, losses), otherwise);
    }

    static Limits limits(PlanMap map, Limits otherwise) {
        return checked(
                map,
                () -> new Limits(
                        number(map, "agents", otherwise.agents()),
                        number(map, "tasks", otherwise.tasks()),
                        number(map, "tasks-per-command", otherwise.tasksPerCommand()),
                        number(map, "dependencies", otherwise.dependencies()),
                        number(map, "mailbox-letters", otherwise.mailboxLetters()),
                        number(map, "payload-bytes", otherwise.payloadBytes()),
                        number(map, "title-bytes", otherwise.titleBytes()),
                        number(map, "metadata-entries", otherwise.metadataEntries()),
                        number(map, "consultations-per-agent", otherwise.consultationsPerAgent()),
                        number(map, "consultations", otherwise.consultations()),
                        number(map, "consultation-depth", otherwise.consultationDepth()),
                        time(map, "consultation-deadline", otherwise.consultationDeadline()),
                        number(map, "gates", otherwise.gates()),
                        number(map, "repeats", otherwise.repeats()),
                        window(map, otherwise.commandWindow())),
                otherwise);
    }

    static Budget budget(PlanMap map) {
        long tokens = map.get("tokens")
                .flatMap(node -> node.number(1, Long.MAX_VALUE / 4))
                .orElse(0L);
        Optional<BigDecimal> cost = map.get("cost").flatMap(PlanNode::decimal);
        if (cost.isPresent() && (cost.get().signum() <= 0 || cost.get().compareTo(COST_MAX) > 0)) {
            map.get("cost")
                    .ifPresent(node -> node.error(
                            "a cost must be above 0 and at most " + COST_MAX + ": leave it out for no limit"));
            return Budget.UNLIMITED;
        }
        long micros = cost.map(amount -> amount.multiply(MICROS)
                        .setScale(0, RoundingMode.CEILING)
                        .longValueExact())
                .orElse(0L);
        return new Budget(tokens, micros);
    }

    private static int number(PlanMap map, String key, int otherwise) {
        return map.get(key)
                .flatMap(node -> node.number(0, Integer.MAX_VALUE))
                .map(Long::intValue)
                .orElse(otherwise);
    }

    /** A repeated command must find its answer, so the window may not be smaller than what a host has under way. */
    private static int window(PlanMap map, int otherwise) {
        return map.get("command-window")
                .flatMap(node -> node.number(Limits.COMMANDS_IN_FLIGHT_MAX, Integer.MAX_VALUE))
                .map(Long::intValue)
                .orElse(otherwise);
    }

    private static Duration time(PlanMap map, String key, Duration otherwise) {
        return map.get(key).flatMap(PlanNode::duration).orElse(otherwise);
    }

    private static <T> T checked(PlanMap map, Supplier<T> make, T otherwise) {
        try {
            return make.get();
        } catch (IllegalArgumentException refused) {
            map.error(String.valueOf(refused.getMessage()));
            return otherwise;
        }
    }
}
