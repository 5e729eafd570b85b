// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.spi.Agent;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.PreRestart;
import org.apache.pekko.actor.typed.RecipientRef;
import org.apache.pekko.actor.typed.Signal;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hosts one {@link Agent} and is all that the hub sees of it. It attaches and stays attached through restarts of
 * either side, takes in each letter once, acknowledges what has had its effect, renews the lease while work is in
 * hand, and runs the agent's blocking code on virtual threads.
 *
 * <p>A letter is acknowledged when its message was handled, its question or work begun, its answer or decision handed
 * over. A message that the agent throws at again and again stays unacknowledged: the hub delivers it again and in the
 * end makes it a dead letter; the letters behind it are handled meanwhile.
 *
 * <p>It ends when the hub says that another host has its place, or that the agent is stopped or unregistered.
 */
public final class AgentActor extends AbstractBehavior<Note> {
    private static final Logger LOG = LoggerFactory.getLogger(AgentActor.class);

    private final AgentId id;
    private final Agent agent;
    private final RecipientRef<ToOrchestrator> hub;
    private final AgentSettings settings;
    private final TimerScheduler<Note> timers;
    private final ActorRef<Note> self;
    private final long incarnation;
    private final Line line;
    private final Outbox outbox;
    private final Mailroom mailroom;
    private final Workplace workplace;
    private final ExecutorService pauses = Executors.newSingleThreadExecutor(
            Thread.ofVirtual().name("agent-pauses").factory());
    private final AtomicBoolean closed = new AtomicBoolean();
    private boolean known;
    private boolean attachWanted = true;
    private int attachTries;
    private int unansweredTries;
    private boolean answeredSince;
    private boolean heard;
    private boolean paused;
    private boolean ending;
    private Duration heartbeat;

    /** Hosts that agent until the hub dismisses it; each start is an incarnation of its own. */
    public static Behavior<ToAgent> create(
            AgentId id, Agent agent, RecipientRef<ToOrchestrator> hub, AgentSettings settings) {
        return create(id, agent, hub, settings, AgentActor::newIncarnation);
    }

    /** As above, with the incarnations given; each must be greater than the ones before. */
    public static Behavior<ToAgent> create(
            AgentId id,
            Agent agent,
            RecipientRef<ToOrchestrator> hub,
            AgentSettings settings,
            LongSupplier incarnations) {
        return hosting(id, () -> agent, hub, settings, incarnations);
    }

    /** Makes the agent anew at every start, so that a restart begins with a fresh one. */
    static Behavior<ToAgent> hosting(
            AgentId id,
            Supplier<Agent> agents,
            RecipientRef<ToOrchestrator> hub,
            AgentSettings settings,
            LongSupplier incarnations) {
        Behavior<Note> host = Behaviors.setup(context -> Behaviors.withTimers(
                timers -> new AgentActor(context, timers, id, agents.get(), hub, settings, incarnations.getAsLong())));
        return Behaviors.transformMessages(
                ToAgent.class, host, builder -> builder.match(ToAgent.class, Note.FromHub::new));
    }

    /** Grows with time and differs between hosts started in the same millisecond; fits the numbers of JSON. */
    static long newIncarnation() {
        return (System.currentTimeMillis() << 10) | ThreadLocalRandom.current().nextInt(1 << 10);
    }

    private AgentActor(
            ActorContext<Note> context,
            TimerScheduler<Note> timers,
            AgentId id,
            Agent agent,
            RecipientRef<ToOrchestrator> hub,
            AgentSettings settings,
            long incarnation) {
        super(context);
        this.id = id;
        this.agent = agent;
        this.hub = hub;
        this.settings = settings;
        this.timers = timers;
        this.self = context.getSelf();
        this.incarnation = incarnation;
        this.heartbeat = settings.heartbeatInterval();
        line = new Line(self::tell);
        outbox = new Outbox(
                (number, command) -> hub.tell(new ToOrchestrator.ExecuteAsAgent(id, incarnation, number, command)),
                settings.commandsInFlight(),
                settings.commandsWaiting());
        Lane lane = new Lane(agent, new HubClient(id, line, Optional.empty()), settings, self::tell);
        mailroom = new Mailroom(lane, line.promises(), outbox, timers);
        workplace = new Workplace(id, agent, line, outbox, self::tell, mailroom::done);
        timers.startTimerWithFixedDelay(Note.Time.HEARTBEAT, heartbeat);
        timers.startTimerWithFixedDelay(Note.Time.SILENCE, settings.heartbeatInterval());
        attach();
    }

