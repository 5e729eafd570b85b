// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import com.typesafe.config.Config;
import io.hubspoke.agent.AgentHost;
import io.hubspoke.agent.AgentProviders;
import io.hubspoke.agent.AgentSettings;
import io.hubspoke.orchestrator.actor.OrchestratorRegion;
import io.hubspoke.orchestrator.actor.WrittenHeads;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.View;
import io.hubspoke.spi.AgentContext;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.cluster.typed.Cluster;
import org.apache.pekko.cluster.typed.Join;

/** The hub in this process: the journal's lock, a cluster of one, and in it the orchestrators and agents. */
public final class Hub implements AutoCloseable {
    private static final Duration AGENTS_END = Duration.ofMillis(1_500);
    private static final Duration SYSTEM_ENDS = Duration.ofSeconds(15);

    private final JournalFile journal;
    private final ActorSystem<Guardian.Order> system;
    private final OrchestratorRegion region;
    private final AgentSettings agentSettings;
    private final Signing signing;

    private Hub(JournalFile journal, ActorSystem<Guardian.Order> system, Config config) {
        this.journal = journal;
        this.system = system;
        Cluster cluster = Cluster.get(system);
        cluster.manager().tell(Join.create(cluster.selfMember().address()));
        this.region = OrchestratorRegion.start(system);
        this.agentSettings = AgentSettings.from(config);
        this.signing = Signing.start(config, journal.path(), WrittenHeads.get(system), system.log());
    }

    /**
     * Takes the journal and starts.
     *
     * @throws io.hubspoke.orchestrator.journal.JournalException in one sentence when the journal cannot be had
     */
    public static Hub start(Config config, Path journal) {
        return start(config, JournalFile.open(journal));
    }

    /** Starts on a journal that is held already; it is let go with the hub. */
    public static Hub start(Config config, JournalFile journal) {
        try {
            return new Hub(journal, ActorSystem.create(Guardian.create(), "hubspoke", config), config);
        } catch (RuntimeException refused) {
            journal.close();
            throw refused;
        }
    }

    /** Waits for the answer; the command is repeated under its id until there is one. */
    public Reply execute(ProjectId project, CommandId id, String operator, OperatorCommand command) {
        return result(region.execute(project, id, operator, command).toCompletableFuture());
    }

    /** From now on every batch of events of the project is handed over as it becomes durable. */
    public void follow(ProjectId project, Consumer<List<Recorded>> follower) {
        CompletableFuture<Done> started = new CompletableFuture<>();
        system.tell(new Guardian.Follow(region.project(project), follower, started));
        result(started);
    }

    /** Starts these agents. */
    public void host(List<AgentSpec> agents, AgentContext where) {
        host(agents, where, AgentProviders.load());
    }

    /** Starts these agents, made by these providers; may be called again for others. */
    public void host(List<AgentSpec> agents, AgentContext where, AgentProviders providers) {
        system.tell(new Guardian.Host(
                AgentHost.create(agents, where, region.project(where.project()), providers, agentSettings)));
    }

    /** Why the heads of this journal are not signed; empty when they are. */
    public Optional<String> unsigned() {
        return signing.trouble();
    }

    /** What the project looks like now. */
    public View read(ProjectId project, Query query) {
        return result(region.read(project, query).toCompletableFuture());
    }

    /**
     * Ends the agents and what they run, then the hub, then lets the journal go. Everything decided is durable
     * already.
     */
    @Override
    public void close() {
        CompletableFuture<Done> ended = new CompletableFuture<>();
        system.tell(new Guardian.Unhost(ended));
        try {
            ended.get(AGENTS_END.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException goOnWithoutThem) {
            system.log().warn("the agents did not end in time: {}", goOnWithoutThem.toString());
        }
        system.terminate();
        try {
            system.getWhenTerminated().toCompletableFuture().get(SYSTEM_ENDS.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException goOnWithoutIt) {
            system.log().warn("the actor system did not end in time: {}", goOnWithoutIt.toString());
        } finally {
            signing.close();
            journal.close();
        }
    }

    private static <T> T result(CompletableFuture<T> future) {
        try {
            return future.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the hub", interrupted);
        } catch (ExecutionException failed) {
            throw failed.getCause() instanceof RuntimeException cause
                    ? cause
                    : new IllegalStateException(failed.getCause());
        }
    }
}
