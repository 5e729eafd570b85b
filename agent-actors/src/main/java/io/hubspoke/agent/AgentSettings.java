// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import com.typesafe.config.Config;
import io.hubspoke.protocol.Limits;
import java.time.Duration;

/**
 * How the host of an agent deals with time and load.
 *
 * @param heartbeatInterval an attached host tells the hub this often that it lives, more often when a lease is short;
 *     a hub that is silent for this long is asked for a sign of life by attaching again
 * @param askTimeout a command without reply for this long makes the host attach again and repeat what is unanswered
 * @param retryPause first pause before something is tried again; doubles with every try
 * @param retryPauseMax longest pause between two tries
 * @param commandsInFlight commands sent and not yet answered, at most; must stay below the project's command window,
 *     so that a repeated command finds its stored answer
 * @param commandsWaiting commands that may wait behind those in flight; more are refused as overloaded
 * @param messageTries how often one delivery of a message is put to an agent that throws, before the message is left
 *     unacknowledged for the hub to deliver again or to dead-letter
 * @param stopGrace how long an agent that was told to end may take before the host ends without it
 */
public record AgentSettings(
        Duration heartbeatInterval,
        Duration askTimeout,
        Duration retryPause,
        Duration retryPauseMax,
        int commandsInFlight,
        int commandsWaiting,
        int messageTries,
        Duration stopGrace) {

    public static final AgentSettings DEFAULT = new AgentSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(5), Duration.ofMillis(200), Duration.ofSeconds(5));

    public AgentSettings {
        requirePositive("heartbeat-interval", heartbeatInterval);
        requirePositive("ask-timeout", askTimeout);
        requirePositive("retry-pause", retryPause);
        requirePositive("stop-grace", stopGrace);
        if (retryPauseMax.compareTo(retryPause) < 0) {
            throw new IllegalArgumentException("retry-pause-max must not be shorter than retry-pause");
        }
        if (commandsInFlight < 1
                || commandsInFlight > Limits.COMMANDS_IN_FLIGHT_MAX
                || commandsWaiting < 1
                || messageTries < 1) {
            throw new IllegalArgumentException(
                    "use 1 to 128 commands in flight, and at least 1 command waiting and 1 message try");
        }
    }

    public AgentSettings(Duration heartbeatInterval, Duration askTimeout, Duration retryPause, Duration retryPauseMax) {
        this(
                heartbeatInterval,
                askTimeout,
                retryPause,
                retryPauseMax,
                Limits.COMMANDS_IN_FLIGHT_MAX,
                10_000,
                3,
                Duration.ofSeconds(10));
    }

    /** Reads {@code hubspoke.agents} of a whole configuration. */
    public static AgentSettings from(Config config) {
        Config agents = config.getConfig("hubspoke.agents");
        return new AgentSettings(
                agents.getDuration("heartbeat-interval"),
                agents.getDuration("ask-timeout"),
                agents.getDuration("retry-pause"),
                agents.getDuration("retry-pause-max"));
    }

    /** The pause before try number {@code attempt} (from 1) is repeated: doubling, capped. */
    Duration pauseAfter(int attempt) {
        long factor = 1L << Math.min(Math.max(attempt - 1, 0), 20);
        Duration pause = retryPause.multipliedBy(factor);
        return pause.compareTo(retryPauseMax) > 0 ? retryPauseMax : pause;
    }

    private static void requirePositive(String name, Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException(name + " must be longer than zero");
        }
    }
}
