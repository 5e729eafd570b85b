// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Usage;
import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is said of the project as a whole.
 *
 * @param original the metadata it was created with, to recognise the same creation again
 * @param budget now; it may have been raised since
 * @param grant the budget as an operator last set it: what each approval adds
 */
public record Project(
        ProjectSettings settings,
        Map<String, String> original,
        String phase,
        Map<String, String> metadata,
        Budget budget,
        Budget grant,
        Usage usage,
        Instant createdAt) {

    static Project created(Event.ProjectCreated event, Instant at) {
        Budget budget = event.settings().budget();
        return new Project(event.settings(), event.metadata(), "", event.metadata(), budget, budget, Usage.NONE, at);
    }

    public boolean overBudget() {
        return budget.exceededBy(usage);
    }

    Project updated(Event.ProjectUpdated event) {
        return new Project(
                settings,
                original,
                event.phase().orElse(phase),
                merged(metadata, event.metadata()),
                event.budget().orElse(budget),
                event.budget().orElse(grant),
                usage,
                createdAt);
    }

    /** The budget after one more approval. */
    Budget raised() {
        return new Budget(sum(budget.tokens(), grant.tokens()), sum(budget.costMicros(), grant.costMicros()));
    }

    private static long sum(long amount, long more) {
        return Math.min(Sizes.AMOUNT_MAX, amount + more);
    }

    Project withUsage(Usage value) {
        return new Project(settings, original, phase, metadata, budget, grant, value, createdAt);
    }

    Project withBudget(Budget value) {
        return new Project(settings, original, phase, metadata, value, grant, usage, createdAt);
    }

    /** Entries replaced or added; an empty text removes one. */
    static Map<String, String> merged(Map<String, String> entries, Map<String, String> changes) {
        TreeMap<String, String> result = new TreeMap<>(entries);
        changes.forEach((name, text) -> {
            if (text.isEmpty()) result.remove(name);
            else result.put(name, text);
        });
        return Collections.unmodifiableMap(result);
    }
}
