// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.orchestrator.journal.EventTypes;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Command.CompleteTask;
import io.hubspoke.protocol.Command.FailTask;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.ResolveGate;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Command.StartTask;
import io.hubspoke.protocol.Command.Tick;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.testkit.ProjectScenario;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an auditor asks of a journal, on the command line. */
class AuditTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Principal ALICE = Principal.operator("alice");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private Journals journal;
    private List<Recorded> events = List.of();

    /** Two builders, one of them paused; a build that fails once, a web site that goes first, and a gate at the end. */
    private static ProjectScenario story() {
        TaskSpec build = TaskSpec.of(TaskId.of("build"), AgentType.BACKEND_DEVELOPER, "Build it")
                .withLimits(TaskLimits.DEFAULT.withAttempts(2));
        TaskSpec web = TaskSpec.of(TaskId.of("web"), AgentType.BACKEND_DEVELOPER, "Make the web site")
                .withPriority(new Priority(5));
        TaskSpec ship = TaskSpec.gate(
                        TaskId.of("ship"), GateQuestion.of("Ship it?").withApprovers(List.of("bob")))
                .withNeeds(List.of(TaskId.of("build"), TaskId.of("web")));
        TaskId first = TaskId.of("web");
        TaskId second = TaskId.of("build");
        Principal smith = Principal.agent(new AgentId("smith"));
        return ProjectScenario.automatic("demo")
                .after(SECOND)
                .givenAgent("smith", AgentType.BACKEND_DEVELOPER)
                .givenAgent("jones", AgentType.BACKEND_DEVELOPER)
                .given(ALICE, new PauseAgent(new AgentId("jones"), "on holiday"))
                .after(SECOND)
                .givenTasks(build, web, ship)
                .after(SECOND)
                .given(smith, new StartTask(first, 1))
                .given(smith, new SendMessage(new AgentId("jones"), "note", "hello"))
                .given(smith, new CompleteTask(first, 1, TaskResult.of("the site is there")))
                .after(SECOND)
                .given(smith, new StartTask(second, 1))
                .given(smith, new FailTask(second, 1, "it does not compile", true))
                .after(SECOND.multipliedBy(2))
                .given(Principal.HUB, new Tick(List.of()))
                .after(SECOND)
                .given(smith, new CompleteTask(second, 2, TaskResult.of("built")))
                .after(SECOND)
                .given(
                        Principal.operator("bob"),
                        new ResolveGate(new GateId(1), Decision.APPROVE, "", "well done", ""));
    }

    @BeforeEach
    void write() throws SQLException, IOException {
        events = story().recorded();
        Files.createDirectories(folder.resolve(".hubspoke"));
        journal = Journals.at(folder.resolve(".hubspoke/journal.db"), "demo").add(events);
    }

    private Shell.Said run(String line) {
        return Shell.in(folder).run(line.split(" "));
    }

    private JsonNode json(String line) throws IOException {
        Shell.Said said = run(line + " -o json");
        assertThat(said.err()).isEmpty();
        return JSON.readTree(said.out());
    }

    private long revision(String type, String task) {
        return events.stream()
                .filter(recorded -> EventTypes.nameOf(recorded.event()).equals(type))
                .filter(recorded -> recorded.event().toString().contains("task=" + task))
                .findFirst()
                .orElseThrow()
                .revision();
    }

    // ---- list, show, tail, projects

    @Test
    void every_event_is_listed_in_each_format() throws IOException {
        assertThat(run("journal list").lines()).hasSameSizeAs(events);
        assertThat(run("journal list -o jsonl").lines())
                .hasSameSizeAs(events)
                .allSatisfy(line ->
                        assertThat(JSON.readTree(line).path("data").isObject()).isTrue());
        JsonNode all = json("journal list");
        assertThat(all).hasSameSizeAs(events);
        assertThat(all.get(3).path("revision").asLong()).isEqualTo(4);
        assertThat(json("journal list --task nothing")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "--from 5 --to 9, 5",
        "--from 5 --limit 2, 2",
        "--to 3, 3",
        "--from 9999, 0",
        "--from 2026-01-01T00:00:01Z --to 2026-01-01T00:00:01Z, 5",
        "--limit 0, 0",
    })
    void a_range_is_told_by_revisions_or_times(String options, int expected) {
        assertThat(run("journal list " + options).lines()).hasSize(expected);
    }

    @Test
    void events_are_chosen_by_type_agent_task_gate_principal_and_correlation() {
        assertThat(run("journal list --type task-enqueued").lines()).hasSize(3);
        assertThat(run("journal list --type task-ready,task-failed --type gate-opened")
                        .lines())
                .hasSize(3);
        assertThat(run("journal list --agent jones").lines()).hasSize(4);
        assertThat(run("journal list --task build --principal smith").lines())
                .allSatisfy(line -> assertThat(line).contains("agent:smith", "build"))
                .hasSizeGreaterThan(3);
        assertThat(run("journal list --gate g-1").lines()).hasSize(3);
        assertThat(run("journal list --principal bob").lines()).hasSize(2);
        assertThat(run("journal list --correlation " + events.getLast().command())
                        .lines())
                .isNotEmpty();
    }

    @Test
    void the_last_events_are_read_from_the_end() {
        assertThat(run("journal tail -n 2").lines())
                .isEqualTo(run("journal list --from " + (events.size() - 1)).lines());
        assertThat(run("journal tail -n 1 --task web").out()).contains("task-completed");
        assertThat(run("journal tail -n 0").out()).isEmpty();
        assertThat(run("journal tail -n 1000").lines()).hasSameSizeAs(events);
    }

    @Test
    void projects_are_listed_with_the_hash_they_end_with() throws IOException {
        JsonNode project = json("journal projects").get(0);
        assertThat(project.path("id").asText()).isEqualTo("demo");
        assertThat(project.path("revision").asInt()).isEqualTo(events.size());
        assertThat(project.path("hash").asText())
                .isEqualTo(
                        json("journal show " + events.size()).at("/commit/hash").asText());
    }

    @Test
    void following_shows_what_another_writes_and_ends_when_nobody_reads() throws SQLException {
        Reading reading = new Reading();
        CompletableFuture<Integer> tail = CompletableFuture.supplyAsync(
                () -> reading.run(folder, "journal", "tail", "-n", "1", "--follow", "-o", "jsonl"));
        await().until(() -> reading.lines() == 1);
        journal.add(story().after(SECOND)
                .given(ALICE, new PauseAgent(new AgentId("smith"), "enough"))
                .recorded()
                .subList(events.size(), events.size() + 1));
        await().until(() -> reading.lines() == 2);
        assertThat(reading.text()).contains("agent-paused");
        reading.nobodyReads = true;
        await().atMost(Duration.ofSeconds(30)).until(tail::isDone);
        assertThat(tail.join()).isZero();
    }

    @Test
    void a_listing_that_nobody_reads_to_its_end_stops_in_silence() throws SQLException {
        List<Recorded> many = new ArrayList<>();
        Recorded template = story().after(SECOND)
                .given(ALICE, new SendMessage(new AgentId("smith"), "note", "x"))
                .recorded()
                .getLast();
        LongStream.rangeClosed(1, 5_000)
                .forEach(i -> many.add(new Recorded(
                        events.size() + i, template.at(), template.command(), template.by(), 1, template.event())));
        journal.add(many);
        for (String format : List.of("text", "json", "jsonl")) {
            Reading reading = new Reading();
            reading.linesMax = 3;
            assertThat(reading.run(folder, "journal", "list", "-o", format)).isZero();
            assertThat(reading.lines()).isLessThan(400);
            assertThat(reading.err.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    /** Whoever reads what a command prints, and stops when they like, as head does. */
    private static final class Reading extends OutputStream {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final ByteArrayOutputStream err = new ByteArrayOutputStream();
        private final AtomicLong lines = new AtomicLong();
        volatile boolean nobodyReads;
        volatile long linesMax = Long.MAX_VALUE;

        int run(Path folder, String... line) {
            Surroundings surroundings = new Surroundings(
                    new ByteArrayInputStream(new byte[0]),
                    new PrintStream(this, false, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Map.of(),
                    folder,
                    "tester",
                    false,
                    false,
                    Clock.systemUTC());
            return Cli.run(surroundings, line);
        }

        @Override
        public synchronized void write(int value) throws IOException {
            if (nobodyReads || lines.get() >= linesMax) throw new IOException("Broken pipe");
            bytes.write(value);
            if (value == '\n') lines.incrementAndGet();
        }

        @Override
        public synchronized void flush() throws IOException {
            if (nobodyReads || lines.get() >= linesMax) throw new IOException("Broken pipe");
        }

        long lines() {
            return lines.get();
        }

        synchronized String text() {
            return bytes.toString(StandardCharsets.UTF_8);
        }
    }

    // ---- replay and diff

    @Test
    void a_state_is_shown_as_it_was_also_within_a_commit() throws IOException {
        JsonNode whole = json("journal replay");
        assertThat(whole.path("revision").asInt()).isEqualTo(events.size());
        assertThat(whole.at("/gates/0/status").asText()).isEqualTo("APPROVED");
        long assigned = revision("task-assigned", "web");
        JsonNode then = json("journal replay --at " + assigned);
        assertThat(then.at("/event/type").asText()).isEqualTo("task-assigned");
        assertThat(then.at("/leases/0/task").asText()).isEqualTo("web");
        assertThat(then.at("/leases/0/agent").asText()).isEqualTo("smith");
        assertThat(then.at("/queues/0/tasks").toString()).isEqualTo("[\"build\"]");
        assertThat(then.at("/mailboxes/1/waiting/0/content/type").asText()).isEqualTo("assignment");
        JsonNode before = json("journal replay --at " + (assigned - 1));
        assertThat(before.path("commit")).isEqualTo(then.path("commit"));
        assertThat(before.at("/queues/0/tasks").toString()).isEqualTo("[\"web\",\"build\"]");
        assertThat(before.path("leases")).isEmpty();
        assertThat(json("journal replay --at 0").path("tasks")).isEmpty();
        assertThat(json("journal replay --at " + assigned + " --without-snapshots"))
                .isEqualTo(then);
    }

    @Test
    void people_see_every_noun_of_a_state() {
        assertThat(run("journal replay --at " + revision("task-assigned", "web"))
                        .out())
                .contains(
                        "demo  revision ",
                        "after web: assigned to smith (epoch 1)",
                        "dispatch  automatic",
                        "Tasks (3)",
                        "ship   pending   priority 0  attempt 1 of 3  waits for build, web",
                        "Queues (1)\n  backend-developer  build\n",
                        "Leases (1)\n  web  smith  epoch 1  to work",
                        "jones  backend-developer  paused  attached  -    paused by an operator",
                        "Mailboxes (2)\n  jones  0 accepted\n  smith  1 accepted  1 waiting: 1 assignment of web from hub");
    }

    @Test
    void a_time_means_the_last_revision_by_then() throws IOException {
        assertThat(json("journal replay --at 2026-01-01T00:00:01Z")
                        .path("revision")
                        .asInt())
                .isEqualTo((int) events.stream()
                        .filter(recorded -> recorded.at().toString().compareTo("2026-01-01T00:00:01Z") <= 0)
                        .count());
        assertThat(json("journal replay --at 2026-01-01T01:00:01+01:00"))
                .isEqualTo(json("journal replay --at 2026-01-01T00:00:01"));
        assertThat(json("journal replay --at 2025-12-31").path("revision").asInt())
                .isZero();
        assertThat(json("journal replay --at 1s").path("revision").asInt()).isEqualTo(events.size());
    }

    @Test
    void a_difference_is_told_by_noun_and_ends_with_1_on_request() throws IOException {
        long assigned = revision("task-assigned", "web");
        Shell.Said said = run("journal diff %d %d --exit-code".formatted(assigned - 1, assigned));
        assertThat(said.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(said.out()).isEqualTo("""
                        demo  revision %d to %d

                        Agents
                          ~  smith  status idle → active, task - → web

                        Tasks
                          ~  web  status ready → assigned

                        Queues
                          ~  backend-developer  tasks [web, build] → [build]

                        Leases
                          +  web  agent smith, epoch 1, until 2026-01-01T00:00:32Z

                        Mailboxes
                          ~  smith  last 0 → 1

                        Letters
                          +  smith/1  from hub, kind assignment
                        """.formatted(assigned - 1, assigned));
        JsonNode diff = json("journal diff %d %d".formatted(assigned - 1, assigned));
        assertThat(diff.path("id").asText()).isEqualTo("demo");
        assertThat(diff.at("/changes/1/noun").asText()).isEqualTo("TASK");
        assertThat(diff.at("/changes/1/fields/0").toString())
                .isEqualTo("{\"name\":\"status\",\"before\":\"READY\",\"after\":\"ASSIGNED\"}");
        Shell.Said same = run("journal diff 5 5 --exit-code");
        assertThat(same.exitCode()).isZero();
        assertThat(same.out()).contains("no difference");
    }

    // ---- explain

    @Test
    void an_assignment_is_explained_by_candidates_and_queue() {
        assertThat(run("explain task web --at " + revision("task-assigned", "web"))
                        .out())
                .contains(
                        "web smith has it since revision ",
                        "the first task in the queue went to the first free agent of its type",
                        ">  smith  free                   registered at revision 2",
                        "   jones  paused by an operator  registered at revision 4",
                        "queue of 2 tasks, by priority and arrival",
                        ">  1  web    priority 5",
                        "   2  build  priority 0");
    }

    @Test
    void waiting_is_explained_by_what_it_waits_for() {
        long ready = revision("task-ready", "build");
        assertThat(run("explain task build --at " + (revision("task-started", "web")))
                        .out())
                .contains(
                        "build waits since revision %d to be done by a backend-developer".formatted(ready),
                        "place 1 of 1 among the tasks for a backend-developer",
                        "smith is busy with web",
                        "jones is paused by an operator");
        assertThat(run("explain task ship --at " + (revision("task-attempt-failed", "build") + 1))
                        .out())
                .contains(
                        "ship waits since revision ", "for 1 of the 2 tasks that it needs", "build failed and is due");
    }

    @Test
    void a_failed_attempt_and_its_retry_are_explained_with_their_causes() throws IOException {
        JsonNode explained = json("explain task build");
        assertThat(explained.path("answer").asText()).startsWith("was done by smith at revision ");
        List<JsonNode> steps = new ArrayList<>();
        explained.path("steps").forEach(steps::add);
        JsonNode failed = step(steps, "task-attempt-failed");
        JsonNode scheduled = step(steps, "task-retry-scheduled");
        assertThat(failed.at("/data/reason").asText()).isEqualTo("it does not compile");
        assertThat(scheduled.path("cause")).isEqualTo(failed.path("revision"));
        assertThat(scheduled.path("why").asText()).contains("1 of 2 attempts are used; the back-off is 1s");
        assertThat(step(steps, "task-retry-due").path("cause")).isEqualTo(scheduled.path("revision"));
    }

    private static JsonNode step(List<JsonNode> steps, String type) {
        return steps.stream()
                .filter(step -> step.path("type").asText().equals(type))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void an_agent_and_a_gate_are_explained() {
        assertThat(run("explain agent jones").out())
                .contains(
                        "jones is paused by an operator since revision ",
                        "on holiday",
                        "has not acknowledged letters 1 to 1");
        assertThat(run("explain agent smith").out()).contains("smith is free since", "no task waits for a");
        long opened = events.size() - 3;
        assertThat(run("explain gate g-1 --at " + opened).out())
                .contains("g-1 waits for a person since revision " + opened, "Ship it?", "only bob may decide");
        assertThat(run("explain gate g-1").out())
                .contains("g-1 was approved by operator:bob", ": well done", "ship: done");
    }

    // ---- what cannot be

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            journal replay --at 9999    | 1 | project demo has no revision 9999: its last one is
            journal show 9999           | 1 | project demo has no revision 9999: its last one is
            journal diff 1 9999         | 1 | project demo has no revision 9999: its last one is
            explain task biuld          | 1 | project demo had no task biuld up to revision
            explain agent nobody        | 1 | there was smith, jones
            explain gate g-7            | 1 | project demo had no gate g-7
            explain gate seven          | 2 | gate id 'seven' is not allowed: write it like g7
            journal replay --at teatime | 2 | 'teatime' is no place in a history: write a revision such as 17
            journal list --type nonsuch | 2 | there is no event type 'nonsuch'
            journal list --type gate-opend | 2 | did you mean gate-opened?
            journal replay --step       | 2 | --step needs a terminal
            """)
    void what_cannot_be_is_told_in_one_sentence(String line, int exitCode, String sentence) {
        Shell.Said said = run(line);
        assertThat(said.exitCode()).isEqualTo(exitCode);
        assertThat(said.out()).isEmpty();
        assertThat(said.err())
                .startsWith("hubspoke: ")
                .contains(sentence.replace("g7", "g-7"))
                .hasLineCount(1);
    }

    @Test
    void looking_back_changes_nothing_of_the_journal() throws IOException {
        Map<String, String> before = contents();
        for (String line : List.of("journal list", "journal replay --at 9", "journal diff 3 9", "explain task web"))
            assertThat(run(line).exitCode()).isZero();
        assertThat(contents()).isEqualTo(before);
    }

    /** Of all files but those by which SQLite tells readers and writers of each other. */
    private Map<String, String> contents() throws IOException {
        Map<String, String> contents = new TreeMap<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                boolean ofReaders =
                        file.toString().endsWith("-shm") || file.toString().endsWith("-wal");
                if (ofReaders && !file.toString().endsWith("-shm"))
                    assertThat(file).isEmptyFile();
                if (!ofReaders) contents.put(file.toString(), Arrays.hashCode(Files.readAllBytes(file)) + "");
            }
        }
        return contents;
    }
}
