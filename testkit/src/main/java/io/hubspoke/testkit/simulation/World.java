// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.orchestrator.actor.OrchestratorSettings;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** One project with all that surrounds it: hub, disk, clock, network, agents, operators, and who judges them. */
final class World implements Disk.Observer {
    static final int AGENTS = 6;

    /** More than any operator of a history asks for. */
    static final int COMMAND_WINDOW = 1_024;

    /** A journal that can be read is read in this time, with a snapshot that does not fit too. */
    private static final long READING_NANOS_MAX = 50_000_000;

    private final Stage stage;
    private final Chance chance;
    private final Findings findings = new Findings();
    private final Steps steps;
    private final Trace trace;
    private final Faults faults;
    private final Checker checker;
    private final Disk disk;
    private final SimulatedClock clock;
    private final Network network;
    private final OrchestratorSettings settings;
    private final SimulatedHub hub;
    private final SimulatedOperators operators;
    private final Map<AgentId, List<SimulatedHost>> hosts = new TreeMap<>();
    private final Map<AgentId, Long> incarnations = new HashMap<>();
    private final List<ActorRef<?>> spawned = new ArrayList<>();
    private long startedAt;
    private boolean damageTold;
    private boolean ending;

    World(Stage stage, long seed, Steps steps, Simulation.Manner manner) {
        this.stage = stage;
        this.steps = steps;
        chance = new Chance(Chance.mix(seed));
        stage.loop().reset(chance.of("order"));
        trace = new Trace(stage.loop(), manner.traced());
        faults = new Faults(chance.of("faults"), steps);
        checker = new Checker(
                stage.loop(), findings, ProjectState.empty(SimulatedHub.PROJECT), COMMAND_WINDOW, manner.taboo());
        disk = new Disk(stage.loop(), stage.journalPatience(), chance.of("disk"), faults, this);
        stage.set(disk, () -> checker.pulses().journalRead(now()));
        clock = new SimulatedClock(stage.loop());
        network = new Network(stage.loop(), chance.of("network"), faults);
        settings = SimulatedHub.settings(chance.of("settings"));
        hub = new SimulatedHub(stage, settings, clock, findings);
        operators = new SimulatedOperators(this, settings.askTimeout().toMillis());
    }

    Loop loop() {
        return stage.loop();
    }

    Chance chance() {
        return chance;
    }

    Findings findings() {
        return findings;
    }

    Steps steps() {
        return steps;
    }

    Trace trace() {
        return trace;
    }

    Faults faults() {
        return faults;
    }

    Checker checker() {
        return checker;
    }

    Disk disk() {
        return disk;
    }

    /** What the hub takes for the time. */
    Instant now() {
        return clock.instant();
    }

    Network network() {
        return network;
    }

    SimulatedHub hub() {
        return hub;
    }

    SimulatedOperators operators() {
        return operators;
    }

