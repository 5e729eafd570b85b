// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.protocol;

import java.time.Duration;

/**
 * How often and how long one task may be tried.
 *
 * @param attempts failed attempts after which the task fails and a person is asked, at least 1
 * @param backoff wait before the second attempt
 * @param backoffCoefficient factor from one wait to the next, at least 1
 * @param backoffMax longest wait
 * @param lease how long an agent holds the task without a heartbeat before it is taken back
 * @param leaseLosses how often the task may be lost with its agent before it fails and a person is asked
 */
public record TaskLimits(
        int attempts,
        Duration backoff,
        double backoffCoefficient,
        Duration backoffMax,
        Duration lease,
        int leaseLosses) {

    public static final TaskLimits DEFAULT =
            new TaskLimits(3, Duration.ofSeconds(1), 2.0, Duration.ofMinutes(5), Duration.ofSeconds(30), 20);

    public TaskLimits {
        require(attempts >= 1 && attempts <= 1000, "attempts must be 1 to 1000");
        require(!backoff.isNegative(), "backoff must not be negative");
        require(backoffCoefficient >= 1 && backoffCoefficient <= 100, "backoff coefficient must be 1 to 100");
        require(backoffMax.compareTo(backoff) >= 0, "the longest back-off must not be shorter than the first");
        require(lease.compareTo(Duration.ofMillis(100)) >= 0, "lease must be at least 100 ms");
        require(leaseLosses >= 1, "lease losses must be at least 1");
    }

    /** The wait after failed attempt number {@code attempt} (from 1): exponential, capped. */
    public Duration backoffAfter(int attempt) {
        double millis = backoff.toMillis() * Math.pow(backoffCoefficient, attempt - 1.0);
        return millis >= backoffMax.toMillis() ? backoffMax : Duration.ofMillis((long) millis);
    }

    public TaskLimits withAttempts(int count) {
        return new TaskLimits(count, backoff, backoffCoefficient, backoffMax, lease, leaseLosses);
    }

    public TaskLimits withLease(Duration time) {
        return new TaskLimits(attempts, backoff, backoffCoefficient, backoffMax, time, leaseLosses);
    }

    public TaskLimits withBackoff(Duration first) {
        return new TaskLimits(
                attempts,
                first,
                backoffCoefficient,
                first.compareTo(backoffMax) > 0 ? first : backoffMax,
                lease,
                leaseLosses);
    }

    private static void require(boolean condition, String sentence) {
        if (!condition) throw new IllegalArgumentException(sentence);
    }
}
