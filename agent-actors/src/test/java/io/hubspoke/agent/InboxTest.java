// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.wire.ToAgent;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class InboxTest {
    private final Inbox inbox = new Inbox();

    @Test
    void letters_are_taken_once_and_in_order() {
        assertThat(take(0, 1, 2)).containsExactly(1L, 2L);
        assertThat(take(0, 1, 2, 3)).containsExactly(3L);
        assertThat(take(3, 4)).containsExactly(4L);
    }

    @Test
    void letters_behind_a_gap_are_left_for_a_later_delivery() {
        assertThat(take(0, 1)).containsExactly(1L);
        assertThat(take(2, 3, 4)).isEmpty();
        assertThat(take(1, 2, 3, 4)).containsExactly(2L, 3L, 4L);
    }

    @Test
    void the_first_letter_is_the_one_after_what_the_hub_calls_settled() {
        inbox.attached(5);
        assertThat(take(4, 5, 6)).containsExactly(6L);
        inbox.done(6);
        assertThat(inbox.acknowledgeable()).hasValue(6);
    }

    @Test
    void only_what_is_done_without_a_gap_is_acknowledged() {
        take(0, 1, 2, 3);
        inbox.done(3);
        inbox.done(2);
        assertThat(inbox.acknowledgeable()).isEmpty();
        inbox.done(1);
        assertThat(inbox.acknowledgeable()).hasValue(3);
        inbox.acknowledged(3);
        assertThat(inbox.acknowledgeable()).isEmpty();
    }

    @Test
    void a_delivery_asks_for_one_acknowledgement_when_it_is_whole() {
        take(0, 1, 2);
        inbox.done(1);
        assertThat(inbox.batchDone()).isFalse();
        inbox.done(2);
        assertThat(inbox.batchDone()).isTrue();
        assertThat(inbox.batchDone()).isFalse();
    }

    @Test
    void an_undigested_letter_is_taken_again_and_holds_up_the_acknowledgement_of_those_behind_it() {
        take(0, 1, 2, 3);
        inbox.done(1);
        inbox.failed(2);
        inbox.done(3);
        assertThat(inbox.acknowledgeable()).hasValue(1);
        assertThat(inbox.isHeldUp()).isTrue();
        assertThat(take(1, 2, 3)).containsExactly(2L);
        assertThat(inbox.isHeldUp()).isFalse();
        inbox.done(2);
        assertThat(inbox.acknowledgeable()).hasValue(3);
    }

    @Test
    void a_letter_that_the_hub_gave_up_holds_up_nothing_any_more() {
        take(0, 1, 2, 3);
        inbox.failed(1);
        inbox.done(2);
        inbox.done(3);
        inbox.attached(1);
        assertThat(inbox.isHeldUp()).isFalse();
        assertThat(inbox.acknowledgeable()).hasValue(3);
    }

    private List<Long> take(long after, long... numbers) {
        List<Letter> letters =
                LongStream.of(numbers).mapToObj(InboxTest::letter).toList();
        return inbox.take(new ToAgent.Deliver(after, letters)).stream()
                .map(Letter::number)
                .toList();
    }

    private static Letter letter(long number) {
        return new Letter(number, number, Principal.HUB, new Letter.Message("note", "", Optional.empty()));
    }
}
