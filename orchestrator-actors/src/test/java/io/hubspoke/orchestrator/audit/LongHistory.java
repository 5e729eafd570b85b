// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Rules;
import io.hubspoke.orchestrator.domain.Verdict;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalFile;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.orchestrator.journal.SnapshotPace;
import io.hubspoke.orchestrator.journal.SnapshotSerializer;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Request;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/**
 * A journal of a busy project, as long as one likes: sixteen agents that work tasks off and write to each other,
 * decided by the rules, with the rows and snapshots that an orchestrator would have written.
 */
public final class LongHistory {
    public static final ProjectId PROJECT = ProjectId.of("long");

    private static final int AGENTS = 16;
    private static final int COMMANDS_PER_COMMIT = 200;
    /** As hubspoke.conf has them when nobody sets them. */
    private static final int SNAPSHOT_EVERY_COMMITS = 2_000;

    private static final int SNAPSHOT_EVERY_EVENTS = 200_000;
    private static final Principal OPERATOR = Principal.operator("alice");
    private static final String TEXT = "The endpoint answers 201 with a Location header and 422 with the problems. ";

    private final Path file;
    private final BiPredicate<Commit, ProjectState> snapshotDue;
    private final CommitCodec codec = new CommitCodec();
    private final Map<Principal, Long> numbers = new HashMap<>();
    private final List<Recorded> events = new ArrayList<>();
    private ProjectState state = ProjectState.empty(PROJECT);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");
    private long task;

    private LongHistory(Path file, BiPredicate<Commit, ProjectState> snapshotDue) {
        this.file = file;
        this.snapshotDue = snapshotDue;
    }

    /** Writes a journal of at least so many events, with a hub's snapshots; returns its last revision. */
    public static long write(Path file, long events) throws SQLException {
        SnapshotPace pace = new SnapshotPace(SNAPSHOT_EVERY_COMMITS, SNAPSHOT_EVERY_EVENTS);
        return write(
                file,
                events,
                (commit, state) -> pace.isDue(commit, state.tasks().size()));
    }

    /** The same with a snapshot after every so many events. */
    public static long write(Path file, long events, long snapshotEvery) throws SQLException {
        long[] last = {0};
        return write(file, events, (commit, state) -> {
            boolean due = state.revision() >= last[0] + snapshotEvery;
            if (due) last[0] += snapshotEvery;
            return due;
        });
    }

    private static long write(Path file, long events, BiPredicate<Commit, ProjectState> snapshotDue)
            throws SQLException {
        JournalFile.open(file).close();
        return new LongHistory(file, snapshotDue).write(events);
    }

    public static void main(String[] arguments) throws SQLException {
        System.out.println(write(Path.of(arguments[0]), Long.parseLong(arguments[1])));
    }

    private long write(long count) throws SQLException {
        try (Connection writer = DriverManager.getConnection("jdbc:sqlite:" + file)) {
            writer.setAutoCommit(false);
            Head head = Head.START;
            begin();
            while (state.revision() < count) {
                while (events.size() < COMMANDS_PER_COMMIT) round();
                Commit commit = codec.encode(head, now, List.copyOf(events));
                events.clear();
                head = head.then(commit);
                insert(writer, commit);
                if (snapshotDue.test(commit, state)) insert(writer, new Snapshot(head, state));
                now = now.plusMillis(100);
            }
            writer.commit();
            return state.revision();
        }
    }

    private void begin() {
        tell(OPERATOR, new CreateProject(ProjectSettings.DEFAULT, Map.of()));
        for (int i = 0; i < AGENTS; i++) {
            tell(OPERATOR, new RegisterAgent(new AgentSpec(agent(i), AgentType.BACKEND_DEVELOPER, "test")));
            decide(Request.ofHub(new AttachAgent(agent(i), 1)));
        }
    }

    /** One task for each agent, worked off, and a message from each to its neighbour, read. */
    private void round() {
        List<TaskSpec> specs = new ArrayList<>();
        for (int i = 0; i < AGENTS; i++) {
            specs.add(TaskSpec.of(TaskId.of("t" + ++task), AgentType.BACKEND_DEVELOPER, "Build part " + task)
                    .withPriority(new Priority((int) (task % 3))));
        }
        tell(OPERATOR, new EnqueueTasks(specs));
        for (int i = 0; i < AGENTS; i++) {
            Principal self = Principal.agent(agent(i));
            state.agents()
                    .find(agent(i))
                    .flatMap(io.hubspoke.orchestrator.domain.AgentRecord::assignment)
                    .ifPresent(mine -> {
                        long epoch = state.tasks().find(mine).orElseThrow().epoch();
                        tell(self, new StartTask(mine, epoch));
                        tell(self, new ReportProgress(mine, epoch, 50, "half of it is done"));
                        tell(self, new CompleteTask(mine, epoch, TaskResult.of(TEXT)));
                    });
            for (int j = 1; j <= 5; j++) tell(self, new SendMessage(agent((i + j) % AGENTS), "note", TEXT + task + j));
            tell(
                    self,
                    new Acknowledge(state.mailboxes().of(agent(i)).orElseThrow().last()));
        }
    }

    private static AgentId agent(int number) {
        return new AgentId("a" + number);
    }

    private void tell(Principal who, Command command) {
        long number = numbers.merge(who, 1L, Long::sum);
        CommandId id = who instanceof Principal.Agent ? CommandId.numbered(number) : new CommandId("op-" + number);
        decide(new Request(id, who, command, command.hashCode() | 1L));
    }

    private void decide(Request request) {
        if (Rules.decide(state, request, now) instanceof Verdict.Accepted accepted) {
            state = accepted.after();
            events.addAll(accepted.events());
        }
    }

    private static void insert(Connection writer, Commit commit) throws SQLException {
        try (PreparedStatement insert =
                writer.prepareStatement("INSERT INTO event_journal (persistence_id, sequence_number, writer,"
                        + " write_timestamp, adapter_manifest, event_payload, event_ser_id, event_ser_manifest)"
                        + " VALUES (?, ?, '', 0, '', ?, 9801, 'commit-1')")) {
            insert.setString(1, "orchestrator|" + PROJECT);
            insert.setLong(2, commit.number());
            insert.setBytes(3, commit.row().bytes());
            insert.executeUpdate();
        }
    }

    private static void insert(Connection writer, Snapshot snapshot) throws SQLException {
        SnapshotSerializer serializer = new SnapshotSerializer();
        try (PreparedStatement insert =
                writer.prepareStatement("INSERT INTO snapshot (persistence_id, sequence_number, created,"
                        + " snapshot_ser_id, snapshot_ser_manifest, snapshot_payload) VALUES (?, ?, 0, ?, ?, ?)")) {
            insert.setString(1, "orchestrator|" + PROJECT);
            insert.setLong(2, snapshot.head().number());
            insert.setInt(3, serializer.identifier());
            insert.setString(4, serializer.manifest(snapshot));
            insert.setBytes(5, serializer.toBinary(snapshot));
            insert.executeUpdate();
        }
    }
}
