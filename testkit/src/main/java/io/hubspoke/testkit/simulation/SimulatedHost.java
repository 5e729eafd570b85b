// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.agent.Outbox;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.ReleaseTask;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/**
 * The host of one incarnation of an agent: the production {@link Outbox} and inbox, and around them what the
 * host of a real agent does with its timers, without its threads. What the agent does with its work is told by the
 * steps of the history.
 */
final class SimulatedHost {
    private static final int COMMANDS_IN_FLIGHT = 8;
    private static final int COMMANDS_WAITING = 100;
    private static final long RETRY_MILLIS = 100;
    private static final long RETRY_MILLIS_MAX = 2_000;

    private final World world;
    private final AgentId agent;
    private final long incarnation;
    private final String name;
    private final long askMillis;
    private final ActorRef<ToAgent> address;
    private final Outbox outbox;
    private final OrderModel order;
    private final SimulatedMail mail;
    private final Set<ConsultationId> questions = new TreeSet<>();
    private final Deque<ToAgent> whileAsleep = new ArrayDeque<>();
    private long asleepUntil;
    private boolean alive = true;
    private boolean ended;
    private boolean known;
    private boolean attachWanted;
    private boolean heard;
    private boolean answeredSince;
    private boolean watchingAnswers;
    private boolean puttingOff;
    private boolean paused;
    private int attachTries;
    private int unansweredTries;
    private Optional<ToOrchestrator.Lease> lease = Optional.empty();
    private boolean started;
    private boolean closing;
    private long answering;

    SimulatedHost(World world, AgentId agent, long incarnation, long heartbeatMillis, long askMillis) {
        this.world = world;
        this.agent = agent;
        this.incarnation = incarnation;
        this.askMillis = askMillis;
        name = agent + "-" + incarnation;
        order = new OrderModel(world.findings(), name);
        outbox = new Outbox(this::send, COMMANDS_IN_FLIGHT, COMMANDS_WAITING);
        mail = new SimulatedMail(world, agent, name, outbox, this::after);
        address = world.spawn(
                Behaviors.receiveMessage(message -> {
                    said(message);
                    return Behaviors.same();
                }),
                "host-" + name);
        attach();
        every(heartbeatMillis, this::heartbeat);
        every(heartbeatMillis, this::silence);
    }

    boolean isAlive() {
        return alive && !ended;
    }

    AgentId agent() {
        return agent;
    }

    long incarnation() {
        return incarnation;
    }

