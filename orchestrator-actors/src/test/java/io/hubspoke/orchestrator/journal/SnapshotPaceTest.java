// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SnapshotPaceTest {
    private static final int EVERY_COMMITS = 50;
    private static final int EVERY_EVENTS = 2_000;

    private final SnapshotPace pace = new SnapshotPace(EVERY_COMMITS, EVERY_EVENTS);
    private Head head = Head.START;
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void small_commits_are_counted_themselves() {
        assertThat(commitsUntilDue(1, Duration.ofHours(1), 0)).isEqualTo(EVERY_COMMITS);
        assertThat(commitsUntilDue(1, Duration.ofHours(1), 0)).as("and anew").isEqualTo(EVERY_COMMITS);
    }

    @Test
    void a_twentieth_of_the_events_is_enough_when_there_was_time_between() {
        assertThat(commitsUntilDue(20, Duration.ofSeconds(1), 1_000)).isEqualTo(5);
    }

    @Test
    void the_more_tasks_there_are_the_longer_is_the_time_between() {
        assertThat(commitsUntilDue(20, Duration.ofSeconds(1), 100_000))
                .as("five seconds")
                .isEqualTo(6);
        assertThat(commitsUntilDue(20, Duration.ofSeconds(1), 200_000))
                .as("ten")
                .isEqualTo(10);
    }

    @Test
    void a_hub_that_has_no_time_at_all_still_writes_one_in_the_end() {
        assertThat(commitsUntilDue(50, Duration.ZERO, 1_000_000)).isEqualTo(40);
    }

    @Test
    void what_was_replayed_counts_as_well() {
        for (int i = 0; i < EVERY_COMMITS - 1; i++) pace.count(commit(1));
        assertThat(commitsUntilDue(1, Duration.ZERO, 0)).isEqualTo(1);
    }

    private int commitsUntilDue(int events, Duration between, int tasks) {
        for (int i = 1; ; i++) {
            boolean due = pace.isDue(commit(events), tasks);
            now = now.plus(between);
            if (due) return i;
        }
    }

    private Commit commit(int size) {
        List<Recorded> events = new ArrayList<>();
        for (int i = 1; i <= size; i++) {
            events.add(new Recorded(
                    head.revision() + i,
                    now,
                    CommandId.HUB,
                    Principal.HUB,
                    1,
                    new Event.AgentStopped(AgentId.of("ann"), "over")));
        }
        Commit commit = new CommitCodec().encode(head, now, events);
        head = head.then(commit);
        return commit;
    }
}
