// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static io.hubspoke.orchestrator.journal.CommitCodecTest.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hubspoke.protocol.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class ReadAheadTest {
    private static final int ROWS = 2_000;
    private static final String TEXT = "x".repeat(8_000);

    private final CommitCodec codec = new CommitCodec();

    /** Sixteen megabytes: several times what may be under way. */
    private List<byte[]> rows() {
        List<byte[]> rows = new ArrayList<>();
        Head head = Head.START;
        for (int i = 0; i < ROWS; i++) {
            Recorded event = message(head.revision() + 1, TEXT);
            Commit commit = codec.encode(head, event.at(), List.of(event));
            head = head.then(commit);
            rows.add(commit.row().bytes());
        }
        return rows;
    }

    private ReadAhead<byte[]> reading(Consumer<Predicate<byte[]>> source) {
        return new ReadAhead<>(source, row -> row.length, codec::decode);
    }

    private static Consumer<Predicate<byte[]>> of(List<byte[]> rows, AtomicInteger read) {
        return sink -> {
            for (byte[] row : rows) {
                read.incrementAndGet();
                if (!sink.test(row)) return;
            }
        };
    }

    @Test
    void every_commit_comes_once_and_in_order() {
        List<Long> numbers = new ArrayList<>();
        try (ReadAhead<byte[]> ahead = reading(of(rows(), new AtomicInteger()))) {
            ahead.forEach(commit -> numbers.add(commit.number()));
        }
        assertThat(numbers).hasSize(ROWS).isSorted().doesNotHaveDuplicates();
    }

    @Test
    void it_reads_no_further_than_its_memory_allows_and_stops_when_nobody_wants_more() {
        List<byte[]> rows = rows();
        AtomicInteger read = new AtomicInteger();
        try (ReadAhead<byte[]> ahead = reading(of(rows, read))) {
            assertThat(ahead.next()).isPresent();
        }
        // Four megabytes under way, and one parcel that was taken.
        assertThat(read.get()).isLessThan(ROWS / 2);
    }

    @Test
    void a_row_that_is_wrong_is_told_after_all_that_are_good() {
        List<byte[]> rows = rows();
        rows.set(700, new byte[] {'{', '}'});
        List<Long> numbers = new ArrayList<>();
        try (ReadAhead<byte[]> ahead = reading(of(rows, new AtomicInteger()))) {
            assertThatThrownBy(() -> ahead.forEach(commit -> numbers.add(commit.number())))
                    .isInstanceOf(JournalException.class);
            assertThatThrownBy(ahead::next).isInstanceOf(JournalException.class);
        }
        assertThat(numbers).hasSize(700);
    }

    @Test
    void what_ends_the_source_ends_the_reading_even_when_memory_is_what_ran_out() {
        Consumer<Predicate<byte[]>> source = sink -> {
            throw new OutOfMemoryError("of the test");
        };
        try (ReadAhead<byte[]> ahead = reading(source)) {
            assertThatThrownBy(ahead::next).isInstanceOf(OutOfMemoryError.class);
        }
    }

    @Test
    void of_nothing_there_is_nothing() {
        try (ReadAhead<byte[]> ahead = reading(sink -> {})) {
            assertThat(ahead.next()).isEqualTo(Optional.empty());
        }
    }
}
