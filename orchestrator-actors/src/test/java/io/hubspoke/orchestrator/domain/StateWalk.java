// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Event.AgentDetached;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * One noun walked through: how each of its states is reached by commands, what is then asked, and what came of it in
 * words.
 *
 * @param states a story that ends in each state
 * @param asks what is asked then, by a label that begins with the name of the command
 * @param read the state that the noun is in
 */
record StateWalk(
        String noun,
        Map<String, Supplier<Scenario>> states,
        Map<String, Function<Scenario, Ask>> asks,
        Function<Scenario, String> read) {

    /** Who asks what. */
    record Ask(Principal who, Command command) {}

    /**
     * Each label with each state and the outcome: {@code EventA + EventB → STATE}, {@code nothing} or {@code refused:
     * Name}.
     */
    Map<String, Map<String, String>> outcomes() {
        Map<String, Map<String, String>> outcomes = new LinkedHashMap<>();
        asks.forEach((label, ask) -> {
            Map<String, String> row = new LinkedHashMap<>();
            states.forEach((state, story) -> row.put(state, outcome(state, story.get(), ask)));
            outcomes.put(label, row);
        });
        return outcomes;
    }

    private String outcome(String state, Scenario scenario, Function<Scenario, Ask> asked) {
        String reached = read.apply(scenario);
        if (!reached.equals(state))
            throw new AssertionError("the story of %s %s ends in %s".formatted(noun, state, reached));
        Ask ask = asked.apply(scenario);
        Verdict verdict = scenario.when(ask.who(), ask.command()).verdict();
        if (verdict instanceof Verdict.Refused refused)
            return "refused: " + refused.rejection().getClass().getSimpleName();
        String events = String.join(" + ", names((Verdict.Accepted) verdict));
        String next = read.apply(scenario);
        return (events.isEmpty() ? "nothing" : events) + (next.equals(state) ? "" : " → " + next);
    }

    /** A fork detaches all agents, and how many others there are is not the point. */
    private static List<String> names(Verdict.Accepted accepted) {
        List<String> names = new ArrayList<>();
        for (Recorded recorded : accepted.events()) {
            String name = recorded.event().getClass().getSimpleName();
            boolean again = recorded.event() instanceof AgentDetached && names.contains(name);
            if (!again) names.add(name);
        }
        return names;
    }
}