    Optional<ToOrchestrator.Lease> lease() {
        return lease;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isUnanswered() {
        return outbox.isUnanswered();
    }

    Set<ConsultationId> questions() {
        return questions;
    }

    // ---- what becomes of it

    /** The actor system of the host goes with it and tells the hub. */
    void die() {
        vanish();
        world.stop(address);
        // What is still on its way from it comes from nobody the hub knows.
        world.checker().pulses().detached(agent);
    }

    /** Nothing is ever heard of it again, and nobody is told. */
    void vanish() {
        alive = false;
    }

    void sleep(long millis) {
        asleepUntil = world.loop().nanos() + millis * 1_000_000;
        world.loop().afterMillis(millis, this::wake);
    }

    private boolean isAsleep() {
        return world.loop().nanos() < asleepUntil;
    }

    private void wake() {
        while (!isAsleep() && !whileAsleep.isEmpty()) heard(whileAsleep.remove());
    }

    private void end() {
        ended = true;
        lease = Optional.empty();
        questions.clear();
    }

    // ---- timers

    private void every(long millis, Runnable then) {
        world.loop().afterMillis(millis, () -> {
            if (!isAlive()) return;
            if (!isAsleep()) then.run();
            every(millis, then);
        });
    }

    private void after(long millis, Runnable then) {
        world.loop().afterMillis(millis, () -> {
            if (!isAlive()) return;
            if (isAsleep()) after((asleepUntil - world.loop().nanos()) / 1_000_000 + 1, then);
            else then.run();
        });
    }

    private static long pauseAfter(int attempt) {
        return Math.min(RETRY_MILLIS << Math.min(Math.max(attempt - 1, 0), 10), RETRY_MILLIS_MAX);
    }

    private void heartbeat() {
        if (!attachWanted) toHub(new ToOrchestrator.Heartbeat(agent, incarnation, lease));
    }

    private void silence() {
        if (!heard || mail.isHeldUp()) attach();
        heard = false;
    }

    private void attach() {
        attachWanted = true;
        int tries = ++attachTries;
        after(pauseAfter(tries), () -> {
            if (attachWanted && attachTries == tries) attach();
        });
        toHub(new ToOrchestrator.Attach(agent, incarnation, address));
    }

    // ---- to the hub

    private void toHub(ToOrchestrator message) {
        if (world.network().reaches(agent)) world.toHub(new Network.Way(name, "hub"), message);
    }

    private void send(long number, AgentCommand command) {
        world.checker().answers().issued(Principal.agent(agent), CommandId.numbered(number), command);
        order.sent(number);
        toHub(new ToOrchestrator.ExecuteAsAgent(agent, incarnation, number, command));
    }

    /** The agent asks for something. */
    void act(AgentCommand command) {
        if (!isAlive() || isAsleep()) return;
        switch (command) {
            case CompleteTask c -> closing = closing || holds(c.task(), c.epoch());
            case FailTask c -> closing = closing || holds(c.task(), c.epoch());
            case ReleaseTask c -> closing = closing || holds(c.task(), c.epoch());
            default -> {}
        }
        world.checker().answers().wanted(agent, command);
        outbox.offer(command, reply -> replied(command, reply));
        watchAnswers();
    }

    private boolean holds(io.hubspoke.protocol.TaskId task, long epoch) {
        return lease.filter(new ToOrchestrator.Lease(task, epoch)::equals).isPresent();
    }

    private void replied(AgentCommand command, Reply reply) {
        if (reply instanceof Reply.Accepted) world.checker().answers().believed(agent, answering, command);
        ToOrchestrator.@Nullable Lease about = switch (command) {
            case CompleteTask c -> new ToOrchestrator.Lease(c.task(), c.epoch());
            case FailTask c -> new ToOrchestrator.Lease(c.task(), c.epoch());
            case ReleaseTask c -> new ToOrchestrator.Lease(c.task(), c.epoch());
            default -> null;
        };
        if (about == null || lease.filter(about::equals).isEmpty()) return;
        closing = false;
        boolean goesOn = reply instanceof Reply.Rejected(var why) && !(why instanceof Rejection.StaleLease);
        if (!goesOn) lease = Optional.empty();
    }

    private void watchAnswers() {
        if (!outbox.isUnanswered() || watchingAnswers) return;
        watchingAnswers = true;
        answeredSince = false;
        after(askMillis + pauseAfter(unansweredTries), () -> {
            watchingAnswers = false;
            if (!outbox.isUnanswered() || answeredSince) {
                unansweredTries = 0;
            } else {
                unansweredTries++;
                attach();
            }
            watchAnswers();
        });
    }

    // ---- from the hub

    /** What the hub says; whether it arrives is another matter. */
    private void said(ToAgent message) {
        if (world.hub().isDead()) return;
        world.trace().add(() -> "hub to " + name + ": " + message);
        if (message instanceof ToAgent.Deliver deliver) world.checker().delivered(agent, deliver);
        if (message instanceof ToAgent.Attached attached)
            world.checker().pulses().attached(agent, attached.incarnation());
        if (message instanceof ToAgent.Answered answered) {
            world.said(answered.reply());
            world.checker().answered(Principal.agent(agent), CommandId.numbered(answered.number()), answered.reply());
        }
        if (!world.network().reaches(agent)) return;
        world.network().send(new Network.Way("hub", name), () -> arrived(message));
    }

    private void arrived(ToAgent message) {
        if (!isAlive()) return;
        if (isAsleep()) whileAsleep.add(message);
        else heard(message);
    }

    private void heard(ToAgent message) {
        if (!isAlive()) return;
        heard = true;
        switch (message) {
            case ToAgent.Attached attached -> attached(attached);
            case ToAgent.AttachRefused refused -> attachRefused(refused);
            case ToAgent.Deliver deliver -> delivered(deliver);
            case ToAgent.Answered answered -> answered(answered);
            case ToAgent.Control control -> controlled(control);
            case ToAgent.Detached detached -> {
                if (known) end();
            }
        }
        if (isAlive()) watchAnswers();
    }

    private void attached(ToAgent.Attached attached) {
        if (attached.incarnation() != incarnation) return;
        known = true;
        attachWanted = false;
        attachTries = 0;
        mail.attached(attached.lettersSettled());
        outbox.attached(attached.commandsSeen());
        mail.acknowledgeSoon();
    }

    private void attachRefused(ToAgent.AttachRefused refused) {
        if (refused.incarnation() != incarnation) return;
        if (refused.rejection() instanceof Rejection.AgentEnded
                || refused.rejection() instanceof Rejection.StaleIncarnation) end();
    }

    private void answered(ToAgent.Answered answered) {
        answeredSince = true;
        if (answered.reply() instanceof Reply.Rejected(var rejection)) {
            if (rejection instanceof Rejection.StaleLease stale
                    && lease.filter(held -> held.task().equals(stale.task())
                                    && (stale.epoch() == 0 || held.epoch() == stale.epoch()))
                            .isPresent()) abandon();
            if (rejection instanceof Rejection.StaleIncarnation) {
                end();
                return;
            }
        }
        answering = answered.number();
        order.answered(answered.number(), answered.reply());
        OptionalLong pause = outbox.answered(answered.number(), answered.reply());
        if (pause.isPresent() && !puttingOff) {
            puttingOff = true;
            after(Math.max(pause.getAsLong(), RETRY_MILLIS), () -> {
                puttingOff = false;
                outbox.repeatPutOff();
            });
        }
    }

    private void controlled(ToAgent.Control control) {
        switch (control.action()) {
            case PAUSE -> pause();
            case RESUME -> paused = false;
            case ABANDON -> abandon();
            case STOP -> end();
        }
    }

    /** Every other agent gives its work back when it is paused; the rest wait. */
    private void pause() {
        paused = true;
        if (agent.value().hashCode() % 2 == 0)
            lease.ifPresent(held -> act(new ReleaseTask(held.task(), held.epoch(), "paused")));
    }

    private void abandon() {
        lease = Optional.empty();
        closing = false;
    }

    // ---- letters

    private void delivered(ToAgent.Deliver deliver) {
        if (known) mail.delivered(deliver, this::take);
    }

    private void take(Letter letter) {
        switch (letter.content()) {
            case Letter.Assignment assignment -> assigned(letter, assignment);
            case Letter.Message message -> mail.digest(letter.number());
            case Letter.Question question -> {
                questions.add(question.consultation());
                mail.done(letter.number());
            }
            case Letter.Answer answer -> mail.done(letter.number());
            case Letter.GateClosed closed -> mail.done(letter.number());
        }
    }

    private void assigned(Letter letter, Letter.Assignment assignment) {
        ToOrchestrator.Lease given = new ToOrchestrator.Lease(assignment.task().id(), assignment.epoch());
        if (lease.filter(given::equals).isPresent()) {
            mail.done(letter.number());
            return;
        }
        lease = Optional.of(given);
        started = false;
        closing = false;
        StartTask start = new StartTask(given.task(), given.epoch());
        world.checker().answers().wanted(agent, start);
        outbox.submit(start, reply -> {
            mail.done(letter.number());
            if (lease.filter(given::equals).isPresent()) {
                if (reply instanceof Reply.Accepted) started = true;
                else lease = Optional.empty();
            }
            mail.acknowledgeSoon();
        });
    }

    /** Whether it has work in hand that nothing was said about yet. */
    boolean isWorking() {
        return lease.isPresent() && started && !closing && isAlive() && !isAsleep();
    }
}
