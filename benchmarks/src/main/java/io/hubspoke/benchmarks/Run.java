// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.Config;
import io.hubspoke.orchestrator.actor.OrchestratorRegion;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.View;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** One scenario from start to end: its own journal, actor system, cluster of one and agents. */
final class Run implements AutoCloseable {
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Scenario scenario;
    private final Path file;
    private final JournalFile journal;
    private final ActorSystem<Void> system;
    private final OrchestratorRegion region;
    private final BenchAgent.Totals totals;
    private final List<ActorRef<BenchAgent.Input>> agents = new ArrayList<>();

    Run(Scenario scenario, Path folder) {
        this.scenario = scenario;
        file = folder.resolve(scenario.name().replaceAll("[^a-z0-9]+", "-") + ".db");
        journal = JournalFile.open(file);
        Config config = scenario.config(file);
        system = ActorSystem.create(Behaviors.empty(), "bench", config);
        region = joined(system);
        totals = BenchAgent.Totals.of(scenario.projects() * scenario.agents());
        for (int number = 0; number < scenario.projects(); number++) start(project(number));
        awaitAttached();
    }

    /** A hub in a cluster of one. */
    static OrchestratorRegion joined(ActorSystem<Void> system) {
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        return OrchestratorRegion.start(system);
    }

    private static ProjectId project(int number) {
        return ProjectId.of("bench-" + number);
    }

    private void start(ProjectId project) {
        execute(project, new CreateProject(ProjectSettings.DEFAULT, Map.of()));
        for (int i = 0; i < scenario.agents(); i++) {
            execute(project, new RegisterAgent(new AgentSpec(BenchAgent.id(i), AgentType.BACKEND_DEVELOPER, "bench")));
        }
        BenchAgent.Team team = new BenchAgent.Team(
                region.project(project), scenario.agents(), scenario.manner(), scenario.window(), totals);
        for (int i = 0; i < scenario.agents(); i++) {
            agents.add(system.systemActorOf(BenchAgent.create(i, team), project + "-agent-" + i, Props.empty()));
        }
    }

    private void awaitAttached() {
        try {
            if (!totals.attached().await(30, TimeUnit.SECONDS)) throw new IllegalStateException("agents do not attach");
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void execute(ProjectId project, OperatorCommand command) {
        Reply reply = region.execute(project, new CommandId("setup-" + System.nanoTime()), "bench", command)
                .toCompletableFuture()
                .join();
        if (!(reply instanceof Reply.Accepted)) throw new IllegalStateException("the hub says " + reply);
    }

    Result measure() {
        return measure(() -> {});
    }

    /** @param begin what happens between the warm-up and the measuring */
    Result measure(Runnable begin) {
        load(scenario.warmupSeconds());
        begin.run();
        Result result = interval(scenario.name());
        finish();
        if (totals.refused().sum() > 0) {
            throw new IllegalStateException(totals.refused().sum() + " commands were refused");
        }
        return result;
    }

    /** The same load for many intervals; each is told as it ends. */
    void measureOverTime(int intervals, Consumer<Row> told) {
        load(scenario.warmupSeconds());
        for (int i = 1; i <= intervals; i++)
            told.accept(interval("interval " + i).row("steady"));
        finish();
    }

    private Result interval(String name) {
        Written before = written();
        totals.latencyMicros().reset();
        PROCESS.getCpuLoad();
        long messages = totals.acknowledged().sum();
        long allocated = Allocation.bytes();
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        List<Double> perSecond = new ArrayList<>();
        for (int second = 0; second < scenario.seconds(); second++) perSecond.add(oneSecond());
        double seconds = (System.nanoTime() - start) / 1e9;
        long measured = totals.acknowledged().sum() - messages;
        double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
        long allocatedBytes = Allocation.bytes() - allocated;
        double busy = PROCESS.getCpuLoad() * Runtime.getRuntime().availableProcessors();
        Histogram latency = totals.latencyMicros().getIntervalHistogram();
        double foreign = Math.max(0, busy - cpuSeconds / seconds);
        return new Result(
                name,
                seconds,
                measured,
                perSecond,
                cpuSeconds,
                allocatedBytes,
                latency,
                written().since(before),
                heap(),
                foreign);
    }

    private double oneSecond() {
        long start = System.nanoTime();
        long before = totals.acknowledged().sum();
        load(1);
        return (totals.acknowledged().sum() - before) / ((System.nanoTime() - start) / 1e9);
    }

    /** Keeps the load up for so long: the agents do it themselves in a closed loop. */
    private void load(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        if (scenario.manner() != Scenario.Manner.OPEN) {
            while (System.nanoTime() < end) LockSupport.parkNanos(end - System.nanoTime());
            return;
        }
        long gap = TimeUnit.SECONDS.toNanos(1) / scenario.perSecond();
        long next = System.nanoTime();
        for (int agent = 0; next < end; next += gap, agent = (agent + 1) % agents.size()) {
            while (System.nanoTime() < next) LockSupport.parkNanos(Math.max(1, next - System.nanoTime()));
            agents.get(agent).tell(new BenchAgent.Input.Send(next));
        }
    }

    private void finish() {
        agents.forEach(agent -> agent.tell(new BenchAgent.Input.Finish()));
        long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (totals.acknowledged().sum() < totals.sent().sum() && System.nanoTime() < patience) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        if (totals.acknowledged().sum() != totals.sent().sum()) {
            throw new IllegalStateException("%d messages were sent, but %d acknowledged; the hub says %s"
                    .formatted(totals.sent().sum(), totals.acknowledged().sum(), status()));
        }
    }

    private View status() {
        return region.read(project(0), new Query.Status()).toCompletableFuture().join();
    }

    private Written written() {
        return Written.in(file);
    }

    private static long heap() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    @Override
    public void close() {
        system.terminate();
        system.getWhenTerminated().toCompletableFuture().join();
        journal.close();
    }
}