    <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        ActorRef<T> actor = stage.spawn(behavior, name);
        spawned.add(actor);
        return actor;
    }

    void stop(ActorRef<?> actor) {
        stage.stop(actor);
    }

    void toHub(Network.Way way, ToOrchestrator message) {
        network.send(way, () -> {
            trace.add(() -> way.from() + " to hub: " + text(message));
            if (message instanceof ToOrchestrator.Heartbeat beat && hub.isUp()) checker.heard(beat, clock.instant());
            hub.tell(message);
        });
    }

    /** Without addresses, which differ from run to run. */
    private static String text(ToOrchestrator message) {
        return switch (message) {
            case ToOrchestrator.ExecuteAsOperator m -> m.id() + " " + m.command();
            case ToOrchestrator.ExecuteAsAgent m -> m.incarnation() + " #" + m.number() + " " + m.command();
            case ToOrchestrator.Attach m -> "attach " + m.incarnation();
            case ToOrchestrator.Heartbeat m -> "heartbeat " + m.incarnation() + " " + m.lease();
            case ToOrchestrator.Read m -> "read " + m.query();
            case ToOrchestrator.Follow m -> "follow";
        };
    }

    // ---- agents

    static AgentId agent(long number) {
        return new AgentId("a" + Long.remainderUnsigned(number, AGENTS));
    }

    /** The youngest host of an agent that lives. */
    Optional<SimulatedHost> host(AgentId agent) {
        List<SimulatedHost> all = hosts.getOrDefault(agent, List.of());
        for (int i = all.size() - 1; i >= 0; i--) if (all.get(i).isAlive()) return Optional.of(all.get(i));
        return Optional.empty();
    }

    List<SimulatedHost> hosts() {
        List<SimulatedHost> living = new ArrayList<>();
        for (List<SimulatedHost> each : hosts.values())
            for (SimulatedHost host : each) if (host.isAlive()) living.add(host);
        return living;
    }

    SimulatedHost startHost(AgentId agent) {
        long incarnation = incarnations.merge(agent, 1L, Long::sum);
        SimulatedHost host = new SimulatedHost(
                this,
                agent,
                incarnation,
                settings.heartbeatInterval().toMillis(),
                settings.askTimeout().toMillis());
        hosts.computeIfAbsent(agent, id -> new ArrayList<>()).add(host);
        return host;
    }

    void ensureHost(AgentId agent) {
        if (host(agent).isEmpty()) startHost(agent);
    }

    // ---- the hub's process

    void startHub() {
        if (ending || hub.isUp()) return;
        trace.add(() -> "hub starts");
        hub.start();
        startedAt = loop().nanos();
        damageTold = false;
        checker.pulses().hubStarted(clock.instant());
        if (disk.isTorn()) loop().afterMillis(3_000, this::repair);
    }

    /** Somebody opens the torn journal with its data base, which takes back what was not written to its end. */
    private void repair() {
        if (!disk.isTorn()) return;
        if (hub.isUp()) refusesToRead();
        trace.add(() -> "the disk takes back the torn row");
        killHub();
        disk.takeBackTorn();
        loop().afterMillis(10, this::startHub);
    }

    /** A hub that has met a torn journal says so, and guesses nothing. */
    private void refusesToRead() {
        List<View> views = new ArrayList<>();
        ActorRef<View> reader = spawn(
                Behaviors.receiveMessage(view -> {
                    views.add(view);
                    return Behaviors.same();
                }),
                "torn-" + hub.starts());
        hub.tell(new ToOrchestrator.Read(new Query.Status(), reader));
        stage.settle();
        boolean hadTime = loop().nanos() - startedAt > READING_NANOS_MAX && !disk.hasReadFailed();
        if (damageTold || hadTime) {
            findings.require(
                    views.size() == 1 && views.getFirst() instanceof View.Absent(String why) && why.contains("journal"),
                    "a torn journal is refused loudly",
                    views);
        } else {
            // It still tries to read, because reading fails besides: it lets the reader wait, or has too many who wait.
            findings.require(
                    views.stream().allMatch(View.Absent.class::isInstance),
                    "nothing is told of a journal that is not read",
                    views);
        }
    }

    /** Nothing is ready: whatever has to be done now has been done. */
    void look() {
        if (hub.isUp()) checker.due().look(loop().nanos(), clock);
    }

    void killHub() {
        trace.add(() -> "hub is killed");
        hub.kill();
        disk.processDied();
    }

    @Override
    public void kill(Fault reason) {
        killHub();
        loop().afterMillis(5 + chance.of("restart").below(2_000, loop().runs()), this::startHub);
    }

    @Override
    public void stored(List<Commit> commits, List<byte[]> rows) {
        for (Commit commit : commits) trace.add(() -> "stored commit " + commit.number() + " " + commit.hash());
        checker.stored(commits, rows);
    }

    @Override
    public void reported(List<Commit> commits) {
        checker.reported(commits);
    }

    @Override
    public void saved(Snapshot snapshot) {
        checker.saved(snapshot);
    }

    @Override
    public void trouble() {
        checker.trouble();
    }

    // ---- steps

    void perform(Step step) {
        steps.add(step);
        trace.add(() -> "step " + step);
        switch (step) {
            case Step.Ask ask -> {
                operators.ask(ask.operator(), ask.command());
                if (ask.command() instanceof RegisterAgent register)
                    ensureHost(register.agent().id());
            }
            case Step.Act act -> host(act.agent()).ifPresent(host -> host.act(act.command()));
            case Step.Happen happen -> happen(happen.fault(), happen.amount());
            case Step.Strike strike -> {}
        }
    }

    private void happen(Fault fault, long amount) {
        faults.count(fault);
        AgentId agent = agent(amount);
        long millis = amount / AGENTS;
        switch (fault) {
            case CRASH -> kill(fault);
            case RESTART -> {
                hub.stop();
                disk.processDied();
                loop().afterMillis(5 + millis, this::startHub);
            }
            case RESTART_STORM -> storm(3 + (int) (amount % 4), millis);
            case JOURNAL_DOWN -> {
                checker.trouble();
                disk.set(true);
                loop().afterMillis(millis, () -> disk.set(false));
            }
            case CLOCK_FORWARD -> {
                clock.jump(millis);
                checker.due().clockWentForward(loop().nanos());
            }
            case CLOCK_BACK -> {
                clock.jump(-millis);
                checker.pulses().clockWentBack();
                checker.due().clockWentBack(loop().nanos(), millis);
            }
            case AGENT_DEATH -> {
                host(agent).ifPresent(SimulatedHost::die);
                loop().afterMillis(millis, () -> comeBack(agent));
            }
            case AGENT_VANISHES -> {
                host(agent).ifPresent(SimulatedHost::vanish);
                loop().afterMillis(millis, () -> comeBack(agent));
            }
            case SECOND_HOST -> startHost(agent);
            case SLOW_AGENT -> host(agent).ifPresent(host -> host.sleep(millis));
            case PARTITION -> network.cutOff(agent, millis);
            // These show in the commands that go with them.
            case OPERATOR_RACE, OVERLOAD -> {}
            default -> throw new IllegalArgumentException(fault + " is no fault of a moment");
        }
    }

    private void comeBack(AgentId agent) {
        if (!ending) ensureHost(agent);
    }

    /** While a row is torn nothing is accepted. */
    void said(Reply reply) {
        if (reply instanceof Reply.Rejected(Rejection.JournalDamaged damaged)) damageTold = true;
        findings.require(
                !disk.isTorn() || !(reply instanceof Reply.Accepted), "a torn journal is not gone on with", reply);
    }

    private void storm(int times, long millis) {
        if (times == 0 || ending) {
            startHub();
            return;
        }
        killHub();
        loop().after(Duration.ofNanos(100_000), () -> {
            startHub();
            loop().after(Duration.ofNanos(200_000 + millis * 100_000), () -> storm(times - 1, millis));
        });
    }

    // ---- the end

    /** From now on nothing goes wrong any more. */
    void faultsCease() {
        faults.cease();
        network.heal();
        disk.set(false);
        if (!hub.isUp() && !disk.isTorn()) loop().afterMillis(2_500, this::startHub);
    }

    /** Whoever is registered has a host that lives. */
    void everybodyIsHosted() {
        checker.agents().all().forEach((id, agent) -> {
            if (!agent.stopped) ensureHost(id);
        });
    }

    /** Everything that lives is stopped, so that the stage is free for the next history. */
    void close() {
        ending = true;
        hub.kill();
        disk.processDied();
        spawned.forEach(stage::stop);
        stage.settle();
        // What the journal was asked for comes to an end too: it serves the next history.
        long end = loop().nanos() + 10_000_000;
        while (loop().advance(end)) stage.settle();
    }
}
