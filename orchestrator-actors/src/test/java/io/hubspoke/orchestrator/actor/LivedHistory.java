// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.Deadlines;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.RandomCommands;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.testkit.typed.javadsl.TestProbe;

/**
 * Random histories that a real hub has lived and written to a real SQLite journal, with agents that come, go and are
 * lost, and with time that passes. One seed gives much the same history; instants differ.
 */
public final class LivedHistory implements AutoCloseable {
    private final Path file;
    private final ActorTestKit kit;

    /** An agent's host as this history plays it. */
    private record Host(long incarnation, TestProbe<ToAgent> probe) {}

    private LivedHistory(Path file, ActorTestKit kit) {
        this.file = file;
        this.kit = kit;
    }

    /** On a journal that is made when it is missing. */
    public static LivedHistory in(Path file, String... overrides) {
        JournalFile.open(file).close();
        return new LivedHistory(file, HubUnderTest.kit(SqliteHub.config(file, overrides)));
    }

    /** Lives this many commands of a new project, and returns what has become of it. */
    public ProjectState live(String project, long seed, int commands) {
        try (HubUnderTest hub = SqliteHub.on(kit, project);
                JournalReader reader = JournalReader.open(file)) {
            Life life = new Life(hub, reader, ProjectId.of(project), seed);
            life.carry(life.random.creation());
            for (int i = 0; i < commands; i++) life.step();
            return life.caughtUp();
        }
    }

    /** Lives what chance hardly ever brings: a question asked again, a specialist that declines, a budget. */
    public ProjectState liveRareThings(String project) {
        try (HubUnderTest hub = SqliteHub.on(kit, project);
                JournalReader reader = JournalReader.open(file)) {
            Life life = new Life(hub, reader, ProjectId.of(project), 0);
            AgentId zoe = AgentId.of("zoe");
            AgentId yan = AgentId.of("yan");
            TaskId task = TaskId.of("release");
            GateQuestion question = GateQuestion.of("Which colour?").withOptions(List.of("red", "green"));
            life.operator(
                    "alice",
                    new Command.CreateProject(
                            ProjectSettings.DEFAULT.withBudget(new Budget(500, 0)),
                            Map.of("why", "to be read for ever")));
            life.operator("alice", new Command.RegisterAgent(new AgentSpec(zoe, AgentType.BACKEND_DEVELOPER, "test")));
            life.operator("alice", new Command.RegisterAgent(new AgentSpec(yan, AgentType.VERIFIER, "test")));
            life.present(zoe);
            life.present(yan);
            life.operator(
                    "alice",
                    new Command.EnqueueTasks(List.of(TaskSpec.of(task, AgentType.BACKEND_DEVELOPER, "Release it"))));
            life.agent(zoe, new Command.StartTask(task, 1));
            life.agent(zoe, new Command.EscalateToHuman(question, Optional.of(task)));
            life.operator("bob", new Command.ResolveGate(new GateId(1), Decision.APPROVE, "green", "as always", ""));
            life.agent(zoe, new Command.EscalateToHuman(question, Optional.of(task)));
            life.agent(zoe, new Command.ConsultSpecialist(AgentType.VERIFIER, "Which green?", "", Duration.ofHours(1)));
            life.agent(yan, new Command.DeclineConsultation(new ConsultationId(1), "no idea"));
            life.agent(zoe, new Command.RecordUsage(new Usage(400, 200, 0), Optional.of(task), "too many words"));
            life.operator("bob", new Command.ResolveGate(new GateId(2), Decision.APPROVE, "", "once more", ""));
            life.agent(zoe, new Command.CompleteTask(task, 1, TaskResult.of("it is green")));
            return life.caughtUp();
        }
    }

    @Override
    public void close() {
        kit.shutdownTestKit();
    }

    private static final class Life {
        private final HubUnderTest hub;
        private final JournalReader reader;
        private final ProjectId project;
        private final RandomCommands random;
        private final Map<AgentId, Host> hosts = new HashMap<>();
        private final Map<AgentId, Long> incarnations = new HashMap<>();
        private ProjectState state;
        private long commits;

