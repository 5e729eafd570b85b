// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import static io.hubspoke.benchmarks.Reports.rate;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.benchmarks.Comparison.Judgement;
import io.hubspoke.benchmarks.Comparison.Line;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final Report OLD =
            Reports.of(rate("system", "group commit", 50_000), rate(Rows.RATIOS, "group commit / in memory", 0.60));

    @Test
    void a_change_within_the_noise_is_not_judged() {
        Comparison comparison = Comparison.of(
                OLD,
                Reports.of(
                        rate("system", "group commit", 47_000), rate(Rows.RATIOS, "group commit / in memory", 0.63)));
        assertThat(judgements(comparison)).containsOnly(Judgement.SAME);
        assertThat(comparison.hasWorse()).isFalse();
    }

    @Test
    void a_ratio_that_fell_beyond_the_noise_is_worse_and_one_that_rose_is_better() {
        assertThat(judged(0.40)).isEqualTo(Judgement.WORSE);
        assertThat(judged(0.90)).isEqualTo(Judgement.BETTER);
    }

    private static Judgement judged(double ratio) {
        Comparison comparison = Comparison.of(OLD, Reports.of(rate(Rows.RATIOS, "group commit / in memory", ratio)));
        return comparison.lines().getFirst().judgement();
    }

    @Test
    void a_noisy_figure_must_change_more() {
        Row noisy = new Row(Rows.RATIOS, "r", 1, "x", Row.Better.HIGHER, 0.5, Map.of(), "");
        Row lower = new Row(Rows.RATIOS, "r", 0.75, "x", Row.Better.HIGHER, 0.01, Map.of(), "");
        assertThat(Comparison.of(Reports.of(noisy), Reports.of(lower)).hasWorse())
                .isFalse();
    }

    @Test
    void less_is_better_where_time_is_measured() {
        Row before = Row.of(Rows.RATIOS, "start", 0.5, "x", Row.Better.LOWER, 0);
        Row after = Row.of(Rows.RATIOS, "start", 0.8, "x", Row.Better.LOWER, 0);
        assertThat(Comparison.of(Reports.of(before), Reports.of(after)).hasWorse())
                .isTrue();
        assertThat(Comparison.of(Reports.of(after), Reports.of(before)).hasWorse())
                .isFalse();
    }

    @Test
    void ratios_come_first_and_on_another_machine_nothing_else_is_judged() {
        Report elsewhere = new Report(
                "",
                Map.of("processor", "another"),
                List.of(rate("system", "group commit", 10_000), rate(Rows.RATIOS, "group commit / in memory", 0.2)));
        Comparison comparison = Comparison.of(OLD, elsewhere);
        assertThat(judgements(comparison)).containsExactly(Judgement.WORSE, Judgement.UNKNOWN);
        assertThat(comparison.text()).contains("another machine", "-67 %", "WORSE");
    }

    @Test
    void a_figure_of_one_run_only_is_said_to_be_so() {
        Comparison comparison = Comparison.of(
                OLD, Reports.of(rate("peer", "LangGraph.js", 30), Row.absent("system", "group commit", "no disk")));
        assertThat(judgements(comparison)).containsOnly(Judgement.UNKNOWN);
        assertThat(comparison.text().lines().filter(line -> line.contains("not in both runs")))
                .hasSize(2);
    }

    private static List<Judgement> judgements(Comparison comparison) {
        return comparison.lines().stream().map(Line::judgement).toList();
    }
}
