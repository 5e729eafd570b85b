// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.Locale;
import org.HdrHistogram.Histogram;

/**
 * What was measured.
 *
 * @param messages delivered and acknowledged within the time
 * @param cpuSeconds of the whole process, agents included
 * @param latency from the intended instant of sending to the delivery, in microseconds
 * @param commits journal rows written within the time
 * @param heapAfterBytes in use after a collection at the end
 * @param foreignLoad processors that other processes kept busy meanwhile: a disturbed measurement shows itself
 */
record Result(
        String name,
        double seconds,
        long messages,
        double cpuSeconds,
        Histogram latency,
        long commits,
        long heapAfterBytes,
        double foreignLoad) {
    static final String HEADER = String.format(
            Locale.ROOT,
            "%-34s %10s %9s %9s %9s %9s %9s %9s %8s",
            "",
            "msg/s",
            "p50 ms",
            "p99 ms",
            "p99.9 ms",
            "CPU us/m",
            "msg/row",
            "heap MB",
            "foreign");

    double perSecond() {
        return messages / seconds;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-34s %10.0f %9.2f %9.2f %9.2f %9.1f %9.1f %9d %8.2f",
                name,
                perSecond(),
                millis(50),
                millis(99),
                millis(99.9),
                cpuSeconds * 1e6 / Math.max(1, messages),
                commits == 0 ? 0.0 : (double) messages / commits,
                heapAfterBytes >> 20,
                foreignLoad);
    }

    private double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1000.0;
    }
}
