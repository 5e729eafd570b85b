// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static io.hubspoke.orchestrator.actor.HubUnderTest.ANN;
import static io.hubspoke.orchestrator.actor.HubUnderTest.message;
import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.Command.UpdateProject;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Projects share a journal and nothing else. */
class ManyProjectsTest {
    @TempDir
    Path folder;

    private Path file;
    private ActorTestKit kit;

    @BeforeEach
    void start() {
        file = folder.resolve("journal.db");
        JournalFile.open(file).close();
        kit = HubUnderTest.kit(SqliteHub.config(file));
    }

    @AfterEach
    void stop() {
        kit.shutdownTestKit();
    }

    @Test
    void one_hostile_project_does_not_fail_a_single_command_of_fifty_others() {
        HubUnderTest hostile = SqliteHub.on(kit, "hostile").withProject(ANN);
        List<HubUnderTest> healthy = new ArrayList<>();
        for (int i = 0; i < 50; i++) healthy.add(SqliteHub.on(kit, "healthy-" + i));
        healthy.forEach(hub -> hub.withProject(ANN));
        String tooLong = "x".repeat(3 * 1024 * 1024);

        for (int round = 0; round < 3; round++) {
            hostile.send(message(ANN, tooLong));
            hostile.send(
                    new UpdateProject(Optional.of("\uD800" + "\u0000".repeat(70_000)), Map.of(), Optional.empty()));
            hostile.send(message(ANN, tooLong + tooLong));
            for (HubUnderTest hub : healthy) hub.send(message(ANN, "round " + round));
        }

        for (int i = 0; i < 9; i++)
            assertThat(hostile.operator.receiveMessage().reply()).isInstanceOf(Reply.Rejected.class);
        for (HubUnderTest hub : healthy) {
            for (int round = 0; round < 3; round++) {
                assertThat(hub.operator.receiveMessage().reply()).isInstanceOf(Reply.Accepted.class);
            }
        }
    }

    @Test
    void a_project_whose_journal_is_damaged_stops_alone() {
        SqliteHub.on(kit, "bad").withProject(ANN).close();
        SqliteHub.on(kit, "good").withProject(ANN).close();
        SqliteHub.sql(
                file, "DELETE FROM event_journal WHERE persistence_id = 'orchestrator|bad' AND sequence_number = 1");

        HubUnderTest bad = SqliteHub.on(kit, "bad");
        HubUnderTest good = SqliteHub.on(kit, "good");
        assertThat(bad.execute(message(ANN, "hello"))).isInstanceOf(Reply.Rejected.class);
        good.accepted(message(ANN, "hello"));
        try (JournalReader reader = JournalReader.open(file)) {
            assertThat(reader.replay(ProjectId.of("good")).mailboxes().accepted())
                    .isEqualTo(1);
            assertThat(reader.projects()).contains(ProjectId.of("bad"));
        }
    }
}
