// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.util.List;

/**
 * One thing that a run of the benchmark looks at. What it returns goes into the table, the JSON and the comparison as
 * it is; {@link Benchmark} lists them in the order in which they are taken.
 */
interface Measurement {
    /** Named as its rows' group is, which {@code --only} selects by. */
    String group();

    /**
     * Takes the measurement, leaving nothing behind in the folder.
     *
     * @throws Exception when it cannot be taken; its first line then stands in the table, and the run goes on
     */
    List<Row> measure(Bench bench) throws Exception;
}
