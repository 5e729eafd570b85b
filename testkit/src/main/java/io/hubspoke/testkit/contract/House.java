// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;

/**
 * The actor system that all stages of one program share, for starting one takes longer than most checks. Its threads
 * keep no program alive, and they are many, so that an agent that blocks some does not stop the others.
 */
final class House {
    static final ActorTestKit KIT = ActorTestKit.create("agent-contract", config());

    private House() {}

    private static Config config() {
        Config own = ConfigFactory.parseMap(Map.of(
                "pekko.daemonic",
                "on",
                "pekko.actor.default-dispatcher.fork-join-executor.parallelism-min",
                32,
                "pekko.persistence.snapshot-store.local.dir",
                System.getProperty("java.io.tmpdir") + "/hubspoke-contract-snapshots"));
        return ConfigFactory.load(own.withFallback(ConfigFactory.parseResourcesAnySyntax("hubspoke-test")));
    }
}
