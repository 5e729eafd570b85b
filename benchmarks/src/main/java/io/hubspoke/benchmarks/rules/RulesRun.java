// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks.rules;

import java.util.List;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs the JMH benchmarks in a process of their own and writes JMH's JSON. By default all in this one JVM, since
 * building a million tasks for each of sixty benchmarks would take longer than measuring them; it also gives the
 * compiler what it sees in a running hub, which decides all commands in one process. Only the codec has JVMs of its own
 * and seconds to warm up: in this one half of it would not be compiled. At length, each has its own JVM.
 */
public final class RulesRun {
    private RulesRun() {}

    public static void main(String[] args) throws RunnerException {
        String json = args[0];
        boolean full = List.of(args).contains("full");
        ChainedOptionsBuilder options = new OptionsBuilder()
                .include("io\\.hubspoke\\.benchmarks\\.rules\\..*")
                .resultFormat(ResultFormatType.JSON)
                .result(json)
                .shouldFailOnError(true);
        if (full) {
            options.forks(1);
            options.warmupIterations(5).warmupTime(TimeValue.seconds(1));
            options.measurementIterations(5).measurementTime(TimeValue.seconds(1));
        } else {
            Mixture.warmUp();
        }
        new Runner(options.build()).run();
    }
}