    @Override
    public Receive<Note> createReceive() {
        return newReceiveBuilder()
                .onMessage(Note.class, this::on)
                .onSignal(PostStop.class, this::gone)
                .onSignal(PreRestart.class, this::gone)
                .build();
    }

    private Behavior<Note> on(Note note) {
        Behavior<Note> behavior = switch (note) {
            case Note.FromHub(ToAgent message) -> fromHub(message);
            case Note.Submit submit -> submitted(submit);
            case Note.Handled handled -> handled(handled);
            case Note.WorkEnded ended -> workEnded(ended);
            case Note.Closed closed -> ending ? Behaviors.stopped() : this;
            case Note.Time time -> onTime(time);
        };
        if (!ending) watchUnanswered();
        return behavior;
    }

    private Behavior<Note> fromHub(ToAgent message) {
        heard = true;
        return switch (message) {
            case ToAgent.Attached attached -> attached(attached);
            case ToAgent.AttachRefused refused -> attachRefused(refused);
            case ToAgent.Deliver deliver -> delivered(deliver);
            case ToAgent.Answered answered -> answered(answered);
            case ToAgent.Control control -> controlled(control);
            case ToAgent.Detached detached -> detached(detached);
        };
    }

    private Behavior<Note> onTime(Note.Time time) {
        switch (time) {
            case HEARTBEAT -> sendHeartbeat();
            case SILENCE -> {
                if (!heard || mailroom.isHeldUp()) attach();
                heard = false;
            }
            case ATTACH -> {
                if (attachWanted) attach();
            }
            case UNANSWERED -> unanswered();
            case PUT_OFF -> outbox.repeatPutOff();
            case ACKNOWLEDGE -> mailroom.acknowledge();
            case GRACE_OVER -> {
                LOG.warn("agent {} did not end in time", id);
                return Behaviors.stopped();
            }
        }
        return this;
    }

    // ---- attach and heartbeat

    private void attach() {
        if (ending) return;
        attachWanted = true;
        attachTries++;
        timers.startSingleTimer(Note.Time.ATTACH, settings.pauseAfter(attachTries));
        hub.tell(new ToOrchestrator.Attach(id, incarnation, self.unsafeUpcast()));
    }

    private Behavior<Note> attached(ToAgent.Attached attached) {
        if (attached.incarnation() != incarnation || ending) return this;
        known = true;
        attachWanted = false;
        attachTries = 0;
        timers.cancel(Note.Time.ATTACH);
        workplace.limit(attached.payloadBytes());
        mailroom.attached(attached.lettersSettled());
        outbox.attached(attached.commandsSeen());
        return this;
    }

    private Behavior<Note> attachRefused(ToAgent.AttachRefused refused) {
        if (refused.incarnation() != incarnation) return this;
        LOG.warn("agent {} may not attach: {}", id, refused.rejection().sentence());
        return switch (refused.rejection()) {
            case Rejection.AgentEnded ended -> end(ended.sentence());
            case Rejection.StaleIncarnation stale -> end(stale.sentence());
            default -> this; // it may be registered later: the timer tries again
        };
    }

    /** What comes before this incarnation is attached was meant for the one before a restart, at the same address. */
    private Behavior<Note> detached(ToAgent.Detached detached) {
        return known ? end(detached.reason()) : this;
    }

    private void sendHeartbeat() {
        if (!ending && !attachWanted) hub.tell(new ToOrchestrator.Heartbeat(id, incarnation, workplace.lease()));
    }

    /** A lease shorter than usual is renewed more often than usual. */
    private void paceHeartbeat() {
        Duration wanted = workplace
                .renewal()
                .filter(renewal -> renewal.compareTo(settings.heartbeatInterval()) < 0)
                .orElse(settings.heartbeatInterval());
        if (!wanted.equals(heartbeat)) {
            heartbeat = wanted;
            timers.startTimerWithFixedDelay(Note.Time.HEARTBEAT, wanted);
        }
    }

    // ---- commands

