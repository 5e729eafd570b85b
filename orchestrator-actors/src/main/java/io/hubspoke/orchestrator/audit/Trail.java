// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.audit.Explanation.Step;
import io.hubspoke.protocol.Event;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** The steps of one story: the first ones and the last ones, however many there are. */
final class Trail {
    private static final int FIRST_MAX = 20;
    private static final int LAST_MAX = 180;

    private final List<Step> first = new ArrayList<>();
    private final Deque<Step> last = new ArrayDeque<>();
    private long leftOut;

    void add(Step step) {
        Deque<Step> end = last;
        if (!end.isEmpty()
                && repeats(end.getLast().recorded().event(), step.recorded().event())) {
            end.removeLast();
            leftOut++;
        }
        if (first.size() < FIRST_MAX && end.isEmpty()) {
            boolean again = !first.isEmpty()
                    && repeats(
                            first.getLast().recorded().event(), step.recorded().event());
            if (again) leftOut++;
            if (again) first.set(first.size() - 1, step);
            else first.add(step);
            return;
        }
        end.addLast(step);
        if (end.size() > LAST_MAX) {
            end.removeFirst();
            leftOut++;
        }
    }

    List<Step> steps() {
        List<Step> all = new ArrayList<>(first);
        all.addAll(last);
        return all;
    }

    long leftOut() {
        return leftOut;
    }

    /** Of a row of heartbeats or progress notes the last one says enough. */
    private static boolean repeats(Event before, Event next) {
        return before.getClass() == next.getClass()
                && (next instanceof Event.LeaseRenewed || next instanceof Event.TaskProgressed);
    }
}
