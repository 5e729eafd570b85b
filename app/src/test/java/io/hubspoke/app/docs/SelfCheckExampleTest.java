// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs {@code examples/self-check} on a copy of this checkout, as the README shows it: to the gate, through it, to the
 * end. A copy, because the plan builds a module, and the build that runs this test must not have its classes changed.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SelfCheckExampleTest {
    private static final String PLAN = "examples/self-check/plan.yaml";
    private static final Set<String> LEFT_OUT = Set.of("target", ".git", ".hubspoke");

    @TempDir
    private static Path folder;

    private Path tree = Path.of("");
    private Ended toTheGate = new Ended(-1, "", "");
    private Ended toTheEnd = new Ended(-1, "", "");
    private List<JsonNode> events = List.of();

    private record Ended(int code, String out, String err) {}

    @BeforeAll
    void run_the_example() throws Exception {
        tree = copy(folder.resolve("tree"));
        toTheGate = hubspoke("run", PLAN, "--no-input");
        assertThat(hubspoke("gate", "approve", "g-1", "--as", "alice", "-m", "looks right"))
                .satisfies(approval ->
                        assertThat(approval.code()).as(approval.err()).isZero());
        toTheEnd = hubspoke("run", PLAN, "--no-input");
        events = hubspoke("journal", "list", "-o", "jsonl")
                .out()
                .lines()
                .map(SelfCheckExampleTest::json)
                .toList();
    }

    @Test
    void it_ends_at_the_gate_with_3_and_after_the_decision_with_0() {
        assertThat(toTheGate.code()).as("%s", toTheGate).isEqualTo(3);
        assertThat(toTheGate.err()).contains("gate g-1 waits for a person", "hubspoke gate approve self-check g-1");
        assertThat(toTheEnd.code()).as("%s", toTheEnd).isZero();
        assertThat(toTheEnd.out()).contains("8/8 tasks done");
    }

    @Test
    void the_readme_shows_what_it_prints() {
        List<String> shown = SourceTree.document("README.md").blocks().stream()
                .filter(block ->
                        block.language().equals("console") && block.text().contains("created by"))
                .flatMap(block -> block.text().lines())
                .map(SelfCheckExampleTest::withoutNumbers)
                .toList();
        List<String> printed = Stream.of(toTheGate.out(), toTheGate.err())
                .flatMap(String::lines)
                .map(SelfCheckExampleTest::withoutNumbers)
                .toList();
        assertThat(printed).containsExactlyInAnyOrderElementsOf(shown);
    }

    /** Times, counts and the name of whoever runs it differ from run to run. */
    private static String withoutNumbers(String line) {
        return line.replaceAll("[0-9]+", "N").replaceFirst("created by .*", "created by somebody");
    }

    @Test
    void every_task_is_completed_once() {
        assertThat(of("task-completed"))
                .extracting(event -> event.at("/data/task").asText())
                .containsExactlyInAnyOrder(
                        "build", "test-report", "secrets", "scripts", "second-try", "licences", "links", "verdict");
    }

    @Test
    void one_task_fails_at_first_on_purpose_and_its_second_attempt_passes() {
        assertThat(of("task-attempt-failed")).singleElement().satisfies(event -> {
            assertThat(event.at("/data/task").asText()).isEqualTo("second-try");
            assertThat(event.at("/data/reason").asText()).isEqualTo("the first attempt fails on purpose");
        });
        assertThat(of("task-retry-scheduled")).hasSize(1);
        assertThat(completed("second-try").at("/data/result/summary").asText()).contains("attempt 2");
    }

    @Test
    void the_reviewer_consults_the_security_expert_through_the_hub() {
        assertThat(of("consultation-opened")).singleElement().satisfies(event -> {
            assertThat(event.at("/data/asker").asText()).isEqualTo("reviewer");
            assertThat(event.at("/data/specialist").asText()).isEqualTo("guard");
        });
        assertThat(of("consultation-answered"))
                .singleElement()
                .satisfies(
                        event -> assertThat(event.at("/data/answer").asText()).startsWith("no secret found"));
    }

    @Test
    void the_build_is_verified_by_another_agent_than_the_one_that_did_it() {
        JsonNode build = completed("build");
        assertThat(of("task-verification-requested")).hasSize(1);
        assertThat(build.at("/data/agent").asText()).isEqualTo("builder");
        assertThat(build.at("/data/verifier").asText()).isEqualTo("verifier");
        assertThat(build.at("/data/result/outputs/tests").asInt()).isPositive();
    }

    @Test
    void a_higher_priority_goes_first_at_the_agent_with_three_tasks() {
        List<String> order = of("task-assigned")
                .filter(event -> event.at("/data/agent").asText().equals("inspector"))
                .map(event -> event.at("/data/task").asText())
                .distinct()
                .toList();
        assertThat(order).containsExactly("second-try", "licences", "links");
    }

    @Test
    void the_gate_is_decided_by_alice_and_not_by_the_hub() {
        assertThat(of("gate-resolved")).singleElement().satisfies(event -> {
            assertThat(event.path("by").asText()).isEqualTo("operator:alice");
            assertThat(event.at("/data/comment").asText()).isEqualTo("looks right");
        });
    }

    private Stream<JsonNode> of(String type) {
        return events.stream().filter(event -> event.path("type").asText().equals(type));
    }

    private JsonNode completed(String task) {
        return of("task-completed")
                .filter(event -> event.at("/data/task").asText().equals(task))
                .findFirst()
                .orElseThrow();
    }

    private static JsonNode json(String line) {
        try {
            return new ObjectMapper().readTree(line);
        } catch (IOException noJson) {
            throw new UncheckedIOException(noJson);
        }
    }

    private Ended hubspoke(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        List<String> command = Stream.concat(
                        Stream.of(HubspokeProcess.onPath(folder.resolve("bin"))
                                .resolve("hubspoke")
                                .toString()),
                        Stream.of(arguments))
                .toList();
        Process process = new ProcessBuilder(command)
                .directory(tree.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("%s ends", command).isTrue();
        return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    private static Path copy(Path to) throws IOException {
        Files.walkFileTree(SourceTree.ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                if (LEFT_OUT.contains(directory.getFileName().toString())) return FileVisitResult.SKIP_SUBTREE;
                Files.createDirectories(to.resolve(SourceTree.ROOT.relativize(directory)));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                if (file.endsWith(".git")) return FileVisitResult.CONTINUE;
                Files.copy(
                        file,
                        to.resolve(SourceTree.ROOT.relativize(file)),
                        java.nio.file.StandardCopyOption.COPY_ATTRIBUTES);
                return FileVisitResult.CONTINUE;
            }
        });
        // The build within the copy finds what this build has found.
        String repository = System.getProperty("maven.repo.local");
        if (repository != null) {
            Files.writeString(
                    to.resolve(".mvn/maven.config"),
                    "\n-Dmaven.repo.local=" + repository + "\n",
                    StandardOpenOption.APPEND);
        }
        return to;
    }
}