    private Behavior<Note> submitted(Note.Submit submit) {
        if (!submit.reply().isDone()) outbox.offer(submit.command(), submit.reply()::complete);
        return this;
    }

    private Behavior<Note> answered(ToAgent.Answered answered) {
        answeredSince = true;
        if (answered.reply() instanceof Reply.Rejected(var rejection)) {
            switch (rejection) {
                case Rejection.StaleLease stale -> workplace.stale(stale.task(), stale.epoch());
                case Rejection.StaleIncarnation replaced -> {
                    return end(replaced.sentence());
                }
                default -> {} // whoever sent the command is told
            }
        }
        outbox.answered(answered.number(), answered.reply()).ifPresent(pause -> {
            Duration longer =
                    Duration.ofMillis(Math.max(pause, settings.retryPause().toMillis()));
            if (!timers.isTimerActive(Note.Time.PUT_OFF)) timers.startSingleTimer(Note.Time.PUT_OFF, longer);
        });
        paceHeartbeat();
        return this;
    }

    /** While commands are in flight, a timer looks whether any was answered; it is not set anew with every answer. */
    private void watchUnanswered() {
        if (outbox.isUnanswered() && !timers.isTimerActive(Note.Time.UNANSWERED)) {
            answeredSince = false;
            timers.startSingleTimer(
                    Note.Time.UNANSWERED, settings.askTimeout().plus(settings.pauseAfter(unansweredTries)));
        }
    }

    private void unanswered() {
        if (!outbox.isUnanswered() || answeredSince) {
            unansweredTries = 0;
        } else {
            unansweredTries++;
            attach();
        }
    }

    // ---- letters

    private Behavior<Note> delivered(ToAgent.Deliver deliver) {
        if (!ending && known) {
            mailroom.delivered(deliver, workplace);
            paceHeartbeat();
        }
        return this;
    }

    private Behavior<Note> handled(Note.Handled handled) {
        mailroom.handled(handled);
        return ending ? closeWhenQuiet() : this;
    }

    // ---- work, pause, end

    private Behavior<Note> workEnded(Note.WorkEnded ended) {
        workplace.ended(ended.work(), ended.ending());
        paceHeartbeat();
        return ending ? closeWhenQuiet() : this;
    }

    private Behavior<Note> controlled(ToAgent.Control control) {
        return switch (control.action()) {
            case PAUSE -> pause(true, control.reason());
            case RESUME -> pause(false, control.reason());
            case ABANDON -> {
                workplace.abandon(control.reason());
                yield this;
            }
            case STOP -> end(control.reason());
        };
    }

    private Behavior<Note> pause(boolean pause, String reason) {
        if (pause == paused || ending) return this;
        paused = pause;
        mailroom.hold(pause);
        if (agent.waitsWhilePaused()) pauses.execute(() -> tellPaused(pause));
        if (pause) {
            workplace.pause(reason);
        } else {
            workplace.resume();
        }
        return this;
    }

    private void tellPaused(boolean nowPaused) {
        try {
            agent.paused(nowPaused);
        } catch (RuntimeException trouble) {
            LOG.warn("agent {} failed to {}", id, nowPaused ? "pause" : "resume", trouble);
        }
    }

    private Behavior<Note> end(String reason) {
        if (ending) return this;
        LOG.info("agent {} ends: {}", id, reason);
        ending = true;
        timers.cancelAll();
        timers.startSingleTimer(Note.Time.GRACE_OVER, settings.stopGrace());
        workplace.close(reason);
        mailroom.close();
        line.end();
        return closeWhenQuiet();
    }

    private Behavior<Note> closeWhenQuiet() {
        if (!mailroom.isBusy() && !workplace.isThreadRunning()) {
            Thread.ofVirtual().name("agent-" + id + "-close").start(() -> {
                closeAgent();
                self.tell(new Note.Closed());
            });
        }
        return this;
    }

    private void closeAgent() {
        if (closed.getAndSet(true)) return;
        try {
            agent.close();
        } catch (Exception trouble) {
            LOG.warn("agent {} failed to close", id, trouble);
        }
    }

    private Behavior<Note> gone(Signal signal) {
        ending = true;
        workplace.close("the agent's host has ended");
        mailroom.close();
        line.end();
        Thread.ofVirtual().name("agent-" + id + "-close").start(this::closeAgent);
        pauses.shutdown();
        return this;
    }
}
