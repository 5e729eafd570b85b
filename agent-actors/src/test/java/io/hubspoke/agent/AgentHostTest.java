// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.protocol.wire.ToOrchestrator.Attach;
import io.hubspoke.protocol.wire.ToOrchestrator.ExecuteAsAgent;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import io.hubspoke.spi.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AgentHostTest {
    private final ActorTestKit kit = ActorTestKit.create(ConfigFactory.load("hubspoke-test-agents"));
    private final AgentContext where =
            new AgentContext(ProjectId.of("todo"), new Workspace(Path.of("."), Path.of("target/scratch")));
    private final AtomicInteger made = new AtomicInteger();
    private final List<ScriptedAgent> agents = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() {
        kit.shutdownTestKit();
    }

    @Test
    void every_agent_gets_a_host_of_its_own_and_more_may_be_started_later() {
        TestProbe<ToOrchestrator> hub = kit.createTestProbe();
        ActorRef<AgentHost.Start> host = kit.spawn(AgentHost.create(
                List.of(spec("a"), spec("b")),
                where,
                hub.getRef(),
                new AgentProviders(List.of(provider())),
                FakeHub.SETTINGS));
        assertThat(attached(hub, 2)).containsExactly("a", "b");
        host.tell(new AgentHost.Start(spec("c")));
        host.tell(new AgentHost.Start(spec("c")));
        assertThat(attached(hub, 3)).containsExactly("a", "b", "c");
        assertThat(made).hasValue(3);
    }

    @Test
    void a_host_that_crashes_comes_back_as_a_new_incarnation_with_a_fresh_agent() {
        TestProbe<ToOrchestrator> hub = kit.createTestProbe();
        kit.spawn(AgentHost.create(
                List.of(spec("a")), where, hub.getRef(), new AgentProviders(List.of(provider())), FakeHub.SETTINGS));
        Attach first = hub.expectMessageClass(Attach.class);
        first.host().tell(new ToAgent.Attached(first.incarnation(), 0, 0, 100));
        first.host().tell(new ToAgent.Control(ToAgent.Action.PAUSE, "the agent below breaks its host by this"));
        Attach second = first;
        while (second.incarnation() == first.incarnation()) second = hub.expectMessageClass(Attach.class);
        assertThat(second.incarnation()).isGreaterThan(first.incarnation());
        assertThat(made).hasValue(2);
        // The hub knows the address by the incarnation before, and dismisses that one first.
        second.host().tell(new ToAgent.Detached("another host has taken the place"));
        second.host().tell(new ToAgent.Attached(second.incarnation(), 0, 0, 100));
        second.host().tell(new ToAgent.Deliver(0, List.of(FakeHub.message(1, "still there?"))));
        ExecuteAsAgent acknowledge = hub.expectMessageClass(ExecuteAsAgent.class);
        assertThat(acknowledge.incarnation()).isEqualTo(second.incarnation());
        assertThat(acknowledge.command()).isEqualTo(new Acknowledge(1));
    }

    @Test
    void work_of_before_a_crash_says_nothing_under_the_new_incarnation() {
        TestProbe<ToOrchestrator> hub = kit.createTestProbe();
        kit.spawn(AgentHost.create(
                List.of(spec("a")), where, hub.getRef(), new AgentProviders(List.of(provider())), FakeHub.SETTINGS));
        Attach first = hub.expectMessageClass(Attach.class);
        first.host().tell(new ToAgent.Attached(first.incarnation(), 0, 0, 100));
        first.host().tell(new ToAgent.Deliver(0, List.of(FakeHub.assignment(1, "api", 1))));
        assertThat(hub.expectMessageClass(ExecuteAsAgent.class).command()).isInstanceOf(StartTask.class);
        first.host().tell(new ToAgent.Answered(1, new Reply.Accepted(1, "")));
        assertThat(hub.expectMessageClass(ExecuteAsAgent.class).command()).isEqualTo(new Acknowledge(1));
        ScriptedAgent old = agents.getFirst();
        await().until(() -> old.log.contains("work api 1"));
        first.host().tell(new ToAgent.Control(ToAgent.Action.PAUSE, "the agent below breaks its host by this"));
        Attach second = hub.expectMessageClass(Attach.class);
        second.host().tell(new ToAgent.Attached(second.incarnation(), 2, 1, 100));
        await().until(() -> old.log.contains("interrupted"));
        hub.expectNoMessage();
    }

    @Test
    void an_unknown_kind_is_told_with_those_that_exist() {
        AgentProviders providers = new AgentProviders(List.of(provider()));
        AgentSpec odd = new AgentSpec(AgentId.of("a"), AgentType.REVIEWER, "magic");
        assertThat(providers.problems(odd)).containsExactly("kind 'magic' is unknown: use one of fragile");
        assertThat(providers.problems(spec("a"))).isEmpty();
        assertThatThrownBy(() -> providers.make(odd, where))
                .hasMessage("agent a: kind 'magic' is unknown: use one of fragile");
        assertThatThrownBy(() -> new AgentProviders(List.of(provider(), provider())))
                .hasMessageContaining("kind 'fragile'");
    }

    @Test
    void settings_are_read_from_the_configuration() {
        AgentSettings settings = AgentSettings.from(
                ConfigFactory.parseString("hubspoke.agents { heartbeat-interval = 7s, ask-timeout = 3s, "
                        + "retry-pause = 50ms, retry-pause-max = 900ms }"));
        assertThat(settings.heartbeatInterval()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.pauseAfter(1)).isEqualTo(Duration.ofMillis(50));
        assertThat(settings.pauseAfter(3)).isEqualTo(Duration.ofMillis(200));
        assertThat(settings.pauseAfter(60)).isEqualTo(Duration.ofMillis(900));
        assertThat(AgentSettings.from(ConfigFactory.load())).isNotNull();
    }

    private static Set<String> attached(TestProbe<ToOrchestrator> hub, int count) {
        Set<String> ids = new TreeSet<>();
        while (ids.size() < count)
            ids.add(hub.expectMessageClass(Attach.class).agent().value());
        return ids;
    }

    private static AgentSpec spec(String id) {
        return new AgentSpec(AgentId.of(id), AgentType.BACKEND_DEVELOPER, "fragile");
    }

    private AgentProvider provider() {
        return new AgentProvider() {
            @Override
            public String kind() {
                return "fragile";
            }

            @Override
            public List<String> problems(AgentSpec agent) {
                return List.of();
            }

            @Override
            public Agent create(AgentSpec agent, AgentContext context) {
                made.incrementAndGet();
                ScriptedAgent fragile = new ScriptedAgent() {
                    @Override
                    public boolean waitsWhilePaused() {
                        throw new IllegalStateException("a bug");
                    }
                };
                agents.add(fragile);
                return fragile;
            }
        };
    }
}
