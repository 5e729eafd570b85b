// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.Acknowledge;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.ReleaseTask;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.spi.AgentFailure;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;

/** The actor under a {@link TestAgent}: it keeps what arrives until the test or a script looks at it. */
final class TestHost implements Guest {
    private final AgentId id;
    private final ActorRef<ToOrchestrator> hub;
    private final Duration heartbeat;
    private final Function<Behavior<ToAgent>, ActorRef<ToAgent>> spawn;
    private final Map<Long, Integer> deliveries = new HashMap<>();
    private final Deque<Letter> letters = new ArrayDeque<>();
    private final Deque<ToAgent.Control> orders = new ArrayDeque<>();
    private final TreeMap<Long, AgentCommand> sent = new TreeMap<>();
    private final Map<Long, Reply> replies = new HashMap<>();
    private volatile @Nullable ActorRef<ToAgent> address;
    private @Nullable Script script;
    private Optional<ToOrchestrator.Lease> lease = Optional.empty();
    private Duration renewal = Duration.ZERO;
    private long incarnation;
    private long numbers;
    private long lastLetter;
    private boolean beating = true;
    private boolean silent;

    private record Script(Duration takes, TestAgent.Script work) {}

    private sealed interface Note {
        record FromHub(ToAgent message) implements Note {}

        record Beat() implements Note {}

        record Later(Runnable what) implements Note {}

        record Perform() implements Note {}

        record Die() implements Note {}
    }

    TestHost(
            AgentId id,
            long lastIncarnation,
            ActorRef<ToOrchestrator> hub,
            Duration heartbeat,
            Function<Behavior<ToAgent>, ActorRef<ToAgent>> spawn) {
        this.id = id;
        incarnation = lastIncarnation;
        this.hub = hub;
        this.heartbeat = heartbeat;
        this.spawn = spawn;
    }

    private Behavior<ToAgent> behavior() {
        Behavior<Note> notes = Behaviors.withTimers(timers -> {
            timers.startSingleTimer(new Note.Beat(), heartbeat);
            return Behaviors.receiveMessage(note -> on(note, timers));
        });
        return Behaviors.transformMessages(
                ToAgent.class, notes, builder -> builder.match(ToAgent.class, Note.FromHub::new));
    }

    private synchronized Behavior<Note> on(Note note, TimerScheduler<Note> timers) {
        switch (note) {
            case Note.FromHub(ToAgent message) -> {
                if (!silent) received(message, timers);
            }
            case Note.Beat beat -> {
                if (beating) tell(new ToOrchestrator.Heartbeat(id, incarnation, lease));
                timers.startSingleTimer(new Note.Beat(), pace());
            }
            case Note.Later(Runnable what) -> what.run();
            case Note.Perform perform -> perform(List.copyOf(letters), timers);
            case Note.Die die -> {
                return Behaviors.stopped();
            }
        }
        return Behaviors.same();
    }

    private void received(ToAgent message, TimerScheduler<Note> timers) {
        switch (message) {
            case ToAgent.Attached attached -> {
                numbers = Math.max(numbers, attached.commandsSeen());
                lastLetter = Math.max(lastLetter, attached.lettersSettled());
                sent.keySet().stream()
                        .filter(number -> !replies.containsKey(number))
                        .forEach(this::tell);
            }
            case ToAgent.Deliver deliver -> deliver.letters().forEach(letter -> delivered(letter, timers));
            case ToAgent.Answered answered -> answered(answered, timers);
            case ToAgent.Control order -> {
                orders.add(order);
                if (order.action() == ToAgent.Action.ABANDON) lease = Optional.empty();
            }
            case ToAgent.AttachRefused refused -> {}
            case ToAgent.Detached detached -> lease = Optional.empty();
        }
    }

    private void delivered(Letter letter, TimerScheduler<Note> timers) {
        deliveries.merge(letter.number(), 1, Integer::sum);
        if (letter.number() != lastLetter + 1) return;
        lastLetter++;
        letters.add(letter);
        if (letter.content() instanceof Letter.Assignment assignment) {
            lease = Optional.of(leaseOf(assignment));
            renewal = Duration.ofMillis(assignment.leaseMillis()).dividedBy(3);
            timers.startSingleTimer(new Note.Beat(), pace());
        }
        perform(List.of(letter), timers);
    }

    /** A lease shorter than usual is renewed more often than usual. */
    private Duration pace() {
        return lease.isPresent() && renewal.compareTo(heartbeat) < 0 ? renewal : heartbeat;
    }

    private void answered(ToAgent.Answered answered, TimerScheduler<Note> timers) {
        long number = answered.number();
        replies.put(number, answered.reply());
        AgentCommand command = sent.get(number);
        if (answered.reply() instanceof Reply.Accepted && command != null && endsWork(command))
            lease = Optional.empty();
        if (script == null) return;
        retryAfter(answered.reply())
                .ifPresent(pause -> timers.startSingleTimer(new Note.Later(() -> tell(number)), pause));
    }

