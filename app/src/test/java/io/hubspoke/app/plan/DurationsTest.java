// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "5m, PT5M",
        "1h30m, PT1H30M",
        "2d, PT48H",
        "1m5ms, PT1M0.005S",
        "PT30S, PT30S",
        "pt2h, PT2H",
        "0s, PT0S",
        "90m, PT1H30M"
    })
    void a_time_is_read_as_people_write_it(String written, Duration meant) {
        assertThat(Durations.parse(written)).isEqualTo(meant);
        assertThat(Durations.parse(Durations.write(meant))).isEqualTo(meant);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "30", "5 minutes", "-3s", "1.5h", "3s2m", "P", "ms", "1e3s"})
    void what_is_no_time_is_refused_with_an_example(String written) {
        assertThatThrownBy(() -> Durations.parse(written))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("'%s' is not a time: write it like 500ms, 30s, 5m or 1h30m", written);
    }
}
