// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.Hub;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/** A host that does the least, and one thing wrong. Its agent works on the host's own thread, so let that be quick. */
final class CarelessHost extends AbstractBehavior<ToAgent> {
    /** What it does wrong. */
    enum Fault {
        TAKES_A_LETTER_TWICE,
        ACKNOWLEDGES_BEFORE_THE_EFFECT,
        INSISTS_ON_A_RESULT,
        IS_SATISFIED_WITH_ONE_ATTACH
    }

    private static final Hub NO_HUB =
            (Hub) Proxy.newProxyInstance(Hub.class.getClassLoader(), new Class<?>[] {Hub.class}, (hub, call, with) -> {
                throw new IllegalStateException("this host has no hub for its agent");
            });

    private final Fault fault;
    private final AgentId id;
    private final Agent agent;
    private final ActorRef<ToOrchestrator> hub;
    private final Map<Long, AgentCommand> said = new HashMap<>();
    private long number;
    private long taken;

    static HostFactory with(Fault fault) {
        return (agent, where, hub, provider, settings) -> Behaviors.setup(
                context -> new CarelessHost(context, fault, agent.id(), provider.create(agent, where), hub));
    }

    private CarelessHost(
            ActorContext<ToAgent> context, Fault fault, AgentId id, Agent agent, ActorRef<ToOrchestrator> hub) {
        super(context);
        this.fault = fault;
        this.id = id;
        this.agent = agent;
        this.hub = hub;
        if (fault == Fault.IS_SATISFIED_WITH_ONE_ATTACH) {
            attach();
        } else {
            context.setReceiveTimeout(Duration.ofMillis(100), new ToAgent.Detached("ask again"));
            attach();
        }
    }

    @Override
    public Receive<ToAgent> createReceive() {
        return newReceiveBuilder().onMessage(ToAgent.class, this::on).build();
    }

    private void attach() {
        hub.tell(new ToOrchestrator.Attach(id, 1, getContext().getSelf()));
    }

    private Behavior<ToAgent> on(ToAgent message) throws Exception {
        switch (message) {
            case ToAgent.Attached attached -> number = Math.max(number, attached.commandsSeen());
            case ToAgent.Deliver deliver -> {
                for (Letter letter : deliver.letters()) {
                    if (letter.number() > taken || fault == Fault.TAKES_A_LETTER_TWICE) take(letter);
                    taken = Math.max(taken, letter.number());
                }
            }
            case ToAgent.Answered(long answered, Reply.Rejected refused)
            when fault == Fault.INSISTS_ON_A_RESULT && said.get(answered) instanceof CompleteTask result -> say(result);
            case ToAgent.Detached again -> attach();
            case ToAgent.Answered other -> {}
            case ToAgent.AttachRefused other -> {}
            case ToAgent.Control other -> {}
        }
        return this;
    }

    private void take(Letter letter) throws Exception {
        if (fault == Fault.ACKNOWLEDGES_BEFORE_THE_EFFECT) say(new Acknowledge(letter.number()));
        switch (letter.content()) {
            case Letter.Message message -> agent.onMessage(letter.from(), message, NO_HUB);
            case Letter.Assignment work -> {
                say(new StartTask(work.task().id(), work.epoch()));
                TaskResult result = agent.work(work, NO_HUB);
                say(new CompleteTask(work.task().id(), work.epoch(), result));
            }
            case Letter.Question other -> {}
            case Letter.Answer other -> {}
            case Letter.GateClosed other -> {}
        }
        if (fault != Fault.ACKNOWLEDGES_BEFORE_THE_EFFECT) say(new Acknowledge(letter.number()));
    }

    private void say(AgentCommand command) {
        said.put(++number, command);
        hub.tell(new ToOrchestrator.ExecuteAsAgent(id, 1, number, command));
    }
}
