// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.domain.Histories;
import io.hubspoke.orchestrator.journal.EventTypes;
import org.junit.jupiter.api.Test;

class StepperTest {
    private final Timeline timeline =
            Timeline.of(new MemorySource(Histories.PROJECT, Histories.random(2, 300)), Histories.PROJECT);

    @Test
    void forward_and_back_lead_to_where_one_was() {
        Stepper start = Stepper.at(timeline, 30);
        Stepper there = start;
        for (int i = 0; i < 10; i++) there = there.next();
        assertThat(there.moment().revision()).isEqualTo(40);
        for (int i = 0; i < 10; i++) there = there.previous();
        assertThat(there.moment()).isEqualTo(start.moment());
    }

    @Test
    void nobody_walks_beyond_either_end() {
        Stepper end = Stepper.at(timeline, 5).last();
        assertThat(end.next().moment()).isEqualTo(end.moment());
        assertThat(end.next().note()).isEqualTo("this is the last revision");
        Stepper beginning = end.to(0);
        assertThat(beginning.previous().moment().revision()).isZero();
        assertThat(beginning.previous().note()).isEqualTo("nothing happened before");
        assertThat(beginning.next().note()).isEmpty();
    }

    @Test
    void a_leap_is_told_in_digits_and_what_is_none_is_refused() {
        Stepper stepper = Stepper.at(timeline, 5);
        assertThat(stepper.to(" 17 ").moment().revision()).isEqualTo(17);
        assertThat(stepper.to("").moment().revision()).isEqualTo(timeline.last());
        assertThat(stepper.to("seven").note()).isEqualTo("'seven' is no revision: write a number");
        assertThat(stepper.to("999999").note())
                .isEqualTo("there is no revision 999999: the last one is " + timeline.last());
        assertThat(stepper.to("999999").moment().revision()).isEqualTo(5);
    }

    @Test
    void a_search_stops_at_each_event_of_the_type_and_can_be_repeated() {
        Stepper stepper = Stepper.at(timeline, 0).search("registered");
        int found = 0;
        while (stepper.note().isEmpty()) {
            found++;
            assertThat(EventTypes.nameOf(stepper.moment().event().orElseThrow().event()))
                    .contains("registered");
            stepper = stepper.search("");
        }
        assertThat(found).isGreaterThan(2);
        assertThat(stepper.note()).isEqualTo("no event further on has a type with 'registered'");
        assertThat(Stepper.at(timeline, 1).search(" ").note()).contains("write a part of an event's type");
    }
}
