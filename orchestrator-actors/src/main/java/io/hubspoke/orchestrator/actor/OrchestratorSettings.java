// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import com.typesafe.config.Config;
import java.time.Duration;

/**
 * How an orchestrator deals with load, time and trouble; the block {@code hubspoke.orchestrator} of the configuration.
 *
 * @param batchCommandsMax commands decided and written together, at most
 * @param batchBytesMax bytes of the commands of one commit, at most; a command larger than this is refused
 * @param waitingCommandsMax commands that may wait while a commit is in flight; more are refused as overloaded
 * @param waitingBytesMax bytes of those commands; more are refused as overloaded
 * @param snapshotEveryCommits commits between two snapshots
 * @param snapshotEveryEvents events after which there is one even if the commits are few
 * @param redeliveryInterval a letter not acknowledged for this long is sent again
 * @param redeliveryTriesMax a letter sent this often without acknowledgement is a dead letter
 * @param deliveryWindow letters under way to one agent, at most
 * @param attachGrace how long an attached agent may stay away after the hub has recovered; zero when all hosts
 *     live in the hub's own process, so that none can be left
 * @param heartbeatInterval how often hosts tell that they live; three missed ones detach the agent
 * @param retryAfter the hint given with Overloaded and Undetermined
 * @param restartPause the first pause before a ledger that failed is started again; it doubles
 * @param restartPauseMax the longest such pause
 * @param askTimeout how long one try of {@link OrchestratorRegion#execute} waits for its reply
 * @param askTries how often it tries
 */
public record OrchestratorSettings(
        int batchCommandsMax,
        long batchBytesMax,
        int waitingCommandsMax,
        long waitingBytesMax,
        int snapshotEveryCommits,
        int snapshotEveryEvents,
        Duration redeliveryInterval,
        int redeliveryTriesMax,
        int deliveryWindow,
        Duration attachGrace,
        Duration heartbeatInterval,
        Duration retryAfter,
        Duration restartPause,
        Duration restartPauseMax,
        Duration askTimeout,
        int askTries) {

    public OrchestratorSettings {
        requireAtLeastOne("batch-commands-max", batchCommandsMax);
        requireAtLeastOne("batch-bytes-max", batchBytesMax);
        requireAtLeastOne("waiting-commands-max", waitingCommandsMax);
        requireAtLeastOne("waiting-bytes-max", waitingBytesMax);
        requireAtLeastOne("snapshot-every-commits", snapshotEveryCommits);
        requireAtLeastOne("snapshot-every-events", snapshotEveryEvents);
        requireAtLeastOne("redelivery-tries-max", redeliveryTriesMax);
        requireAtLeastOne("delivery-window", deliveryWindow);
        requireAtLeastOne("ask-tries", askTries);
        requirePositive("redelivery-interval", redeliveryInterval);
        if (attachGrace.isNegative()) {
            throw new IllegalArgumentException("hubspoke.orchestrator.attach-grace is negative: use 0s or more");
        }
        requirePositive("heartbeat-interval", heartbeatInterval);
        requirePositive("retry-after", retryAfter);
        requirePositive("restart-pause", restartPause);
        requirePositive("restart-pause-max", restartPauseMax);
        requirePositive("ask-timeout", askTimeout);
    }

    /** Reads {@code hubspoke.orchestrator} and the agents' heartbeat of a whole configuration. */
    public static OrchestratorSettings from(Config config) {
        Config own = config.getConfig("hubspoke.orchestrator");
        return new OrchestratorSettings(
                own.getInt("batch-commands-max"),
                own.getBytes("batch-bytes-max"),
                own.getInt("waiting-commands-max"),
                own.getBytes("waiting-bytes-max"),
                own.getInt("snapshot-every-commits"),
                own.getInt("snapshot-every-events"),
                own.getDuration("redelivery-interval"),
                own.getInt("redelivery-tries-max"),
                own.getInt("delivery-window"),
                own.getDuration("attach-grace"),
                config.getDuration("hubspoke.agents.heartbeat-interval"),
                own.getDuration("retry-after"),
                own.getDuration("restart-pause"),
                own.getDuration("restart-pause-max"),
                own.getDuration("ask-timeout"),
                own.getInt("ask-tries"));
    }

    /** How long a host may be silent. */
    Duration silenceMax() {
        return heartbeatInterval.multipliedBy(3);
    }

    private static void requireAtLeastOne(String name, long value) {
        if (value < 1) {
            throw new IllegalArgumentException("hubspoke.orchestrator.%s is %d: use 1 or more".formatted(name, value));
        }
    }

    private static void requirePositive(String name, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(
                    "hubspoke.orchestrator.%s is %s: use a time longer than zero".formatted(name, time));
        }
    }
}
