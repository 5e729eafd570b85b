// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.actor.Hosts.Host;
import io.hubspoke.orchestrator.actor.OrchestratorMessage.HostGone;
import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.Deadlines;
import io.hubspoke.orchestrator.domain.Mailbox;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.AttachAgent;
import io.hubspoke.protocol.Command.DetachAgent;
import io.hubspoke.protocol.Command.Tick;
import io.hubspoke.protocol.Event.AgentDetached;
import io.hubspoke.protocol.Event.AgentUnregistered;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToAgent.Action;
import io.hubspoke.protocol.wire.ToAgent.Control;
import io.hubspoke.protocol.wire.ToOrchestrator.Attach;
import io.hubspoke.protocol.wire.ToOrchestrator.Heartbeat;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** All that an orchestrator has to do with the hosts of agents: who may speak for whom, what they are sent and told. */
final class AgentDesk {
    private final ActorContext<OrchestratorMessage> context;
    private final Consumer<Waiting> submit;
    private final Hosts hosts;
    private final Courier courier;
    private final Renewals renewals = new Renewals();
    private final Map<AgentId, Long> attaching = new HashMap<>();

    AgentDesk(ActorContext<OrchestratorMessage> context, OrchestratorSettings settings, Consumer<Waiting> submit) {
        this.context = context;
        this.submit = submit;
        hosts = new Hosts(settings);
        courier = new Courier(settings);
    }

    /** The journal was read: nobody loses a lease, and nobody counts as gone, because the hub was away. */
    void recovered(ProjectState state, Instant now) {
        renewals.grantAll(state, now);
        hosts.expect(state, now);
    }

    /**
     * The host that this command comes from. One that was replaced is told so; one that the hub has given up is taken
     * back first, and repeats its command then; one that nobody knows will attach when it misses its reply.
     */
    Optional<Host> sender(ProjectState state, AgentId agent, long incarnation, long number, Instant now) {
        Optional<Host> host = hosts.heard(agent, incarnation, now);
        if (host.isPresent()) {
            if (incarnation(state, agent) == incarnation) return host;
            takeBack(state, host.get(), now);
        } else {
            hosts.replaced(agent, incarnation)
                    .ifPresent(old -> old.address()
                            .tell(new ToAgent.Answered(number, new Reply.Rejected(stale(state, agent, incarnation)))));
        }
        return Optional.empty();
    }

    void heartbeat(ProjectState state, Heartbeat beat, Instant now) {
        hosts.heard(beat.agent(), beat.incarnation(), now).ifPresent(host -> {
            if (incarnation(state, beat.agent()) != beat.incarnation()) takeBack(state, host, now);
            else beat.lease().ifPresent(lease -> renewals.heartbeat(state, beat.agent(), lease, now));
        });
    }

    void attach(ProjectState state, Attach attach, Instant now) {
        if (hosts.replaced(attach.agent(), attach.incarnation()).isPresent()) {
            attach.host()
                    .tell(new ToAgent.AttachRefused(
                            attach.incarnation(), stale(state, attach.agent(), attach.incarnation())));
        } else {
            takeBack(state, new Host(attach.agent(), attach.incarnation(), attach.host()), now);
        }
    }

    /** At once when the journal says that this incarnation is attached; otherwise by a command. */
    private void takeBack(ProjectState state, Host host, Instant now) {
        if (incarnation(state, host.agent()) == host.incarnation()) {
            seat(state, host, now);
        } else if (!Long.valueOf(host.incarnation()).equals(attaching.put(host.agent(), host.incarnation()))) {
            submit.accept(new Waiting(
                    Request.ofHub(new AttachAgent(host.agent(), host.incarnation())),
                    0,
                    new Asker.Host(host.agent(), host.incarnation(), host.address())));
        }
    }

    /** The command of a host that wanted to be attached was answered. */
    void answered(ProjectState state, Asker.Host asker, Reply reply, Instant now) {
        attaching.remove(asker.agent(), asker.incarnation());
        if (!(reply instanceof Reply.Accepted)) {
            asker.answer(reply);
        } else if (incarnation(state, asker.agent()) == asker.incarnation()) {
            seat(state, new Host(asker.agent(), asker.incarnation(), asker.host()), now);
        } else {
            // Another one came in the same moment.
            asker.answer(new Reply.Rejected(stale(state, asker.agent(), asker.incarnation())));
        }
    }

