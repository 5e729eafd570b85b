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
 * @param window messages that one agent has under way before it waits for replies (closed loop)
 * @param perSecond messages of all agents together (open loop); 0 for a closed loop
 * @param overrides configuration lines over the embedded profile
 */
record Scenario(
        String name, int agents, int window, int perSecond, int warmupSeconds, int seconds, List<String> overrides) {
    static Scenario saturation(String name, int warmupSeconds, int seconds, String... overrides) {
        return new Scenario(name, 16, 128, 0, warmupSeconds, seconds, List.of(overrides));
    }

    static Scenario openLoop(String name, int perSecond, int warmupSeconds, int seconds) {
        return new Scenario(name, 16, 0, perSecond, warmupSeconds, seconds, List.of());
    }

    Config config(Path journal) {
        String file = "hubspoke.journal.file = \"" + journal + "\"\n";
        return ConfigFactory.load(ConfigFactory.parseString(file + String.join("\n", overrides))
                .withFallback(ConfigFactory.parseResourcesAnySyntax("hubspoke-embedded")));
    }
}