    private boolean endsWork(AgentCommand command) {
        return switch (command) {
            case CompleteTask complete -> isHeld(complete.task(), complete.epoch());
            case FailTask fail -> isHeld(fail.task(), fail.epoch());
            case ReleaseTask release -> isHeld(release.task(), release.epoch());
            default -> false;
        };
    }

    private boolean isHeld(TaskId task, long epoch) {
        return lease.equals(Optional.of(new ToOrchestrator.Lease(task, epoch)));
    }

    private static ToOrchestrator.Lease leaseOf(Letter.Assignment assignment) {
        return new ToOrchestrator.Lease(assignment.task().id(), assignment.epoch());
    }

    private static Optional<Duration> retryAfter(Reply reply) {
        return switch (reply) {
            case Reply.Undetermined unknown -> Optional.of(Duration.ofMillis(unknown.retryAfterMillis()));
            case Reply.Rejected(Rejection.Overloaded(long millis)) -> Optional.of(Duration.ofMillis(millis));
            case Reply.Rejected rejected -> Optional.empty();
            case Reply.Accepted accepted -> Optional.empty();
        };
    }

    // ---- scripts

    void script(Duration takes, TestAgent.Script work) {
        synchronized (this) {
            script = new Script(takes, work);
        }
        note(new Note.Perform());
    }

    /** A script deals with tasks; other letters are acknowledged, and kept for the test to look at. */
    private void perform(List<Letter> arrived, TimerScheduler<Note> timers) {
        Script performed = script;
        if (performed == null) return;
        for (Letter letter : arrived) {
            if (letter.content() instanceof Letter.Assignment assignment) {
                letters.remove(letter);
                send(new StartTask(assignment.task().id(), assignment.epoch()));
                if (performed.takes().isZero()) finish(assignment, performed);
                else timers.startSingleTimer(new Note.Later(() -> finish(assignment, performed)), performed.takes());
            }
            send(new Acknowledge(letter.number()));
        }
    }

    private void finish(Letter.Assignment assignment, Script performed) {
        if (!isHeld(assignment.task().id(), assignment.epoch())) return;
        send(outcome(assignment, performed));
    }

    private static AgentCommand outcome(Letter.Assignment assignment, Script performed) {
        TaskId task = assignment.task().id();
        try {
            return new CompleteTask(task, assignment.epoch(), performed.work().work(assignment));
        } catch (AgentFailure failure) {
            return new FailTask(task, assignment.epoch(), failure.reason(), failure.isRetryable());
        }
    }

    // ---- what the test looks at and sends

    synchronized Optional<Letter> nextLetter() {
        return Optional.ofNullable(letters.peek());
    }

    synchronized int letters() {
        return letters.size();
    }

    synchronized void takeLetter() {
        letters.remove();
    }

    synchronized Optional<ToAgent.Control> takeOrder() {
        return Optional.ofNullable(orders.poll());
    }

    synchronized int deliveries(long letter) {
        return deliveries.getOrDefault(letter, 0);
    }

    synchronized long send(AgentCommand command) {
        sent.put(++numbers, command);
        tell(numbers);
        return numbers;
    }

    synchronized void repeat(long number) {
        replies.remove(number);
        tell(number);
    }

    synchronized Optional<Reply> reply(long number) {
        return Optional.ofNullable(replies.get(number));
    }

    synchronized void heartbeats(boolean value) {
        beating = value;
    }

    private void tell(long number) {
        AgentCommand command = sent.get(number);
        if (command == null)
            throw new IllegalArgumentException("agent %s has sent no command %d".formatted(id, number));
        tell(new ToOrchestrator.ExecuteAsAgent(id, incarnation, number, command));
    }

    private void tell(ToOrchestrator message) {
        if (!silent && address != null) hub.tell(message);
    }

    private void note(Note note) {
        ActorRef<ToAgent> to = address;
        if (to == null) return;
        ActorRef<Object> anything = to.unsafeUpcast();
        anything.tell(note);
    }

    // ---- life

    @Override
    public void die() {
        note(new Note.Die());
        address = null;
    }

    @Override
    public void comeBack() {
        forget();
        // Not under the lock: the actors must go on for it to succeed.
        address = spawn.apply(behavior());
        attach();
    }

    private synchronized void forget() {
        letters.clear();
        orders.clear();
        sent.clear();
        replies.clear();
        deliveries.clear();
        lease = Optional.empty();
        numbers = 0;
        lastLetter = 0;
        incarnation++;
        silent = false;
    }

    @Override
    public synchronized void silence() {
        silent = true;
    }

    @Override
    public synchronized void hear() {
        silent = false;
        attach();
    }

    @Override
    public void hubIsBack() {
        attach();
    }

    private synchronized void attach() {
        ActorRef<ToAgent> to = address;
        if (to != null) tell(new ToOrchestrator.Attach(id, incarnation, to));
    }
}
