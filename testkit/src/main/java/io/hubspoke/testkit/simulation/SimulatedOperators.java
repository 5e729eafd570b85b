// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * Operators at their clients. A command is sent again under the same id while there is no reply, the outcome is
 * unknown or the hub is overloaded, with growing pauses, as the hub's own client does, but for ever.
 */
final class SimulatedOperators {
    private static final int DOUBLINGS_MAX = 3;

    private final World world;
    private final long askTimeoutMillis;
    private final Map<String, ActorRef<Replied>> addresses = new TreeMap<>();
    private final Map<CommandId, Open> open = new TreeMap<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    private static final class Open {
        final CommandId id;
        final String operator;
        final OperatorCommand command;
        int putOff;
        Cancellable again = Cancellable.alreadyCancelled();

        Open(CommandId id, String operator, OperatorCommand command) {
            this.id = id;
            this.operator = operator;
            this.command = command;
        }
    }

    SimulatedOperators(World world, long askTimeoutMillis) {
        this.world = world;
        this.askTimeoutMillis = askTimeoutMillis;
    }

    void ask(String operator, OperatorCommand command) {
        CommandId id = new CommandId(operator + "-" + numbers.merge(operator, 1, Integer::sum));
        world.checker().answers().issued(Principal.operator(operator), id, command);
        Open asked = new Open(id, operator, command);
        open.put(id, asked);
        send(asked);
    }

    private void send(Open asked) {
        ActorRef<Replied> address = addresses.computeIfAbsent(asked.operator, this::address);
        world.toHub(
                new Network.Way(asked.operator, "hub"),
                new ToOrchestrator.ExecuteAsOperator(asked.id, asked.operator, asked.command, address));
        sendAgain(asked, askTimeoutMillis);
    }

    private void sendAgain(Open asked, long millis) {
        asked.again.cancel();
        asked.again = world.loop().afterMillis(millis, () -> send(asked));
    }

    private ActorRef<Replied> address(String operator) {
        return world.spawn(
                Behaviors.receiveMessage(replied -> {
                    replied(operator, replied);
                    return Behaviors.same();
                }),
                "operator-" + operator);
    }

    /** What the hub says; whether it arrives is another matter. */
    private void replied(String operator, Replied replied) {
        if (world.hub().isDead()) return;
        world.trace().add(() -> "hub answers " + replied.id() + ": " + replied.reply());
        world.said(replied.reply());
        world.checker().answered(Principal.operator(operator), replied.id(), replied.reply());
        world.network().send(new Network.Way("hub", operator), () -> arrived(replied));
    }

    private void arrived(Replied replied) {
        Open asked = open.get(replied.id());
        if (asked == null) return;
        OptionalLong pause = pause(replied.reply());
        if (pause.isPresent()) {
            sendAgain(asked, pause.getAsLong() << Math.min(asked.putOff++, DOUBLINGS_MAX));
        } else {
            asked.again.cancel();
            open.remove(asked.id);
        }
    }

    private static OptionalLong pause(Reply reply) {
        return switch (reply) {
            case Reply.Undetermined unknown -> OptionalLong.of(unknown.retryAfterMillis());
            case Reply.Rejected(Rejection.Overloaded overloaded) -> OptionalLong.of(overloaded.retryAfterMillis());
            case Reply.Rejected refused -> OptionalLong.empty();
            case Reply.Accepted accepted -> OptionalLong.empty();
        };
    }

    /** Commands that have no answer yet. */
    List<String> unanswered() {
        List<String> ids = new ArrayList<>();
        open.values().forEach(each -> ids.add(each.id + " " + each.command));
        return ids;
    }
}
