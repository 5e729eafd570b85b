// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import static io.hubspoke.benchmarks.Reports.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTest {
    private static final Row GROUP = rate(SystemMeasurement.GROUP, SystemMeasurement.GROUP_COMMIT, 50_000);

    @Test
    void the_hub_is_set_beside_what_the_disk_alone_would_give() {
        Row disk = Row.of(DiskMeasurement.GROUP, DiskMeasurement.BATCHES, 200, "/s", Row.Better.HIGHER, 0.1)
                .with("messages each", 500);
        Row ratio = Rows.ratios(List.of(GROUP, disk)).getFirst();
        assertThat(ratio.value()).isCloseTo(0.5, within(1e-9));
        assertThat(ratio.noise()).isGreaterThan(0.1);
    }

    @Test
    void nothing_is_divided_by_what_was_not_measured() {
        Row absent = Row.absent(SystemMeasurement.GROUP, SystemMeasurement.IN_MEMORY, "it failed");
        assertThat(Rows.ratios(List.of(GROUP, absent))).isEmpty();
    }

    @Test
    void twice_the_standard_error_is_the_noise() {
        assertThat(Samples.noise(new double[] {90, 110, 100, 100})).isCloseTo(0.0816, within(0.001));
        assertThat(Samples.noise(new double[] {100})).isEqualTo(1);
    }

    @Test
    void a_cost_that_grows_faster_than_a_tree_is_flagged() {
        Row steady = Row.of(RulesMeasurement.GROUP, "decide tick", 9_000, "ns", Row.Better.LOWER, 0.05);
        Growth steps = new Growth(0);
        assertThat(Growth.tooSteep(List.of(steps.judged(steady.with("growth x", 4)))))
                .isEmpty();
        assertThat(Growth.tooSteep(List.of(steps.judged(steady.with("growth x", 6.2)))))
                .isEmpty();
        assertThat(Growth.tooSteep(List.of(steps.judged(steady.with("growth x", 7)))))
                .hasSize(1);
        Growth caches = new Growth(20);
        assertThat(Growth.tooSteep(List.of(caches.judged(steady.with("growth x", 7)))))
                .isEmpty();
        assertThat(Growth.tooSteep(List.of(caches.judged(steady.with("evolve growth x", 900)))))
                .hasSize(1);
    }
}
