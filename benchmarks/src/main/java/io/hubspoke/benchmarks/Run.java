// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import com.sun.management.OperatingSystemMXBean;
import com.typesafe.config.Config;
import io.hubspoke.orchestrator.actor.OrchestratorRegion;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
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
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** One scenario from start to end: its own journal, actor system, cluster of one and agents. */
final class Run implements AutoCloseable {
    private static final ProjectId PROJECT = ProjectId.of("bench");
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final Scenario scenario;
    private final Path file;
    private final JournalFile journal;
    private final ActorSystem<Void> system;
    private final OrchestratorRegion region;
    private final BenchAgent.Shared shared;
    private final List<ActorRef<BenchAgent.Input>> agents = new ArrayList<>();

    Run(Scenario scenario, Path folder) {
        this.scenario = scenario;
        file = folder.resolve(scenario.name().replaceAll("[^a-z0-9]+", "-") + ".db");
        journal = JournalFile.open(file);
        Config config = scenario.config(file);
        system = ActorSystem.create(Behaviors.empty(), "bench", config);
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        region = OrchestratorRegion.start(system);
        execute(new CreateProject(ProjectSettings.DEFAULT, Map.of()));
        for (int i = 0; i < scenario.agents(); i++) {
            execute(new RegisterAgent(new AgentSpec(BenchAgent.id(i), AgentType.BACKEND_DEVELOPER, "bench")));
        }
        shared = new BenchAgent.Shared(
                region.project(PROJECT),
                scenario.agents(),
                scenario.window(),
                new Recorder(3),
                new CountDownLatch(scenario.agents()),
                new LongAdder(),
                new LongAdder(),
                new LongAdder());
        for (int i = 0; i < scenario.agents(); i++) {
            agents.add(system.systemActorOf(BenchAgent.create(i, shared), "agent-" + i, Props.empty()));
        }
        awaitAttached();
    }

    private void awaitAttached() {
        try {
            if (!shared.attached().await(30, TimeUnit.SECONDS)) throw new IllegalStateException("agents do not attach");
        } catch (InterruptedException stopped) {
            throw new IllegalStateException(stopped);
        }
    }

    private void execute(OperatorCommand command) {
        Reply reply = region.execute(PROJECT, new CommandId("setup-" + System.nanoTime()), "bench", command)
                .toCompletableFuture()
                .join();
        if (!(reply instanceof Reply.Accepted)) throw new IllegalStateException("the hub says " + reply);
    }

    Result measure() {
        load(scenario.warmupSeconds());
        Result result = interval(scenario.name());
        finish();
        if (shared.refused().sum() > 0) {
            throw new IllegalStateException(shared.refused().sum() + " commands were refused");
        }
        return result;
    }

    /** The same load for many intervals; each is printed as it ends. */
    List<Result> measureOverTime(int intervals) {
        List<Result> results = new ArrayList<>();
        load(scenario.warmupSeconds());
        for (int i = 1; i <= intervals; i++) {
            Result result = interval("interval " + i);
            System.out.println(result);
            results.add(result);
        }
        finish();
        return results;
    }

    private Result interval(String name) {
        long commits = commits();
        shared.latencyMicros().reset();
        PROCESS.getCpuLoad();
        long messages = shared.acknowledged().sum();
        long cpu = PROCESS.getProcessCpuTime();
        long start = System.nanoTime();
        load(scenario.seconds());
        double seconds = (System.nanoTime() - start) / 1e9;
        long measured = shared.acknowledged().sum() - messages;
        double cpuSeconds = (PROCESS.getProcessCpuTime() - cpu) / 1e9;
        double busy = PROCESS.getCpuLoad() * Runtime.getRuntime().availableProcessors();
        Histogram latency = shared.latencyMicros().getIntervalHistogram();
        double foreign = Math.max(0, busy - cpuSeconds / seconds);
        return new Result(name, seconds, measured, cpuSeconds, latency, commits() - commits, heap(), foreign);
    }

    /** Keeps the load up for so long: the agents do it themselves in a closed loop. */
    private void load(int seconds) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        if (scenario.perSecond() == 0) {
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
        while (shared.acknowledged().sum() < shared.sent().sum() && System.nanoTime() < patience) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        if (shared.acknowledged().sum() != shared.sent().sum()) {
            throw new IllegalStateException("%d messages were sent, but %d acknowledged; the hub says %s"
                    .formatted(shared.sent().sum(), shared.acknowledged().sum(), status()));
        }
    }

    private View status() {
        return region.read(PROJECT, new Query.Status()).toCompletableFuture().join();
    }

    private long commits() {
        try (JournalReader reader = JournalReader.open(file)) {
            return reader.lastNumber(PROJECT);
        }
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
