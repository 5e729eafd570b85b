// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.hubspoke.app.report.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What only shows when the command line is a process of its own. */
class ProcessTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"--help", "task --help", "--version"})
    void help_loads_nothing_that_it_does_not_need(String line) throws Exception {
        Path log = folder.resolve("classes.txt");
        try (Child child = Child.start(folder, List.of("-Xlog:class+load:file=" + log), line.split(" "))) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.lines()).isNotEmpty();
        }
        try (Stream<String> classes = Files.lines(log)) {
            assertThat(classes.filter(text -> text.matches(
                            ".*\\] (org\\.apache\\.pekko|scala|com\\.fasterxml|org\\.yaml|com\\.typesafe|ch\\.qos"
                                    + "|org\\.jline|org\\.sqlite)\\..*")))
                    .isEmpty();
        }
        assertThat(folder.resolve(".hubspoke")).doesNotExist();
    }

    @Test
    void an_interrupted_run_ends_its_programs_and_says_how_to_go_on() throws Exception {
        Files.writeString(folder.resolve("plan.yaml"), """
        project: demo
        limits: { lease: 1s }
        agents: [{ id: a, type: dev, stdin: closed, command: "echo $$ > pid; test -e quick || sleep 300; echo fine" }]
        tasks: [{ id: t, agent-type: dev }]
        """);
        try (Child child = Child.start(folder, "run", "plan.yaml")) {
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> Files.exists(folder.resolve("pid")) && Files.size(folder.resolve("pid")) > 1);
            long pid = Long.parseLong(Files.readString(folder.resolve("pid")).strip());
            assertThat(ProcessHandle.of(pid)).isPresent();
            child.terminate();
            assertThat(child.exitCode()).as(child.errors()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(child.errors()).isEqualTo("interrupted, nothing is lost; go on with: hubspoke run plan.yaml\n");
            await().atMost(Duration.ofSeconds(5))
                    .until(() -> ProcessHandle.of(pid).isEmpty());
        }
        Files.createFile(folder.resolve("quick"));
        try (Child child = Child.start(folder, "run", "plan.yaml")) {
            assertThat(child.exitCode()).isEqualTo(ExitCode.DONE);
            assertThat(child.errors()).isEmpty();
            assertThat(child.lines()).last().asString().startsWith("1/1 tasks done");
        }
    }

    @Test
    void after_a_kill_status_says_that_nobody_works_on_it_any_more() throws Exception {
        Files.writeString(folder.resolve("plan.yaml"), """
        project: demo
        agents: [{ id: a, type: dev, stdin: closed, command: "sleep 300" }]
        tasks: [{ id: t, agent-type: dev, title: Sleep }]
        """);
        String nobody = "No process works on it now: go on with hubspoke run PLAN";
        try (Child run = Child.start(folder, "run", "plan.yaml")) {
            assertThat(run.await(lines -> lines.stream().anyMatch(line -> line.contains("assigned to a"))))
                    .isTrue();
            try (Child status = Child.start(folder, "status")) {
                assertThat(status.exitCode()).isZero();
                assertThat(status.lines()).isNotEmpty().doesNotContain(nobody);
            }
            run.kill();
        }
        try (Child status = Child.start(folder, "status")) {
            assertThat(status.exitCode()).isZero();
            assertThat(status.lines()).contains(nobody);
        }
    }

    @Test
    void reading_commands_work_while_the_project_runs_and_leave_no_file_behind() throws Exception {
        Files.writeString(folder.resolve("plan.yaml"), """
        project: demo
        agents: [{ id: a, type: dev, stdin: closed, command: "while ! test -e go; do sleep 0.05; done" }]
        tasks: [{ id: t, agent-type: dev, title: Wait for go }]
        """);
        try (Child run = Child.start(folder, "run", "plan.yaml")) {
            assertThat(run.await(lines -> lines.stream().anyMatch(line -> line.contains("assigned to a"))))
                    .isTrue();
            List<String> before = files();
            try (Child status = Child.start(folder, "status")) {
                assertThat(status.exitCode()).as(status.errors()).isZero();
                assertThat(status.errors()).isEmpty();
                assertThat(status.lines()).anyMatch(line -> line.contains("Wait for go"));
            }
            try (Child refused = Child.start(folder, "task", "cancel", "t", "--yes")) {
                assertThat(refused.exitCode()).isEqualTo(ExitCode.NOT_ALLOWED);
                assertThat(refused.errors())
                        .startsWith("hubspoke: journal ")
                        .contains("is in use by process ")
                        .hasLineCount(1);
            }
            assertThat(files()).containsExactlyElementsOf(before);
            Files.createFile(folder.resolve("go"));
            assertThat(run.exitCode()).isZero();
        }
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve(".hubspoke"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.equals("work"))
                    .sorted()
                    .toList();
        }
    }
}
