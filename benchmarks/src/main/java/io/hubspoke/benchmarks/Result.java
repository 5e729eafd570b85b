// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.List;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;

/**
 * What was measured of one scenario.
 *
 * @param messages delivered and acknowledged within the time
 * @param perSecond the same, for each second
 * @param cpuSeconds of the whole process, agents included
 * @param allocatedBytes by all threads of the process
 * @param latency from the intended instant of sending to the delivery, in microseconds
 * @param written to the journal within the time
 * @param heapAfterBytes in use after a collection at the end
 * @param foreignLoad processors that other processes kept busy meanwhile: a disturbed measurement shows itself
 */
record Result(
        String name,
        double seconds,
        long messages,
        List<Double> perSecond,
        double cpuSeconds,
        long allocatedBytes,
        Histogram latency,
        Written written,
        long heapAfterBytes,
        double foreignLoad) {
    Result {
        perSecond = List.copyOf(perSecond);
    }

    /** The same scenario in two rounds. */
    Result and(Result other) {
        Histogram both = latency.copy();
        both.add(other.latency);
        return new Result(
                name,
                seconds + other.seconds,
                messages + other.messages,
                Stream.concat(perSecond.stream(), other.perSecond.stream()).toList(),
                cpuSeconds + other.cpuSeconds,
                allocatedBytes + other.allocatedBytes,
                both,
                written.plus(other.written),
                Math.max(heapAfterBytes, other.heapAfterBytes),
                Math.max(foreignLoad, other.foreignLoad));
    }

    Row row(String group) {
        double each = Math.max(1, messages);
        Row row = Row.of(
                        group,
                        name,
                        messages / seconds,
                        "messages/s",
                        Row.Better.HIGHER,
                        Samples.noise(perSecond.stream()
                                .mapToDouble(Double::doubleValue)
                                .toArray()))
                .with("p50 ms", millis(50))
                .with("p99 ms", millis(99))
                .with("p99.9 ms", millis(99.9))
                .with("CPU us/message", cpuSeconds * 1e6 / each)
                .with("allocated bytes/message", allocatedBytes / each)
                .with("heap MB", heapAfterBytes / 1e6)
                .with("foreign load", foreignLoad);
        if (written.commits() == 0) return row;
        return row.with("messages/commit", (double) messages / written.commits())
                .with("bytes/commit", (double) written.bytes() / written.commits());
    }

    double millis(double percentile) {
        return latency.getValueAtPercentile(percentile) / 1000.0;
    }
}
