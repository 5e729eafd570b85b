// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.actor.OrchestratorMessage.*;
import io.hubspoke.orchestrator.domain.Deadlines;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.orchestrator.journal.JournalTrouble;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.Tick;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.protocol.wire.ToOrchestrator.*;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hub of one project: the only address its agents know. It takes commands in, gathers them while a commit is in
 * flight, hands them to a {@link Decider} and its {@link Ledger} batch by batch, and answers and delivers when they
 * are durable. What it cannot take it refuses as overloaded. A project whose journal is damaged refuses everything,
 * saying why, until somebody mends it.
 *
 * <p>It never leaves memory by itself: leases, gates and deadlines need its timer. Sharding stops it with a hand-off.
 */
public final class Orchestrator extends AbstractBehavior<OrchestratorMessage> {
    private static final Logger LOG = LoggerFactory.getLogger(Orchestrator.class);
    /** Deadlines that a tick did not clear are tried again after this long, not at once. */
    private static final Duration TICK_PAUSE_MIN = Duration.ofMillis(10);

    /** No timer sees that the clock went forward, as it does while a machine is suspended: the hub looks this often. */
    private static final Duration SLEEP_MAX = Duration.ofMinutes(1);

    /** A batch smaller than this is not worth being decided ahead. */
    private static final int AHEAD_COMMANDS_MIN = 64;

    private final ProjectId project;
    private final OrchestratorSettings settings;
    private final InstantSource clock;
    private final TimerScheduler<OrchestratorMessage> timers;
    private final LedgerKeeper ledger;
    private final WaitingLine line;
    private final AgentDesk desk;
    private final Followers followers;
    private final Fingerprints fingerprints = new Fingerprints();
    /** Who asks for what only the journal can tell, before it was read. */
    private final Deque<ToOrchestrator> early = new ArrayDeque<>();

    private Phase phase = Phase.READING;
    private ProjectState state;
    /** Batches that are being decided and written, oldest first. */
    private final Deque<List<Waiting>> inFlight = new ArrayDeque<>();

    private boolean tickWaiting;
    private Instant tickNotBefore = Instant.EPOCH;
    private @Nullable Instant wakeAt;
    private boolean leaving;
    private String damage = "";

    private enum Phase {
        /** The ledger reads the journal for the first time: nothing is known of the project yet. */
        READING,
        /** The ledger is down or reads again; the state is that of the last commit known. */
        WAITING,
        READY,
        DAMAGED
    }

    /** The orchestrator of a project, with the system's clock. */
    public static Behavior<ToOrchestrator> create(ProjectId project, OrchestratorSettings settings) {
        return create(project, settings, InstantSource.system());
    }

    public static Behavior<ToOrchestrator> create(
            ProjectId project, OrchestratorSettings settings, InstantSource clock) {
        return Behaviors.transformMessages(
                ToOrchestrator.class,
                behavior(project, settings, clock),
                outside -> outside.match(ToOrchestrator.class, Outside::new));
    }

