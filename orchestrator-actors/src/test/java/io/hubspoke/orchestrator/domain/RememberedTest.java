// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.domain.Commands.Answered;
import io.hubspoke.protocol.CommandId;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RememberedTest {
    private static Answered answered(long revision) {
        return new Answered(CommandId.numbered(revision), 7, revision, "");
    }

    @Test
    void whatever_comes_and_goes_it_is_a_sorted_map_that_loses_its_first() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            int reach = 1 + random.nextInt(100);
            Remembered remembered = Remembered.NONE;
            TreeMap<Long, Answered> expected = new TreeMap<>();
            long at = 1;
            for (int step = 1; step <= 300; step++) {
                if (expected.size() > 20 || (!expected.isEmpty() && random.nextInt(4) == 0)) {
                    remembered = remembered.withoutFirst();
                    expected.pollFirstEntry();
                } else {
                    // Mostly upwards, sometimes again, sometimes below all that is there.
                    long place = Math.max(0, at + random.nextInt(2 * reach) - reach / 2);
                    at = Math.max(at, place);
                    remembered = remembered.with(place, answered(step));
                    expected.put(place, answered(step));
                }
                assertSame(remembered, expected);
            }
            assertThat(remembered).isEqualTo(Remembered.of(expected)).hasSameHashCodeAs(Remembered.of(expected));
            assertThat(remembered).isNotEqualTo(Remembered.of(expected).with(at + 1, answered(1)));
        }
    }

    private static void assertSame(Remembered remembered, SortedMap<Long, Answered> expected) {
        assertThat(remembered.byPlace()).isEqualTo(expected);
        assertThat(remembered.size()).isEqualTo(expected.size());
        if (expected.isEmpty()) return;
        long first = expected.firstKey();
        assertThat(remembered.first()).isEqualTo(first);
        assertThat(remembered.last()).isEqualTo(expected.lastKey());
        for (long place = Math.max(0, first - 3); place < first + 20; place++) {
            assertThat(remembered.get(place)).isEqualTo(expected.get(place));
        }
    }

    @Test
    void what_was_is_not_changed_by_what_becomes_of_it() {
        Remembered before = Remembered.NONE.with(5, answered(1)).with(6, answered(2));
        Remembered after = before.with(5, answered(3)).withoutFirst().with(7, answered(4));
        assertThat(before.byPlace()).containsOnlyKeys(5L, 6L).containsEntry(5L, answered(1));
        assertThat(after.byPlace()).containsOnlyKeys(6L, 7L);
    }
}
