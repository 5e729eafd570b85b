// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** A person or program that operates the project, played by the test. */
public final class TestOperator {
    private final OrchestratorTestKit kit;
    private final String name;
    private final ActorRef<Replied> mailbox;
    private final Map<CommandId, OperatorCommand> sent = new ConcurrentHashMap<>();
    private final Map<CommandId, Reply> replies = new ConcurrentHashMap<>();

    TestOperator(OrchestratorTestKit kit, String name) {
        this.kit = kit;
        this.name = name;
        mailbox = kit.actors().spawn(Behaviors.receiveMessage((Replied replied) -> {
            received(replied);
            return Behaviors.same();
        }));
    }

    private void received(Replied replied) {
        replies.put(replied.id(), replied.reply());
    }

    /** Asks, and gives the answer; fails when none comes without time passing. */
    public Reply execute(OperatorCommand command) {
        CommandId id = send(command);
        return reply(id).orElseThrow(() -> kit.failed("operator %s got no answer to %s".formatted(name, id)));
    }

    /** Asks, and fails unless it is accepted. */
    public Reply.Accepted accepted(OperatorCommand command) {
        Reply reply = execute(command);
        if (reply instanceof Reply.Accepted accepted) return accepted;
        throw kit.difference("command of operator " + name + " to be accepted", command, reply);
    }

    /** Asks, and fails unless it is refused. */
    public Rejection refused(OperatorCommand command) {
        Reply reply = execute(command);
        if (reply instanceof Reply.Rejected(Rejection rejection)) return rejection;
        throw kit.difference("command of operator " + name + " to be refused", command, reply);
    }

    /** Asks under a new id, and leaves open what becomes of it. */
    public CommandId send(OperatorCommand command) {
        CommandId id = new CommandId("testkit-%d-%d".formatted(kit.beganAt(), sent.size() + 1));
        sent.put(id, command);
        return repeat(id);
    }

    /** Sends the same command with the same id again: it has no second effect. */
    public CommandId repeat(CommandId id) {
        OperatorCommand command = sent.get(id);
        if (command == null) throw new IllegalArgumentException("operator %s has sent no %s".formatted(name, id));
        replies.remove(id);
        kit.hub().tell(new ToOrchestrator.ExecuteAsOperator(id, name, command, mailbox));
        kit.settle();
        return id;
    }

    /** The last answer to this command; empty when there was none since it was last sent. */
    public Optional<Reply> reply(CommandId id) {
        return Optional.ofNullable(replies.get(id));
    }

    /** Enqueues these tasks with one command. */
    public void enqueue(TaskSpec... tasks) {
        accepted(new EnqueueTasks(List.of(tasks)));
    }

    public void approve(long gate) {
        accepted(new ResolveGate(new GateId(gate), Decision.APPROVE, "approved"));
    }

    public void reject(long gate, String comment) {
        accepted(new ResolveGate(new GateId(gate), Decision.REJECT, comment));
    }
}
