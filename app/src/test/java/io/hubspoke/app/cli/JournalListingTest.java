// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Command.PauseAgent;
import io.hubspoke.protocol.Command.SendMessage;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Events of a journal, listed and followed on the command line. */
class JournalListingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Principal ALICE = Principal.operator("alice");
    private static final Duration SECOND = Duration.ofSeconds(1);

    @TempDir
    Path folder;

    private AuditedProject project;

    @BeforeEach
    void write() throws SQLException, IOException {
        project = new AuditedProject(folder);
    }

    @Test
    void every_event_is_listed_in_each_format() throws IOException {
        assertThat(project.run("journal list").lines()).hasSameSizeAs(project.events());
        assertThat(project.run("journal list -o jsonl").lines())
                .hasSameSizeAs(project.events())
                .allSatisfy(line ->
                        assertThat(JSON.readTree(line).path("data").isObject()).isTrue());
        JsonNode all = project.json("journal list");
        assertThat(all).hasSameSizeAs(project.events());
        assertThat(all.get(3).path("revision").asLong()).isEqualTo(4);
        assertThat(project.json("journal list --task nothing")).isEmpty();
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
        assertThat(project.run("journal list " + options).lines()).hasSize(expected);
    }

    @Test
    void events_are_chosen_by_type_agent_task_gate_principal_and_correlation() {
        assertThat(project.run("journal list --type task-enqueued").lines()).hasSize(3);
        assertThat(project.run("journal list --type task-ready,task-failed --type gate-opened")
                        .lines())
                .hasSize(3);
        assertThat(project.run("journal list --agent jones").lines()).hasSize(4);
        assertThat(project.run("journal list --task build --principal smith").lines())
                .allSatisfy(line -> assertThat(line).contains("agent:smith", "build"))
                .hasSizeGreaterThan(3);
        assertThat(project.run("journal list --gate g-1").lines()).hasSize(3);
        assertThat(project.run("journal list --principal bob").lines()).hasSize(2);
        assertThat(project.run("journal list --correlation "
                                + project.events().getLast().command())
                        .lines())
                .isNotEmpty();
    }

    @Test
    void the_last_events_are_read_from_the_end() {
        assertThat(project.run("journal tail -n 2").lines())
                .isEqualTo(
                        project.run("journal list --from " + (project.events().size() - 1))
                                .lines());
        assertThat(project.run("journal tail -n 1 --task web").out()).contains("task-completed");
        assertThat(project.run("journal tail -n 0").out()).isEmpty();
        assertThat(project.run("journal tail -n 1000").lines()).hasSameSizeAs(project.events());
    }

    @Test
    void projects_are_listed_with_the_hash_they_end_with() throws IOException {
        JsonNode told = project.json("journal projects").get(0);
        assertThat(told.path("id").asText()).isEqualTo("demo");
        assertThat(told.path("revision").asInt()).isEqualTo(project.events().size());
        assertThat(told.path("hash").asText())
                .isEqualTo(project.json("journal show " + project.events().size())
                        .at("/commit/hash")
                        .asText());
    }

    @Test
    void following_shows_what_another_writes_and_ends_when_nobody_reads() throws SQLException {
        Reading reading = new Reading();
        CompletableFuture<Integer> tail = CompletableFuture.supplyAsync(
                () -> reading.run(folder, "journal", "tail", "-n", "1", "--follow", "-o", "jsonl"));
        await().until(() -> reading.lines() == 1);
        project.add(AuditedProject.story()
                .after(SECOND)
                .given(ALICE, new PauseAgent(new AgentId("smith"), "enough"))
                .recorded()
                .subList(project.events().size(), project.events().size() + 1));
        await().until(() -> reading.lines() == 2);
        assertThat(reading.text()).contains("agent-paused");
        reading.nobodyReads = true;
        await().atMost(Duration.ofSeconds(30)).until(tail::isDone);
        assertThat(tail.join()).isZero();
    }

    @Test
    void a_listing_that_nobody_reads_to_its_end_stops_in_silence() throws SQLException {
        List<Recorded> many = new ArrayList<>();
        Recorded template = AuditedProject.story()
                .after(SECOND)
                .given(ALICE, new SendMessage(new AgentId("smith"), "note", "x"))
                .recorded()
                .getLast();
        LongStream.rangeClosed(1, 5_000)
                .forEach(i -> many.add(new Recorded(
                        project.events().size() + i,
                        template.at(),
                        template.command(),
                        template.by(),
                        1,
                        template.event())));
        project.add(many);
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
}
