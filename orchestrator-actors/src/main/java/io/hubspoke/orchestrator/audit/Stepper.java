// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.journal.EventTypes;
import io.hubspoke.protocol.Recorded;
import java.util.Locale;
import java.util.Optional;

/**
 * Somebody who walks along a timeline, one event at a time or in leaps. Whoever asks for the impossible stays where
 * they are and is told why.
 *
 * @param moment where they stand
 * @param note what is to be told; empty when all went well
 * @param sought what was searched for last; empty before the first search
 */
public record Stepper(Timeline timeline, Moment moment, String note, String sought) {

    public static Stepper at(Timeline timeline, long revision) {
        return new Stepper(timeline, timeline.at(revision), "", "");
    }

    /** One event further, also one that has been written meanwhile. */
    public Stepper next() {
        return moment.revision() < timeline.last() ? to(moment.revision() + 1) : staying("this is the last revision");
    }

    public Stepper previous() {
        return moment.revision() > 0 ? to(moment.revision() - 1) : staying("nothing happened before");
    }

    public Stepper last() {
        return to(timeline.last());
    }

    public Stepper to(long revision) {
        long last = timeline.last();
        return revision < 0 || revision > last
                ? staying("there is no revision %d: the last one is %d".formatted(revision, last))
                : new Stepper(timeline, timeline.at(revision), "", sought);
    }

    /** To a revision in digits; without any to the last one. */
    public Stepper to(String written) {
        String digits = written.strip();
        if (digits.isEmpty()) return last();
        return digits.matches("\\d{1,18}")
                ? to(Long.parseLong(digits))
                : staying("'%s' is no revision: write a number".formatted(digits));
    }

    /** To the next event whose type contains this text; an empty text searches for the same again. */
    public Stepper search(String text) {
        String wanted = text.isBlank() ? sought : text.strip().toLowerCase(Locale.ROOT);
        if (wanted.isEmpty()) return staying("write a part of an event's type, such as gate or task-failed");
        Optional<Long> found = find(wanted);
        return found.map(this::to)
                .orElseGet(() -> staying("no event further on has a type with '%s'".formatted(wanted)))
                .seeking(wanted);
    }

    private Optional<Long> find(String wanted) {
        long[] found = {0};
        timeline.events(moment.revision() + 1, (Recorded recorded) -> {
            if (EventTypes.nameOf(recorded.event()).contains(wanted)) found[0] = recorded.revision();
            return found[0] == 0;
        });
        return found[0] == 0 ? Optional.empty() : Optional.of(found[0]);
    }

    private Stepper staying(String sentence) {
        return new Stepper(timeline, moment, sentence, sought);
    }

    private Stepper seeking(String wanted) {
        return new Stepper(timeline, moment, note, wanted);
    }
}
