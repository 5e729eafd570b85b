// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Purpose;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.protocol.wire.ToOrchestrator.Attach;
import io.hubspoke.protocol.wire.ToOrchestrator.ExecuteAsAgent;
import io.hubspoke.protocol.wire.ToOrchestrator.Heartbeat;
import io.hubspoke.spi.Agent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.ManualTime;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;
import org.apache.pekko.actor.typed.ActorRef;

/** A hub played by the test: what an agent's host sends is looked at one by one, and answered by hand. */
final class FakeHub {
    static final AgentId AGENT = AgentId.of("coder-1");
    static final AgentSettings SETTINGS = new AgentSettings(
            Duration.ofSeconds(5), Duration.ofSeconds(2), Duration.ofMillis(100), Duration.ofSeconds(1));
    private static final int PAYLOAD_BYTES = 4_096;

    final TestProbe<ToOrchestrator> probe;
    final ActorRef<ToAgent> host;
    private Optional<ToOrchestrator> waiting = Optional.empty();
    private final AtomicLong incarnations = new AtomicLong(40);

    FakeHub(ActorTestKit kit, Agent agent) {
        probe = kit.createTestProbe();
        host = kit.spawn(AgentActor.create(AGENT, agent, probe.getRef(), SETTINGS, incarnations::incrementAndGet));
    }

    FakeHub(ActorTestKit kit, Agent agent, long commandsSeen, long lettersSettled) {
        this(kit, agent);
        attach(commandsSeen, lettersSettled);
    }

    Attach attach(long commandsSeen, long lettersSettled) {
        Attach attach = next(Attach.class);
        assertThat(attach.agent()).isEqualTo(AGENT);
        attach.host().tell(new ToAgent.Attached(attach.incarnation(), commandsSeen, lettersSettled, PAYLOAD_BYTES));
        return attach;
    }

    /** Lets time pass step by step until the host asks to be attached, and keeps the question for {@link #attach}. */
    void letTimePassUntilAttach(ManualTime time) {
        for (int second = 0; second < 60 && waiting.isEmpty(); second++) {
            time.timePasses(Duration.ofSeconds(1));
            try {
                waiting = Optional.of(probe.receiveMessage(Duration.ofMillis(100)))
                        .filter(Attach.class::isInstance);
            } catch (AssertionError nothing) {
                // Not yet.
            }
        }
        assertThat(waiting).isPresent();
    }

    /** The next message of that type; heartbeats and repeated attaches on the way are passed over. */
    <T extends ToOrchestrator> T next(Class<T> type) {
        while (true) {
            ToOrchestrator message = waiting.orElseGet(probe::receiveMessage);
            waiting = Optional.empty();
            if (type.isInstance(message)) return type.cast(message);
            assertThat(message)
                    .as("while waiting for %s", type.getSimpleName())
                    .isInstanceOfAny(Heartbeat.class, Attach.class);
        }
    }

    /** The next command; it must have that type. */
    ExecuteAsAgent expect(Class<? extends AgentCommand> type) {
        ExecuteAsAgent execute = next(ExecuteAsAgent.class);
        assertThat(execute.command()).isInstanceOf(type);
        assertThat(execute.agent()).isEqualTo(AGENT);
        return execute;
    }

    <T extends AgentCommand> T accept(Class<T> type) {
        return accept(type, "");
    }

    AgentCommand accept() {
        return accept(AgentCommand.class);
    }

    <T extends AgentCommand> T accept(Class<T> type, String subject) {
        ExecuteAsAgent execute = expect(type);
        reply(execute, new Reply.Accepted(1, subject));
        return type.cast(execute.command());
    }

    void reject(Class<? extends AgentCommand> type, Rejection rejection) {
        reply(expect(type), new Reply.Rejected(rejection));
    }

    void reply(ExecuteAsAgent execute, Reply reply) {
        host.tell(new ToAgent.Answered(execute.number(), reply));
    }

    void control(ToAgent.Action action) {
        host.tell(new ToAgent.Control(action, "because"));
    }

    void deliver(long after, Letter... letters) {
        host.tell(new ToAgent.Deliver(after, Arrays.asList(letters)));
    }

    static Letter letter(long number, Letter.Content content) {
        return new Letter(number, number, Principal.HUB, content);
    }

    static Letter message(long number, String payload) {
        return letter(number, new Letter.Message("note", payload, Optional.empty()));
    }

    static Letter assignment(long number, String task, long epoch) {
        return letter(number, assignment(task, epoch, Duration.ofSeconds(30)));
    }

    static Letter.Assignment assignment(String task, long epoch, Duration lease) {
        TaskSpec spec = TaskSpec.of(TaskId.of(task), AgentType.BACKEND_DEVELOPER, "Do " + task);
        return new Letter.Assignment(
                spec,
                epoch,
                Purpose.WORK,
                1,
                lease.toMillis(),
                Optional.empty(),
                TaskResult.EMPTY,
                Map.of(),
                List.of(),
                List.of());
    }
}