        Life(HubUnderTest hub, JournalReader reader, ProjectId project, long seed) {
            this.hub = hub;
            this.reader = reader;
            this.project = project;
            random = new RandomCommands(seed);
            state = ProjectState.empty(project);
        }

        void step() {
            caughtUp().agents().inOrder().stream()
                    .filter(agent -> !agent.attached() && random.oneIn(3))
                    .forEach(agent -> present(agent.id()));
            if (!random.oneIn(3)) heartbeats();
            Instant now = hub.clock.instant();
            if (random.oneIn(15)) {
                Deadlines.next(caughtUp())
                        .filter(next -> next.isAfter(now))
                        .ifPresent(next -> hub.pass(Duration.between(now, next).plusMillis(2)));
            } else {
                hub.pass(random.pause());
            }
            if (random.oneIn(4)) random.specialist(caughtUp()).ifPresent(this::carry);
            carry(random.next(caughtUp(), hub.clock.instant()));
        }

        void carry(Request request) {
            switch (request.principal()) {
                case Principal.Operator(String name) -> operator(name, request.command());
                case Principal.Agent(AgentId id) -> agent(id, request.command());
                case Principal.Hub nobody -> ofItself(request.command());
            }
        }

        private void operator(String name, Command command) {
            if (!(command instanceof OperatorCommand allowed)) return;
            hub.hub.tell(new ToOrchestrator.ExecuteAsOperator(
                    new CommandId("t-" + UUID.randomUUID()), name, allowed, hub.operator.getRef()));
            hub.operator.receiveMessage();
        }

        private void agent(AgentId id, Command command) {
            if (!(command instanceof AgentCommand allowed) || !present(id)) return;
            Host host = hosts.get(id);
            long number = caughtUp().commands().highest(Principal.agent(id)) + 1;
            hub.as(id, host.incarnation(), number, allowed);
            while (true) {
                ToAgent message = host.probe().receiveMessage();
                if (message instanceof ToAgent.Answered || message instanceof ToAgent.Detached) return;
                // The hub had just given the host up: it is taken back, and repeats its command.
                if (message instanceof ToAgent.Attached) hub.as(id, host.incarnation(), number, allowed);
            }
        }

        private void ofItself(Command command) {
            switch (command) {
                case Command.AttachAgent attach -> {
                    if (random.oneIn(3)) incarnations.merge(attach.agent(), 1L, Long::sum);
                    hosts.remove(attach.agent());
                    present(attach.agent());
                }
                case Command.DetachAgent detach -> {
                    Host host = hosts.remove(detach.agent());
                    if (host != null) host.probe().stop();
                }
                case Command.DeadLetter dead -> hub.pass(hub.settings.redeliveryInterval());
                default -> {
                    heartbeats();
                    hub.pass(random.pause());
                }
            }
        }

        private void heartbeats() {
            for (AgentRecord agent : caughtUp().agents().inOrder()) {
                Optional<ToOrchestrator.Lease> lease = agent.assignment()
                        .flatMap(state.tasks()::find)
                        .map(task -> new ToOrchestrator.Lease(task.id(), task.epoch()));
                hub.hub.tell(new ToOrchestrator.Heartbeat(agent.id(), agent.incarnation(), lease));
            }
        }

        /** Attaches the agent unless it is; false when that is refused. */
        private boolean present(AgentId id) {
            long attached =
                    caughtUp().agents().find(id).map(AgentRecord::incarnation).orElse(0L);
            Host known = hosts.get(id);
            if (known != null && known.incarnation() == attached) return true;
            Host host = new Host(incarnations.computeIfAbsent(id, first -> 1L), hub.host());
            hub.hub.tell(new ToOrchestrator.Attach(
                    id, host.incarnation(), host.probe().getRef()));
            while (true) {
                ToAgent message = host.probe().receiveMessage();
                if (message instanceof ToAgent.AttachRefused) return false;
                if (message instanceof ToAgent.Attached) break;
            }
            hosts.put(id, host);
            return true;
        }

        private ProjectState caughtUp() {
            reader.commits(project, commits + 1, commit -> {
                state = commit.appliedTo(state);
                commits = commit.number();
                return true;
            });
            assertThat(state.revision()).isGreaterThanOrEqualTo(commits);
            return state;
        }
    }
}
