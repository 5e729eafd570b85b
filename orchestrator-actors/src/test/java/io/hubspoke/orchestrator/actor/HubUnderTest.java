// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** One orchestrator with probes in the place of operators and hosts, and a clock that only the test moves. */
final class HubUnderTest implements AutoCloseable {
    static final ProjectId PROJECT = ProjectId.of("p");
    static final AgentId ANN = AgentId.of("ann");
    static final AgentId BOB = AgentId.of("bob");

    private static final AtomicLong COMMANDS = new AtomicLong();
    private static final AtomicLong SYSTEMS = new AtomicLong();

    final ActorTestKit kit;
    final TestClock clock = new TestClock();
    final OrchestratorSettings settings;
    final ActorRef<ToOrchestrator> hub;
    final TestProbe<Replied> operator;
    private final boolean ownKit;

    /** The wall clock, moved on by hand as well, so that nothing waits for real time to pass. */
    static final class TestClock implements InstantSource {
        private final AtomicLong aheadMillis = new AtomicLong();

        @Override
        public Instant instant() {
            return Instant.now().plusMillis(aheadMillis.get());
        }

        void advance(Duration time) {
            aheadMillis.addAndGet(time.toMillis());
        }
    }

    HubUnderTest(ActorTestKit kit, ProjectId project, OrchestratorSettings settings, boolean ownKit) {
        this.kit = kit;
        this.settings = settings;
        this.ownKit = ownKit;
        operator = kit.createTestProbe(Replied.class);
        hub = kit.spawn(Orchestrator.create(project, settings, clock));
    }

    static HubUnderTest start(String... overrides) {
        Config config = config(overrides);
        return new HubUnderTest(kit(config), PROJECT, OrchestratorSettings.from(config), true);
    }

    /** Each with a name of its own, by which {@link ControlledJournal} tells them apart. */
    static ActorTestKit kit(Config config) {
        return ActorTestKit.create("hub-test-" + SYSTEMS.incrementAndGet(), config);
    }

    static Config config(String... overrides) {
        return ConfigFactory.load(ConfigFactory.parseString(String.join("\n", overrides))
                .withFallback(ConfigFactory.parseResourcesAnySyntax("hubspoke-test")));
    }

    /** Sends and does not wait. */
    CommandId send(OperatorCommand command) {
        CommandId id = new CommandId("t-" + COMMANDS.incrementAndGet());
        hub.tell(new ToOrchestrator.ExecuteAsOperator(id, "alice", command, operator.getRef()));
        return id;
    }

    Reply execute(OperatorCommand command) {
        CommandId id = send(command);
        Replied replied = operator.receiveMessage();
        assertThat(replied.id()).isEqualTo(id);
        return replied.reply();
    }

    void accepted(OperatorCommand command) {
        assertThat(execute(command)).isInstanceOf(Reply.Accepted.class);
    }

    HubUnderTest withProject(AgentId... agents) {
        accepted(new CreateProject(ProjectSettings.DEFAULT, Map.of()));
        for (AgentId agent : agents)
            accepted(new RegisterAgent(new AgentSpec(agent, AgentType.BACKEND_DEVELOPER, "test")));
        return this;
    }

    TestProbe<ToAgent> host() {
        return kit.createTestProbe(ToAgent.class);
    }

    ToAgent.Attached attach(AgentId agent, long incarnation, TestProbe<ToAgent> host) {
        hub.tell(new ToOrchestrator.Attach(agent, incarnation, host.getRef()));
        return host.expectMessageClass(ToAgent.Attached.class);
    }

    /** A host that has just been attached and has seen nothing else yet. */
    TestProbe<ToAgent> attached(AgentId agent, long incarnation) {
        TestProbe<ToAgent> host = host();
        attach(agent, incarnation, host);
        return host;
    }

    void as(AgentId agent, long incarnation, long number, AgentCommand command) {
        hub.tell(new ToOrchestrator.ExecuteAsAgent(agent, incarnation, number, command));
    }

    /** The reply, whatever letters and orders come before it. */
    Reply executeAs(AgentId agent, long incarnation, long number, AgentCommand command, TestProbe<ToAgent> host) {
        as(agent, incarnation, number, command);
        while (true) {
            if (host.receiveMessage() instanceof ToAgent.Answered answered) {
                assertThat(answered.number()).isEqualTo(number);
                return answered.reply();
            }
        }
    }

    static SendMessage message(AgentId to, String text) {
        return new SendMessage(to, "note", text);
    }

    static String text(Letter letter) {
        return ((Letter.Message) letter.content()).payload();
    }

    <V extends View> V read(Query query, Class<V> view) {
        TestProbe<View> probe = kit.createTestProbe(View.class);
        hub.tell(new ToOrchestrator.Read(query, probe.getRef()));
        return view.cast(probe.receiveMessage());
    }

    View.Status status() {
        return read(new Query.Status(), View.Status.class);
    }

    /** Letters up to this number, over as many deliveries as it takes. */
    static List<Letter> letters(TestProbe<ToAgent> host, int count) {
        List<Letter> letters = new ArrayList<>();
        while (letters.size() < count)
            letters.addAll(host.expectMessageClass(ToAgent.Deliver.class).letters());
        return letters;
    }

    /** The next order, whatever letters come before it once more. */
    static ToAgent.Control control(TestProbe<ToAgent> host) {
        while (true) {
            if (host.receiveMessage() instanceof ToAgent.Control control) return control;
        }
    }

    /** Time passes, and the hub has noticed it when this returns. */
    void pass(Duration time) {
        read(new Query.Project(), View.class);
        clock.advance(time);
        wake();
        read(new Query.Project(), View.class);
    }

    /** The timer's own message, as the timer would send it at the clock's new instant. */
    void wake() {
        ActorRef<Object> anything = hub.unsafeUpcast();
        anything.tell(new OrchestratorMessage.Wake());
    }

    @Override
    public void close() {
        if (ownKit) kit.shutdownTestKit();
        else kit.stop(hub);
    }
}
