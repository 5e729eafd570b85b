// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Request;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Random histories for those who look at them afterwards: one seed gives one history. */
public final class Histories {
    public static final ProjectId PROJECT = Scenario.PROJECT;

    private Histories() {}

    /** Each inner list is what some commands caused at the same instant: one commit. */
    public static List<List<Recorded>> random(long seed, int commands) {
        RandomCommands random = new RandomCommands(seed);
        List<List<Recorded>> commits = new ArrayList<>();
        List<Recorded> open = new ArrayList<>();
        ProjectState state = ProjectState.empty(PROJECT);
        Instant now = Scenario.START;
        for (int i = 0; i < commands; i++) {
            Request request = i == 0 ? random.creation() : random.next(state, now);
            if (Rules.decide(state, request, now) instanceof Verdict.Accepted accepted) {
                open.addAll(accepted.events());
                state = accepted.after();
            }
            if (random.oneIn(3) && !open.isEmpty()) {
                commits.add(List.copyOf(open));
                open.clear();
                now = now.plus(random.pause()).plus(Duration.ofMillis(1));
            }
        }
        if (!open.isEmpty()) commits.add(List.copyOf(open));
        return commits;
    }
}