    private void seat(ProjectState state, Host host, Instant now) {
        Optional<Host> before = hosts.attach(host, now);
        boolean same = before.filter(host::equals).isPresent();
        before.filter(old -> !same).ifPresent(old -> {
            context.unwatch(old.address());
            if (!old.address().equals(host.address())) {
                old.address()
                        .tell(new ToAgent.Detached("another host of agent " + host.agent() + " has taken the place"));
            }
        });
        if (!same) context.watchWith(host.address(), new HostGone(host.agent(), host.address()));
        host.address()
                .tell(new ToAgent.Attached(
                        host.incarnation(),
                        state.commands().highest(Principal.agent(host.agent())),
                        state.mailboxes().of(host.agent()).map(Mailbox::settled).orElse(0L),
                        state.limits().payloadBytes()));
        boolean held = state.agents()
                .find(host.agent())
                .filter(AgentRecord::pausedByOperator)
                .isPresent();
        if (held) host.address().tell(new Control(Action.PAUSE, "an operator has paused the agent"));
        else if (same) host.address().tell(new Control(Action.RESUME, "not paused"));
        if (!same || !courier.serves(host.agent())) courier.attached(host.agent(), host.address());
        courier.deliver(state, now).forEach(dead -> submit.accept(Waiting.ofHub(dead)));
    }

    void gone(HostGone gone) {
        Optional<Host> host =
                hosts.of(gone.agent()).filter(known -> known.address().equals(gone.host()));
        host.ifPresent(known -> {
            hosts.remove(known.agent());
            courier.detached(known.agent());
            submit.accept(Waiting.ofHub(new DetachAgent(known.agent(), known.incarnation(), "its host has ended")));
        });
    }

    /** Tells hosts what these events mean for them. */
    void published(List<Recorded> events, ProjectState before, ProjectState after) {
        for (Recorded recorded : events) {
            Controls.of(recorded.event(), before, after)
                    .ifPresent(order -> hosts.of(order.agent())
                            .ifPresent(host -> host.address().tell(order.message())));
            if (recorded.event() instanceof AgentUnregistered gone) {
                courier.detached(gone.agent());
                hosts.remove(gone.agent()).ifPresent(host -> context.unwatch(host.address()));
            } else if (recorded.event() instanceof AgentDetached gone && incarnation(after, gone.agent()) == 0) {
                courier.detached(gone.agent());
            }
        }
    }

    /** Sends what is owed and notices who is missing. */
    void serve(ProjectState state, Instant now) {
        courier.deliver(state, now).forEach(dead -> submit.accept(Waiting.ofHub(dead)));
        hosts.overdue(now).forEach(detach -> submit.accept(Waiting.ofHub(detach)));
    }

    /** What goes out to be decided: a tick knows of every heartbeat until now, not only until it began to wait. */
    List<Request> requests(ProjectState state, List<Waiting> batch) {
        List<Request> requests = new ArrayList<>(batch.size());
        for (Waiting waiting : batch) {
            boolean tick = waiting.request().command() instanceof Tick;
            requests.add(tick ? Request.ofHub(new Tick(renewals.seen(state))) : waiting.request());
        }
        return requests;
    }

    /** When {@link #serve} has something to do even if nothing happens. */
    Optional<Instant> next() {
        return Deadlines.earlier(courier.next(), hosts.next());
    }

    Stream<ActorRef<ToAgent>> addresses() {
        return hosts.all().stream().map(Host::address);
    }

    /** 0 when the agent counts as detached. */
    private static long incarnation(ProjectState state, AgentId agent) {
        return state.agents().find(agent).map(AgentRecord::incarnation).orElse(0L);
    }

    private static Rejection stale(ProjectState state, AgentId agent, long incarnation) {
        return new Rejection.StaleIncarnation(agent, incarnation, incarnation(state, agent));
    }
}
