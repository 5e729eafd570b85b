// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RangeTest {
    private static Range of(Long from, Long to, long last) {
        return Range.of(Optional.ofNullable(from), Optional.ofNullable(to), last);
    }

    @Test
    void a_short_history_is_shown_whole() {
        assertThat(of(null, null, 1)).isEqualTo(new Range(1, 1));
        assertThat(of(null, null, 20_000)).isEqualTo(new Range(1, 20_000));
    }

    @Test
    void of_a_long_one_the_last_revisions_are_shown_or_those_asked_for() {
        assertThat(of(null, null, 1_000_000)).isEqualTo(new Range(980_001, 1_000_000));
        assertThat(of(5L, null, 1_000_000)).isEqualTo(new Range(5, 20_004));
        assertThat(of(null, 50_000L, 1_000_000)).isEqualTo(new Range(30_001, 50_000));
        assertThat(of(999_999L, null, 1_000_000)).isEqualTo(new Range(999_999, 1_000_000));
        assertThat(of(7L, 7L, 1_000_000).revisions()).isOne();
    }

    @ParameterizedTest
    @CsvSource({"0,5", "5,4", "1,101", "200,", "-3,"})
    void revisions_that_are_not_there_are_refused_with_those_that_are(Long from, Long to) {
        assertThatThrownBy(() -> of(from, to, 100))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("use --from and --to within 1 to 100");
    }

    @Test
    void more_than_one_report_can_hold_is_refused_with_the_limit() {
        assertThatThrownBy(() -> of(1L, 20_001L, 30_000))
                .hasMessage("20,001 revisions are too many for one report: use --from and --to for 20,000 or less");
        assertThatThrownBy(() -> of(null, null, 0)).hasMessageContaining("no events");
    }
}
