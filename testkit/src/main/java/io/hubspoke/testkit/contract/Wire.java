// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.protocol.wire.WireMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * The wire between one host and the hub: everything passes here in order, is written down, and may be held up, lost
 * or doubled on its way. Each takes the other for this wire.
 */
final class Wire {
    /** What becomes of a message. */
    sealed interface Fate {
        record Pass() implements Fate {}

        record Twice() implements Fate {}

        record Lose() implements Fate {}

        /** Kept, and all that follows in its direction, until {@link #straight}. */
        record Hold() implements Fate {}

        /** Answered in the hub's stead: the command never reaches it. */
        record Refuse(Rejection rejection) implements Fate {}
    }

    static final Fate PASS = new Fate.Pass();
    static final Fate TWICE = new Fate.Twice();
    static final Fate LOSE = new Fate.Lose();
    static final Fate HOLD = new Fate.Hold();

    private final Timeline timeline;
    private final ActorRef<ToOrchestrator> hub;
    private final List<ToOrchestrator> heldToHub = new ArrayList<>();
    private final List<ToAgent> heldToHost = new ArrayList<>();
    private Function<WireMessage, Fate> fates = message -> PASS;
    private Optional<ActorRef<ToAgent>> host = Optional.empty();
    private Optional<ActorRef<ToAgent>> self = Optional.empty();

    Wire(Timeline timeline, ActorRef<ToOrchestrator> hub) {
        this.timeline = timeline;
        this.hub = hub;
    }

    Behavior<WireMessage> behavior() {
        return Behaviors.setup(context -> {
            remember(context.getSelf().narrow());
            return Behaviors.receiveMessage(message -> {
                carry(message);
                return Behaviors.same();
            });
        });
    }

    /** From now on this decides about every message. */
    synchronized void bend(Function<WireMessage, Fate> rule) {
        fates = rule;
    }

    /** Lets go on what was held, in order, and from now on everything. */
    synchronized void straight() {
        fates = message -> PASS;
        heldToHub.forEach(this::toHub);
        heldToHub.clear();
        heldToHost.forEach(this::toHost);
        heldToHost.clear();
    }

    /** Loses what was held, and lets everything pass from now on. */
    synchronized void loseHeld() {
        heldToHub.clear();
        heldToHost.clear();
        straight();
    }

    private synchronized void remember(ActorRef<ToAgent> address) {
        self = Optional.of(address);
    }

    private synchronized void carry(WireMessage message) {
        Fate fate = fates.apply(message);
        switch (message) {
            case ToOrchestrator up -> {
                if (up instanceof ToOrchestrator.Attach attach) host = Optional.of(attach.host());
                timeline.add(new Moment.Sent(up));
                carryUp(up, fate);
            }
            case ToAgent down -> carryDown(down, fate);
            default -> throw new IllegalStateException("nobody sends this here: " + message);
        }
    }

    private void carryUp(ToOrchestrator message, Fate fate) {
        switch (fate) {
            case Fate.Hold hold -> heldToHub.add(message);
            case Fate.Lose lose -> {}
            case Fate.Refuse refuse
            when message instanceof ToOrchestrator.ExecuteAsAgent command ->
                toHost(new ToAgent.Answered(command.number(), new Reply.Rejected(refuse.rejection())));
            case Fate.Pass pass when !heldToHub.isEmpty() -> heldToHub.add(message);
            case Fate.Twice twice -> {
                toHub(message);
                toHub(message);
            }
            case Fate.Refuse elsewhere -> toHub(message);
            case Fate.Pass pass -> toHub(message);
        }
    }

    private void carryDown(ToAgent message, Fate fate) {
        switch (fate) {
            case Fate.Hold hold -> heldToHost.add(message);
            case Fate.Lose lose -> {}
            case Fate.Pass pass when !heldToHost.isEmpty() -> heldToHost.add(message);
            case Fate.Twice twice -> {
                toHost(message);
                toHost(message);
            }
            case Fate.Refuse elsewhere -> toHost(message);
            case Fate.Pass pass -> toHost(message);
        }
    }

    private void toHub(ToOrchestrator message) {
        hub.tell(
                message instanceof ToOrchestrator.Attach attach
                        ? new ToOrchestrator.Attach(attach.agent(), attach.incarnation(), self.orElseThrow())
                        : message);
    }

    private void toHost(ToAgent message) {
        timeline.add(new Moment.Received(message));
        host.ifPresent(address -> address.tell(message));
    }
}
