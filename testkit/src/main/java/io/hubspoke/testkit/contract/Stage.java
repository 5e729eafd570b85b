// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.agent.AgentActor;
import io.hubspoke.agent.AgentSettings;
import io.hubspoke.orchestrator.actor.Orchestrator;
import io.hubspoke.orchestrator.actor.OrchestratorSettings;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.wire.Committed;
import io.hubspoke.protocol.wire.Replied;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import io.hubspoke.protocol.wire.WireMessage;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentProvider;
import io.hubspoke.spi.Workspace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/**
 * One project with one agent under test: a real hub whose journal is in memory, the wire to the agent's host, a
 * workspace of its own, an operator who approves whatever the agent asks, and a colleague.
 */
final class Stage implements AutoCloseable {
    static final AgentId AGENT = AgentId.of("agent-under-test");
    static final AgentType TYPE = AgentType.of("under-test");
    static final Duration HEARTBEAT = Duration.ofMillis(200);
    static final TaskLimits LIMITS = TaskLimits.DEFAULT.withBackoff(Duration.ofMillis(1));
    private static final Duration STOP_TIME = Duration.ofSeconds(10);
    private static final String OPERATOR = "contract";

    final AgentUnderTest agent;
    final Timeline timeline = new Timeline();
    final Wire wire;
    final Processes processes;
    private final Path scratch;
    private final String project = "contract-" + UUID.randomUUID();
    private final Path folder;
    private final ActorTestKit kit = House.KIT;
    private final List<ActorRef<?>> actors = new ArrayList<>();
    private final ActorRef<ToOrchestrator> hub;
    private final ActorRef<WireMessage> wireAddress;
    private final AgentSpec spec;
    private final AgentProvider watched;
    private final AgentContext where;
    private final HostFactory hosts;
    private final Set<TaskId> undecided = ConcurrentHashMap.newKeySet();
    private final AtomicInteger commands = new AtomicInteger();
    private Optional<ActorRef<ToAgent>> host = Optional.empty();

    Stage(AgentUnderTest agent, HostFactory hosts) throws IOException, InterruptedException {
        this.agent = agent;
        this.hosts = hosts;
        folder = Files.createTempDirectory("hubspoke-contract-");
        Path workspace = Files.createDirectory(folder.resolve("workspace"));
        scratch = folder.resolve("scratch");
        if (agent.files().isPresent()) Folders.copy(agent.files().get(), workspace);
        where = new AgentContext(ProjectId.of(project), new Workspace(workspace, scratch));
        processes = new Processes(project);
        hub = spawn(Orchestrator.create(
                ProjectId.of(project),
                OrchestratorSettings.from(kit.system().settings().config())));
        wire = new Wire(timeline, hub);
        wireAddress = spawn(wire.behavior());
        spec = new AgentSpec(AGENT, TYPE, agent.provider().kind(), agent.settings());
        watched = Watched.provider(agent.provider(), timeline);
        hub.tell(new ToOrchestrator.Follow(spawn(Behaviors.<Committed>receiveMessage(committed -> {
            committed.events().forEach(this::happened);
            return Behaviors.same();
        }))));
        execute(new CreateProject(ProjectSettings.DEFAULT, Map.of()));
        execute(new RegisterAgent(spec));
        if (agent.verifies() || agent.question().isPresent()) {
            execute(new RegisterAgent(new AgentSpec(Peer.ID, Peer.TYPE, "peer")));
            spawn(AgentActor.create(Peer.ID, new Peer(TYPE), hub, AgentSettings.DEFAULT));
        }
    }

    private <T> ActorRef<T> spawn(Behavior<T> behavior) {
        ActorRef<T> started = kit.spawn(behavior);
        actors.add(started);
        return started;
    }

    private AgentSettings hostSettings() {
        return new AgentSettings(
                HEARTBEAT,
                Duration.ofSeconds(5),
                Duration.ofMillis(50),
                Duration.ofSeconds(1),
                Limits.COMMANDS_IN_FLIGHT_MAX,
                1_000,
                3,
                agent.patience().multipliedBy(2));
    }

    /** What the agent's provider finds wrong with its settings. */
    List<String> problems() {
        return watched.problems(spec);
    }

