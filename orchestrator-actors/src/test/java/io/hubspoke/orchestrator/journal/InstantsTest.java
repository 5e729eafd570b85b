// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InstantsTest {
    @Test
    void every_instant_is_read_as_the_jdk_reads_it() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            Instant at = Instant.ofEpochMilli(random.nextLong(-62_167_219_200_000L, 253_402_300_800_000L));
            for (Instant each : new Instant[] {at, Instant.ofEpochSecond(at.getEpochSecond()), at.plusNanos(i)})
                assertThat(Instants.parse(each.toString())).isEqualTo(each);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-02-28T24:00:00Z",
                "2026-12-31T23:59:60Z",
                "2026-11-23T07:48:50.1Z",
                "2026-11-23T07:48:50.123456789Z",
                "+12026-11-23T07:48:50Z",
                "2026-11-23T07:48:50+01:00"
            })
    void an_unusual_form_is_read_as_the_jdk_reads_it(String text) {
        assertThat(Instants.parse(text)).isEqualTo(Instant.parse(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Z",
                "yesterday",
                "2026-02-30T07:48:50Z",
                "2026-13-01T07:48:50.000Z",
                "2026-11-23T25:00:00Z",
                "2026-11-23T07:61:50Z",
                "2026-11-23 07:48:50Z",
                "2026-11-23T07:48:50,123Z",
                "2026-11-23T07:48:50.12aZ",
                "2026-11-23T07:48:50.123z1"
            })
    void what_is_no_instant_is_refused(String text) {
        assertThatThrownBy(() -> Instant.parse(text)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> Instants.parse(text)).isInstanceOf(DateTimeException.class);
    }
}
