// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.ConsultSpecialist;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.EscalateToHuman;
import io.hubspoke.protocol.Command.RecordUsage;
import io.hubspoke.protocol.Command.ReportProgress;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import io.hubspoke.protocol.wire.ToOrchestrator.Lease;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import io.hubspoke.spi.HubRefusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * The hub as the code of one agent sees it. Calls block the (virtual) thread they are made on, never an actor.
 * Several threads may use it at once; their commands are under way together and take effect in the order in which
 * they were made.
 */
public final class HubClient implements Hub {
    private final AgentId self;
    private final Line line;
    private final Optional<Lease> lease;

    HubClient(AgentId self, Line line, Optional<Lease> lease) {
        this.self = self;
        this.line = line;
        this.lease = lease;
    }

    @Override
    public AgentId self() {
        return self;
    }

    /**
     * Sends a command without waiting. The reply is never {@code Undetermined}, and says {@code Overloaded} only when
     * too many commands of this agent wait already. What hangs on the future may run on the host's thread and must
     * not block.
     */
    public CompletableFuture<Reply> submit(AgentCommand command) {
        return line.submit(command);
    }

    @Override
    public void send(AgentId to, String messageType, String payload, Optional<String> correlation)
            throws HubRefusal, InterruptedException {
        execute(new SendMessage(to, messageType, payload, correlation));
    }

    @Override
    public String consult(AgentType specialist, String question, String context, Duration deadline)
            throws HubRefusal, AgentFailure, InterruptedException {
        Letter.Content letter = askForLetter(new ConsultSpecialist(specialist, question, context, deadline));
        if (!(letter instanceof Letter.Answer answer)) {
            throw new IllegalStateException("a consultation was answered by something else: " + letter);
        }
        return switch (answer.outcome()) {
            case ANSWERED -> answer.text();
            case EXPIRED ->
                throw AgentFailure.retryable("no answer from a %s in time: %s".formatted(specialist, answer.text()));
            case FAILED -> throw AgentFailure.retryable("no answer from a %s: %s".formatted(specialist, answer.text()));
        };
    }

    @Override
    public GateOutcome escalate(GateQuestion question) throws HubRefusal, InterruptedException {
        Letter.Content letter = askForLetter(new EscalateToHuman(question, task()));
        if (!(letter instanceof Letter.GateClosed closed)) {
            throw new IllegalStateException("a gate was closed by something else: " + letter);
        }
        return closed.outcome();
    }

    @Override
    public void progress(int percent, String note) throws HubRefusal, InterruptedException {
        if (lease.isPresent()) {
            execute(new ReportProgress(lease.get().task(), lease.get().epoch(), percent, note));
        }
    }

    @Override
    public void usage(Usage usage, String note) throws HubRefusal, InterruptedException {
        execute(new RecordUsage(usage, task(), note));
    }

    @Override
    public void enqueue(List<TaskSpec> tasks) throws HubRefusal, InterruptedException {
        execute(new EnqueueTasks(tasks));
    }

    /** Sends a command and waits for the hub's word. */
    Reply.Accepted execute(AgentCommand command) throws HubRefusal, InterruptedException {
        return switch (get(line.submit(command))) {
            case Reply.Accepted accepted -> accepted;
            case Reply.Rejected rejected -> throw new HubRefusal(rejected.rejection());
            case Reply.Undetermined unknown ->
                throw new IllegalStateException("repeated until it is known: " + unknown);
        };
    }

    private Letter.Content askForLetter(AgentCommand command) throws HubRefusal, InterruptedException {
        Promises promises = line.promises();
        promises.begin();
        try {
            String subject = execute(command).subject();
            return get(line.track(promises.await(subject)));
        } finally {
            promises.end();
        }
    }

    private Optional<TaskId> task() {
        return lease.map(Lease::task);
    }

    private static <T> T get(CompletableFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException | java.util.concurrent.CancellationException hostEnded) {
            throw new InterruptedException("the agent's host has ended");
        }
    }
}