    /** The files with the output of commands. */
    List<Path> logs() throws IOException {
        if (!Files.isDirectory(scratch)) return List.of();
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.filter(file -> file.toString().endsWith(".log")).toList();
        }
    }

    // ---- the host

    /** Starts a host with a fresh agent; one that ran before must have been ended. */
    void startHost() {
        ActorRef<ToAgent> started = spawn(hosts.host(spec, where, wireAddress.narrow(), watched, hostSettings()));
        host = Optional.of(started);
        spawn(Behaviors.setup(context -> {
            context.watch(started);
            return Behaviors.receive(Object.class)
                    .onSignal(Terminated.class, gone -> {
                        timeline.add(new Moment.HostEnded());
                        return Behaviors.stopped();
                    })
                    .build();
        }));
    }

    /** Ends the host as a crash of its process would: at once, and nobody is told. */
    void killHost() throws InterruptedException {
        int from = timeline.now();
        host.ifPresent(kit::stop);
        timeline.await(from, agent.patience(), Moment.HostEnded.class::isInstance);
    }

    // ---- the operator

    /** @throws IllegalStateException when it is refused: the contract itself is wrong then, or its declaration */
    Reply.Accepted execute(OperatorCommand command) throws InterruptedException {
        CommandId id = new CommandId("contract-" + commands.incrementAndGet());
        try {
            Replied replied = AskPattern.<ToOrchestrator, Replied>ask(
                            hub,
                            address -> new ToOrchestrator.ExecuteAsOperator(id, OPERATOR, command, address),
                            Duration.ofSeconds(30),
                            kit.scheduler())
                    .toCompletableFuture()
                    .get();
            return switch (replied.reply()) {
                case Reply.Accepted accepted -> accepted;
                case Reply.Rejected rejected ->
                    throw new IllegalStateException(rejected.rejection().sentence());
                case Reply.Undetermined unknown -> throw new IllegalStateException(unknown.reason());
            };
        } catch (ExecutionException silent) {
            throw new IllegalStateException("the hub did not answer to " + command, silent);
        }
    }

    /** Enqueues a task like this one for the agent under test. */
    TaskId give(TaskSpec sample) throws InterruptedException {
        return give(sample, LIMITS);
    }

    TaskId give(TaskSpec sample, TaskLimits limits) throws InterruptedException {
        return give(newTask(), sample, limits);
    }

    private TaskId newTask() {
        return TaskId.of("task-" + commands.incrementAndGet());
    }

    private TaskId give(TaskId id, TaskSpec sample, TaskLimits limits) throws InterruptedException {
        TaskSpec task = as(sample, id, agent.verifies() ? Peer.TYPE : TYPE, sample.type());
        execute(EnqueueTasks.one((agent.verifies() ? task.withVerifier(TYPE) : task).withLimits(limits)));
        return id;
    }

    /** The same, of which no gate is decided before {@link #decide}. */
    TaskId giveUndecided(TaskSpec sample) throws InterruptedException {
        TaskId id = newTask();
        undecided.add(id);
        return give(id, sample, LIMITS);
    }

    /** Approves what was and will be asked for this task. */
    void decide(TaskId task) {
        undecided.remove(task);
        timeline.of(Moment.Journaled.class).forEach(moment -> approve(moment.recorded()));
    }

    /** The colleague asks the agent under test. */
    TaskId ask(String question, Duration deadline) throws InterruptedException {
        TaskId id = TaskId.of("question-" + commands.incrementAndGet());
        execute(EnqueueTasks.one(Peer.asking(id, question, deadline)));
        return id;
    }

    static TaskSpec as(TaskSpec sample, TaskId id, AgentType agentType, String type) {
        return new TaskSpec(
                id,
                type,
                Optional.of(agentType),
                sample.priority(),
                sample.title(),
                sample.instructions(),
                sample.inputs(),
                sample.needs(),
                sample.checks(),
                sample.verifier(),
                sample.gate(),
                sample.limits(),
                sample.onDependencyFailure());
    }

    private void happened(Recorded recorded) {
        timeline.add(new Moment.Journaled(recorded));
        approve(recorded);
    }

    private void approve(Recorded recorded) {
        if (recorded.event() instanceof Event.GateOpened gate
                && gate.agent().filter(AGENT::equals).isPresent()
                && gate.task().filter(undecided::contains).isEmpty()) {
            String operator = gate.question().approvers().stream().findFirst().orElse(OPERATOR);
            hub.tell(new ToOrchestrator.ExecuteAsOperator(
                    new CommandId("approve-" + gate.gate()),
                    operator,
                    new ResolveGate(gate.gate(), Decision.APPROVE, "by the contract"),
                    kit.system().ignoreRef()));
        }
    }

    @Override
    public void close() throws IOException {
        wire.loseHeld();
        actors.reversed().forEach(actor -> kit.stop(actor, STOP_TIME));
        processes.close();
        Folders.delete(folder);
    }
}
