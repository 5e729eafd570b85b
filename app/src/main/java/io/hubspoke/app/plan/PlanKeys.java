// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import java.util.List;
import java.util.stream.Stream;

/** Every key of a plan file. The published schema has the same ones: a test compares them. */
final class PlanKeys {
    static final List<String> PLAN =
            List.of("project", "repository", "dispatch", "limits", "budget", "metadata", "agents", "tasks");

    /** How often and how long a task may be tried; in a task, and as the default of all tasks in the plan's limits. */
    static final List<String> TASK_LIMITS =
            List.of("attempts", "backoff", "backoff-coefficient", "backoff-max", "lease", "lease-losses");

    /** Bounds of the project as a whole; the plan's limits only. */
    static final List<String> PROJECT_LIMITS = List.of(
            "agents",
            "tasks",
            "tasks-per-command",
            "dependencies",
            "mailbox-letters",
            "payload-bytes",
            "title-bytes",
            "metadata-entries",
            "consultations-per-agent",
            "consultations",
            "consultation-depth",
            "consultation-deadline",
            "gates",
            "repeats",
            "command-window");

    static final List<String> LIMITS =
            Stream.concat(TASK_LIMITS.stream(), PROJECT_LIMITS.stream()).toList();

    static final List<String> BUDGET = List.of("tokens", "cost");

    /** An agent has exactly one of these. */
    static final List<String> AGENT_KINDS = List.of("command", "rules", "human", "kind");

    /** For agents that run programs: those of {@code command}, and kinds that say so. */
    static final List<String> COMMAND_SETTINGS =
            List.of("time-limit", "output-limit", "environment", "secrets", "directory", "stdin");

    static final List<String> AGENT = Stream.of(
                    Stream.of("id", "type"), AGENT_KINDS.stream(), Stream.of("settings"), COMMAND_SETTINGS.stream())
            .flatMap(keys -> keys)
            .toList();

    static final List<String> TASK = List.of(
            "id",
            "type",
            "agent-type",
            "priority",
            "title",
            "instructions",
            "inputs",
            "needs",
            "checks",
            "verifier",
            "gate",
            "limits",
            "on-dependency-failure");

    static final List<String> GATE =
            List.of("reason", "context", "severity", "options", "approvers", "deadline", "on-expiry");

    private PlanKeys() {}
}
