// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static io.hubspoke.orchestrator.actor.HubUnderTest.ANN;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The way in: a cluster of one with sharding, on a real journal, as it runs for a person. */
class OrchestratorRegionTest {
    private static final ProjectId PROJECT = ProjectId.of("todo-service");

    @TempDir
    Path folder;

    private static <T> T now(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(60, TimeUnit.SECONDS);
    }

    private ActorTestKit node(Path file) {
        Config config = ConfigFactory.load(ConfigFactory.parseString(
                        "hubspoke.journal.file = \"%s\"\npekko.actor.testkit.typed.single-expect-default = 10s"
                                .formatted(file))
                .withFallback(ConfigFactory.parseResourcesAnySyntax("hubspoke-embedded")));
        ActorTestKit kit = HubUnderTest.kit(config);
        Cluster cluster = Cluster.get(kit.system());
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return kit;
    }

    @Test
    void who_is_put_off_waits_twice_as_long_each_time() {
        Reply full = new Reply.Rejected(new Rejection.Overloaded(200));
        assertThat(IntStream.rangeClosed(1, 4)
                        .mapToLong(attempt ->
                                OrchestratorRegion.pause(full, attempt).orElseThrow()))
                .containsExactly(200L, 400L, 800L, 1_600L);
        assertThat(OrchestratorRegion.pause(new Reply.Undetermined("the disk is full", 100), 3))
                .hasValue(400);
        assertThat(OrchestratorRegion.pause(full, 10_000).orElseThrow())
                .as("a pause has an end")
                .isEqualTo(204_800);
        assertThat(OrchestratorRegion.pause(new Reply.Rejected(new Rejection.ProjectMissing(PROJECT)), 1))
                .isEmpty();
    }

    @Test
    void projects_are_found_by_name_and_continue_after_the_process_has_ended() throws Exception {
        Path file = folder.resolve("journal.db");
        CommandId create = new CommandId("create");
        Reply first;
        try (JournalFile journal = JournalFile.open(file)) {
            ActorTestKit kit = node(journal.path());
            OrchestratorRegion region = OrchestratorRegion.start(kit.system());
            assertThat(now(region.read(PROJECT, new Query.Project()))).isInstanceOf(View.Absent.class);
            first = now(region.execute(PROJECT, create, "alice", new CreateProject(ProjectSettings.DEFAULT, Map.of())));
            assertThat(first).isInstanceOf(Reply.Accepted.class);
            assertThat(now(region.execute(
                            PROJECT,
                            new CommandId("ann"),
                            "alice",
                            new RegisterAgent(new AgentSpec(ANN, AgentType.BACKEND_DEVELOPER, "test")))))
                    .isInstanceOf(Reply.Accepted.class);
            TestProbe<ToAgent> host = kit.createTestProbe(ToAgent.class);
            region.project(PROJECT).tell(new ToOrchestrator.Attach(ANN, 1, host.getRef()));
            host.expectMessageClass(ToAgent.Attached.class);
            kit.shutdownTestKit();
        }
        try (JournalReader reader = JournalReader.open(file)) {
            assertThat(reader.projects()).containsExactly(PROJECT);
        }
        try (JournalFile journal = JournalFile.open(file)) {
            ActorTestKit kit = node(journal.path());
            OrchestratorRegion region = OrchestratorRegion.start(kit.system());
            assertThat(now(region.execute(
                            PROJECT, create, "alice", new CreateProject(ProjectSettings.DEFAULT, Map.of()))))
                    .as("the same command again")
                    .isEqualTo(first);
            assertThat(now(region.read(PROJECT, new Query.Agent(ANN)))).isInstanceOf(View.Agent.class);
            kit.shutdownTestKit();
        }
    }
}