    static Behavior<OrchestratorMessage> behavior(
            ProjectId project, OrchestratorSettings settings, InstantSource clock) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new Orchestrator(context, timers, project, settings, clock)));
    }

    private Orchestrator(
            ActorContext<OrchestratorMessage> context,
            TimerScheduler<OrchestratorMessage> timers,
            ProjectId project,
            OrchestratorSettings settings,
            InstantSource clock) {
        super(context);
        this.project = project;
        this.settings = settings;
        this.clock = clock;
        this.timers = timers;
        state = ProjectState.empty(project);
        line = new WaitingLine(settings);
        desk = new AgentDesk(context, settings, line::add);
        followers = new Followers(context);
        ledger = new LedgerKeeper(context, project, settings, clock);
        ledger.start();
    }

    @Override
    public Receive<OrchestratorMessage> createReceive() {
        return newReceiveBuilder()
                .onAnyMessage(this::on)
                .onSignal(ChildFailed.class, this::ledgerFailed)
                .onSignal(PostStop.class, stop -> stopped())
                .build();
    }

    private Behavior<OrchestratorMessage> on(OrchestratorMessage message) {
        switch (message) {
            case Outside(ExecuteAsAgent execute)
            when !inFlight.isEmpty() && !mayRunAhead() -> {
                // The busy way: it changes nothing but the line of those who wait.
                fromAgent(execute);
                return Behaviors.same();
            }
            case Outside(ToOrchestrator outside) -> fromOutside(outside);
            case Decided decided -> decided(decided);
            case Recovered recovered -> judged(ledger.judge(recovered));
            case Damaged damaged -> judged(ledger.judge(damaged));
            case HostGone gone when phase == Phase.DAMAGED -> {}
            case HostGone gone -> desk.gone(gone);
            case FollowerGone gone -> followers.remove(gone.follower());
            case Wake wake -> wake();
            case StartLedger start -> ledger.start();
            case HandOff handOff -> leaving = true;
        }
        return goOn();
    }

    /** After whatever has happened: the next batch goes out when one can, and the timer stands at what is due next. */
    private Behavior<OrchestratorMessage> goOn() {
        if (leaving && inFlight.isEmpty()) return Behaviors.stopped();
        sendBatch();
        arm();
        // Not `this`: Pekko would wrap it anew for each message, because messages are transformed on their way in.
        return Behaviors.same();
    }

    private void sendBatch() {
        if (leaving || phase != Phase.READY || line.isEmpty()) return;
        if (!inFlight.isEmpty() && !mayRunAhead()) return;
        List<Waiting> batch = line.batch();
        inFlight.add(batch);
        ledger.decide(desk.requests(state, batch));
    }

    /** The next batch may be decided during a write when it is about as large as the one that is being written. */
    private boolean mayRunAhead() {
        return inFlight.size() == 1
                && line.size()
                        >= Math.max(AHEAD_COMMANDS_MIN, inFlight.element().size() * 3 / 4);
    }

    // ---- from outside

    private void fromOutside(ToOrchestrator message) {
        switch (message) {
            case ExecuteAsOperator execute -> fromOperator(execute);
            case ExecuteAsAgent execute -> fromAgent(execute);
            case Attach attach -> attach(attach);
            case Heartbeat beat -> desk.heartbeat(state, beat, clock.instant());
            case Read read -> read(read);
            case Follow follow -> followers.add(follow.follower());
        }
    }

    private void fromOperator(ExecuteAsOperator execute) {
        Asker asker = new Asker.Operator(execute.id(), execute.replyTo());
        try {
            admit(execute.id(), Principal.operator(execute.operator()), execute.command(), 0, asker);
        } catch (IllegalArgumentException badName) {
            asker.answer(
                    new Reply.Rejected(new Rejection.BadValue("the operator", String.valueOf(badName.getMessage()))));
        }
    }

    private void fromAgent(ExecuteAsAgent execute) {
        desk.sender(state, execute.agent(), execute.incarnation(), execute.number(), clock.instant())
                .ifPresent(host -> {
                    Asker asker = new Asker.Agent(execute.agent(), execute.number(), host.address());
                    if (execute.number() < 1) {
                        asker.answer(
                                new Reply.Rejected(new Rejection.BadValue("the command number", "numbers start at 1")));
                    } else {
                        admit(
                                CommandId.numbered(execute.number()),
                                Principal.agent(execute.agent()),
                                execute.command(),
                                execute.incarnation(),
                                asker);
                    }
                });
    }

    private void attach(Attach attach) {
        if (phase == Phase.DAMAGED) refuse(attach, damaged());
        else if (leaving || !line.hasRoom() || early.size() >= settings.waitingCommandsMax())
            refuse(attach, overloaded());
        else if (phase == Phase.READING) early.add(attach);
        else desk.attach(state, attach, clock.instant());
    }

    private void read(Read read) {
        if (phase == Phase.DAMAGED) refuse(read, damaged());
        else if (early.size() >= settings.waitingCommandsMax()) refuse(read, overloaded());
        else if (phase == Phase.READING) early.add(read);
        else read.replyTo().tell(Views.answer(state, read.query()));
    }

    /** Cheap refusals first: an overloaded hub does not read what it refuses. */
    private void admit(CommandId id, Principal principal, Command command, long incarnation, Asker asker) {
        if (phase == Phase.DAMAGED) {
            asker.answer(new Reply.Rejected(damaged()));
        } else if (leaving || !line.hasRoom()) {
            asker.answer(new Reply.Rejected(overloaded()));
        } else {
            try {
                Fingerprints.Fingerprint print = fingerprints.of(command);
                if (print.bytes() > settings.batchBytesMax()) {
                    asker.answer(new Reply.Rejected(tooLarge(print.bytes())));
                } else {
                    Request request = new Request(id, principal, command, print.value(), incarnation);
                    line.add(new Waiting(request, print.bytes(), asker));
                }
            } catch (IllegalArgumentException unreadable) {
                asker.answer(new Reply.Rejected(
                        new Rejection.BadValue("the command", String.valueOf(unreadable.getMessage()))));
            }
        }
    }

    private static void refuse(Attach attach, Rejection rejection) {
        attach.host().tell(new ToAgent.AttachRefused(attach.incarnation(), rejection));
    }

    private static void refuse(Read read, Rejection rejection) {
        read.replyTo().tell(new View.Absent(rejection.sentence()));
    }

    private Rejection overloaded() {
        return new Rejection.Overloaded(settings.retryAfter().toMillis());
    }

    private Rejection tooLarge(int bytes) {
        return new Rejection.TooLarge(
                "the command", bytes, (int) Math.min(Integer.MAX_VALUE, settings.batchBytesMax()));
    }

    private Rejection damaged() {
        return new Rejection.JournalDamaged(project, damage);
    }

    // ---- from the ledger

    private void decided(Decided decided) {
        List<Waiting> batch = inFlight.remove();
        ProjectState before = state;
        state = decided.after();
        ledger.answered(decided.head().number());
        // The next batch is decided while this one is answered and delivered.
        sendBatch();
        Instant now = clock.instant();
        for (int i = 0; i < batch.size(); i++)
            answered(batch.get(i), decided.replies().get(i), now);
        published(decided.events(), before, now);
    }

    private void answered(Waiting waiting, Reply reply, Instant now) {
        if (waiting.request().command() instanceof Tick) tickWaiting = false;
        if (waiting.asker() instanceof Asker.Host host) desk.answered(state, host, reply, now);
        else waiting.asker().answer(reply);
    }

    private void published(List<Recorded> events, ProjectState before, Instant now) {
        if (!events.isEmpty()) {
            followers.tell(events);
            desk.published(events, before, state);
        }
        desk.serve(state, now);
    }

    private void judged(LedgerKeeper.Outcome outcome) {
        switch (outcome) {
            case LedgerKeeper.Outcome.ReadAgain again -> {}
            case LedgerKeeper.Outcome.Broken broken -> stopFor(broken.finding());
            case LedgerKeeper.Outcome.Usable usable -> {
                ProjectState before = state;
                state = usable.recovered().state();
                phase = Phase.READY;
                Instant now = clock.instant();
                desk.recovered(state, now);
                published(usable.recovered().missed(), before, now);
                while (!early.isEmpty()) fromOutside(early.remove());
            }
        }
    }

    private Behavior<OrchestratorMessage> ledgerFailed(ChildFailed failure) {
        if (!ledger.isCurrent(failure.getRef())) return this;
        Throwable cause = failure.getCause();
        String reason = JournalTrouble.sentence(cause).orElse("the journal could not be used: " + cause.getMessage());
        if (phase != Phase.READING) phase = Phase.WAITING;
        undetermined(reason);
        ledger.failed(cause)
                .ifPresentOrElse(pause -> timers.startSingleTimer(new StartLedger(), pause), () -> stopFor(reason));
        if (ledger.failedFirst()) LOG.error("project {}: {}; it is tried again until it works", project, reason);
        LOG.debug("project {}: the ledger failed", project, cause);
        return goOn();
    }

    /** Nobody knows whether what is in flight was written; the journal will tell, and repeating a command is safe. */
    private void undetermined(String reason) {
        List<Waiting> batches = inFlight.stream().flatMap(List::stream).toList();
        inFlight.clear();
        Reply reply = new Reply.Undetermined(reason, settings.retryAfter().toMillis());
        for (Waiting waiting : batches) answered(waiting, reply, clock.instant());
    }

    private void stopFor(String finding) {
        LOG.error("project {} is stopped because its journal is damaged: {}", project, finding);
        damage = finding;
        phase = Phase.DAMAGED;
        for (Waiting waiting : line.drained()) answered(waiting, new Reply.Rejected(damaged()), clock.instant());
        while (!early.isEmpty()) fromOutside(early.remove());
    }

    // ---- time

    private void wake() {
        wakeAt = null;
        if (phase != Phase.READY) return;
        Instant now = clock.instant();
        desk.serve(state, now);
        boolean due =
                Deadlines.next(state).filter(deadline -> !deadline.isAfter(now)).isPresent();
        if (due && !tickWaiting && !now.isBefore(tickNotBefore)) {
            tickWaiting = true;
            tickNotBefore = now.plus(TICK_PAUSE_MIN);
            line.add(Waiting.ofHub(new Tick(List.of())));
        }
    }

    private void arm() {
        if (phase != Phase.READY) return;
        Optional<Instant> deadline = tickWaiting
                ? Optional.empty()
                : Deadlines.next(state).map(at -> at.isBefore(tickNotBefore) ? tickNotBefore : at);
        Optional<Instant> next = Deadlines.earlier(deadline, desk.next());
        if (next.isEmpty() || (wakeAt != null && !next.get().isBefore(wakeAt))) return;
        wakeAt = next.get();
        Duration wait = Duration.between(clock.instant(), next.get());
        if (wait.compareTo(SLEEP_MAX) > 0) wait = SLEEP_MAX;
        timers.startSingleTimer(Wake.class, new Wake(), wait.isNegative() ? Duration.ZERO : wait.plusMillis(1));
    }

    // ---- the end

    /** Whoever waits is told that nothing was done, or, for the batch in flight, that it is unknown. */
    private Behavior<OrchestratorMessage> stopped() {
        undetermined("the orchestrator was stopped during the write");
        for (Waiting waiting : line.drained()) waiting.asker().answer(new Reply.Rejected(overloaded()));
        for (ToOrchestrator message : early) {
            if (message instanceof Attach attach) refuse(attach, overloaded());
            if (message instanceof Read read) refuse(read, overloaded());
        }
        return this;
    }
}
