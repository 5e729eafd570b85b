// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static io.hubspoke.orchestrator.actor.HubUnderTest.ANN;
import static io.hubspoke.orchestrator.actor.HubUnderTest.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hubspoke.orchestrator.actor.ControlledJournal.Control;
import io.hubspoke.orchestrator.actor.ControlledJournal.Mode;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.util.ArrayList;
import java.util.List;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.junit.jupiter.api.Test;

/** What the hub cannot take it refuses with a hint, and what it holds is bounded in number and bytes. */
class OverloadTest {
    private HubUnderTest started(String... settings) {
        List<String> config = new ArrayList<>(List.of(settings));
        config.addFirst(ControlledJournal.CONFIG);
        HubUnderTest hub = HubUnderTest.start(config.toArray(String[]::new)).withProject(ANN);
        ControlledJournal.of(hub.kit.system()).set(Mode.HOLD);
        hub.send(message(ANN, "in flight"));
        await().until(() -> ControlledJournal.of(hub.kit.system()).held() == 1);
        return hub;
    }

    private static void expectOverloaded(HubUnderTest hub, CommandId id) {
        assertThat(hub.operator.receiveMessage())
                .isEqualTo(new Replied(id, new Reply.Rejected(new Rejection.Overloaded(200))));
    }

    @Test
    void more_commands_than_may_wait_are_refused_at_once_with_a_hint_and_the_same_id_works_later() {
        try (HubUnderTest hub = started("hubspoke.orchestrator.waiting-commands-max = 5")) {
            for (int i = 0; i < 5; i++) hub.send(message(ANN, "waits " + i));
            CommandId refused = hub.send(message(ANN, "too much"));
            expectOverloaded(hub, refused);
            TestProbe<ToAgent> host = hub.host();
            hub.hub.tell(new ToOrchestrator.Attach(ANN, 1, host.getRef()));
            host.expectMessage(new ToAgent.AttachRefused(1, new Rejection.Overloaded(200)));

            ControlledJournal.of(hub.kit.system()).release();
            for (int i = 0; i < 6; i++)
                assertThat(hub.operator.receiveMessage().reply()).isInstanceOf(Reply.Accepted.class);
            hub.hub.tell(new ToOrchestrator.ExecuteAsOperator(
                    refused, "alice", message(ANN, "too much"), hub.operator.getRef()));
            assertThat(hub.operator.receiveMessage().reply()).isInstanceOf(Reply.Accepted.class);
            assertThat(hub.status().letters()).isEqualTo(7);
        }
    }

    @Test
    void more_bytes_than_may_wait_are_refused() {
        try (HubUnderTest hub = started("hubspoke.orchestrator.waiting-bytes-max = 10000")) {
            for (int i = 0; i < 2; i++) hub.send(message(ANN, "x".repeat(6_000)));
            expectOverloaded(hub, hub.send(message(ANN, "small")));
        }
    }

    @Test
    void a_batch_is_bounded_in_commands_and_in_bytes() {
        try (HubUnderTest hub = started(
                "hubspoke.orchestrator.batch-commands-max = 4", "hubspoke.orchestrator.batch-bytes-max = 5000")) {
            Control journal = ControlledJournal.of(hub.kit.system());
            for (int i = 0; i < 6; i++) hub.send(message(ANN, "small " + i));
            for (int i = 0; i < 3; i++) hub.send(message(ANN, "x".repeat(3_000)));
            hub.status();
            journal.release();
            for (int i = 0; i < 10; i++)
                assertThat(hub.operator.receiveMessage().reply()).isInstanceOf(Reply.Accepted.class);

            List<byte[]> rows = journal.rows("orchestrator|p");
            assertThat(rows.subList(3, rows.size()))
                    .map(row -> new CommitCodec().decode(row).events().size())
                    .containsExactly(4, 3, 1, 1);
        }
    }

    @Test
    void a_command_larger_than_a_batch_is_refused_by_name() {
        try (HubUnderTest hub = HubUnderTest.start("hubspoke.orchestrator.batch-bytes-max = 5000")
                .withProject(ANN)) {
            assertThat(hub.execute(message(ANN, "x".repeat(6_000))))
                    .isInstanceOfSatisfying(
                            Reply.Rejected.class,
                            rejected -> assertThat(rejected.rejection())
                                    .isInstanceOfSatisfying(
                                            Rejection.TooLarge.class,
                                            large -> assertThat(large.limit()).isEqualTo(5_000)));
            hub.accepted(message(ANN, "a smaller one"));
        }
    }
}
