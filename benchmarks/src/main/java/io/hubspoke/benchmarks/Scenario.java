// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.util.List;

/**
 * One way to run the same exchange: every message is sent by an agent, persisted, delivered to another agent and
 * acknowledged.
 *
 * @param projects at the same time, each with its own agents
 * @param agents of each project
 * @param window messages that one agent has under way before it waits for replies, in a closed loop
 * @param perSecond messages of all agents together, in an open loop
 * @param overrides configuration lines over the embedded profile
 */
record Scenario(
        String name,
        Manner manner,
        int projects,
        int agents,
        int window,
        int perSecond,
        int warmupSeconds,
        int seconds,
        List<String> overrides) {
    enum Manner {
        /** Each agent sends the next message when one was taken: as much as goes. */
        CLOSED,
        /** Messages come at their rate, whatever becomes of those before. */
        OPEN,
        /** Two agents answer each other, one message at a time. */
        CONVERSATIONS
    }

    Scenario {
        overrides = List.copyOf(overrides);
    }

    static Scenario saturation(String name, int warmupSeconds, int seconds, String... overrides) {
        return new Scenario(name, Manner.CLOSED, 1, 16, 128, 0, warmupSeconds, seconds, List.of(overrides));
    }

    static Scenario openLoop(String name, int perSecond, int warmupSeconds, int seconds) {
        return new Scenario(name, Manner.OPEN, 1, 16, 0, perSecond, warmupSeconds, seconds, List.of());
    }

    static Scenario conversations(String name, int count, int warmupSeconds, int seconds) {
        return new Scenario(name, Manner.CONVERSATIONS, 1, 2 * count, 1, 0, warmupSeconds, seconds, List.of());
    }

    Scenario withAgents(int count, int underWay) {
        return new Scenario(name, manner, projects, count, underWay, perSecond, warmupSeconds, seconds, overrides);
    }

    Scenario withProjects(int count) {
        return new Scenario(name, manner, count, agents, window, perSecond, warmupSeconds, seconds, overrides);
    }

    Config config(Path journal) {
        String file = "hubspoke.journal.file = \"" + journal + "\"\n";
        return ConfigFactory.load(ConfigFactory.parseString(file + String.join("\n", overrides))
                .withFallback(ConfigFactory.parseResourcesAnySyntax("hubspoke-embedded")));
    }
}
