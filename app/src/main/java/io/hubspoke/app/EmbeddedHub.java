// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigValueFactory;
import io.hubspoke.agent.AgentProviders;
import io.hubspoke.app.run.Hub;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.View;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import io.hubspoke.spi.Workspace;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * A hub inside a program of yours: one project, its journal in a SQLite file, a cluster of one in this process, and
 * agents that are objects of yours. The project is created at the first start and continued at every later one; what is
 * accepted here survives the end of the process. Safe for use by many threads.
 */
public final class EmbeddedHub implements AutoCloseable {
    /** The kind under which agents of the program are registered. */
    public static final String KIND = "embedded";

    private static final String OPERATOR = "program";
    private static final long LOOK_AGAIN_MILLIS = 500;

    private final ProjectId project;
    private final AgentContext where;
    private final Hub hub;
    private final Map<AgentId, Supplier<? extends Agent>> agents = new ConcurrentHashMap<>();
    private final AgentProviders providers = new AgentProviders(List.of(new Programs()));
    private final Object change = new Object();

    private EmbeddedHub(ProjectId project, AgentContext where, Hub hub) {
        this.project = project;
        this.where = where;
        this.hub = hub;
    }

    /** Starts with the default settings; agents work in the current folder. */
    public static EmbeddedHub start(Path journal, ProjectId project) {
        return start(journal, project, ProjectSettings.DEFAULT, Path.of(""));
    }

    /**
     * Starts a hub on a journal of its own.
     *
     * @param settings what the project is created with; a project that exists must have been created with the same
     * @param workspace the folder in which agents work
     * @throws io.hubspoke.orchestrator.journal.JournalException in one sentence when the journal cannot be had
     * @throws IllegalStateException when the project exists with other settings
     */
    public static EmbeddedHub start(Path journal, ProjectId project, ProjectSettings settings, Path workspace) {
        Path file = journal.toAbsolutePath().normalize();
        Workspace place = new Workspace(workspace, file.resolveSibling("work").resolve(project.value()));
        EmbeddedHub started = new EmbeddedHub(project, new AgentContext(project, place), Hub.start(config(file), file));
        try {
            started.accepted(new CommandId("embedded:create"), new CreateProject(settings, Map.of()));
            started.hub.follow(project, events -> started.changed());
            return started;
        } catch (RuntimeException refused) {
            started.close();
            throw refused;
        }
    }

    /**
     * Makes an agent known, unless it is, and starts it.
     *
     * @param agent makes it; called again when it has failed and is started anew
     * @throws IllegalStateException with the reason when it is refused, such as an agent of that id and another type
     */
    public void register(AgentId id, AgentType type, Supplier<? extends Agent> agent) {
        agents.put(id, agent);
        AgentSpec spec = new AgentSpec(id, type, KIND);
        boolean known = read(new Query.Agent(id)) instanceof View.Agent there
                && there.spec().equals(spec);
        if (!known) accepted(fresh(), new RegisterAgent(spec));
        hub.host(List.of(spec), where, providers);
    }

    /**
     * Adds tasks, all or none.
     *
     * @throws IllegalStateException with the reason when they are refused
     */
    public void enqueue(TaskSpec... tasks) {
        accepted(fresh(), new EnqueueTasks(List.of(tasks)));
    }

    /** Asks for anything that an operator may ask for. The same id with the same content has no second effect. */
    public Reply execute(CommandId id, OperatorCommand command) {
        return hub.execute(project, id, OPERATOR, command);
    }

    public View read(Query query) {
        return hub.read(project, query);
    }

    /** @throws IllegalStateException when there is no such task */
    public View.Task task(TaskId id) {
        View view = read(new Query.Task(id));
        if (view instanceof View.Task task) return task;
        throw new IllegalStateException("task " + id + " does not exist");
    }

    /**
     * Waits until nothing will move without a person: every task is finished, waits at a gate, or waits for an agent
     * that is not there; and every letter has been acknowledged.
     *
     * @throws IllegalStateException when it still moves after this time
     */
    public View.Status awaitSettled(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (change) {
            while (true) {
                View.Status status = (View.Status) read(new Query.Status());
                if (status.settled() && status.lettersWaiting() == 0) return status;
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    throw new IllegalStateException(
                            "project %s still works after %s: %s".formatted(project, atMost, status));
                }
                change.wait(Math.min(left, LOOK_AGAIN_MILLIS));
            }
        }
    }

    /** Ends the agents and the hub, and lets the journal go. */
    @Override
    public void close() {
        hub.close();
    }

    private void changed() {
        synchronized (change) {
            change.notifyAll();
        }
    }

    private void accepted(CommandId id, OperatorCommand command) {
        switch (execute(id, command)) {
            case Reply.Accepted accepted -> {}
            case Reply.Rejected(Rejection rejection) -> throw new IllegalStateException(rejection.sentence());
            case Reply.Undetermined unknown ->
                throw new IllegalStateException("it is unknown whether it took effect: " + unknown.reason());
        }
    }

    private static CommandId fresh() {
        return new CommandId("embedded:" + UUID.randomUUID());
    }

    private static Config config(Path journal) {
        return ConfigFactory.empty()
                .withValue("hubspoke.journal.file", ConfigValueFactory.fromAnyRef(journal.toString()))
                .withFallback(ConfigFactory.parseResources("hubspoke-embedded.conf"))
                .withFallback(ConfigFactory.defaultReferenceUnresolved())
                .resolve();
    }

    /** Makes the agents that the program has registered. */
    private final class Programs implements AgentProvider {
        @Override
        public String kind() {
            return KIND;
        }

        @Override
        public List<String> problems(AgentSpec agent) {
            return agents.containsKey(agent.id()) ? List.of() : List.of("the program has not registered it");
        }

        @Override
        public Agent create(AgentSpec agent, AgentContext context) {
            Supplier<? extends Agent> maker = agents.get(agent.id());
            if (maker == null) throw new IllegalStateException("the program has not registered agent " + agent.id());
            return maker.get();
        }
    }
}
