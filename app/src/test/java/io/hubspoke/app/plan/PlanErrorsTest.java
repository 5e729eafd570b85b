// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad plan of {@code bad-plans.txt} is told all that is wrong with it, word by word. */
class PlanErrorsTest {
    @TempDir
    Path folder;

    record BadPlan(String name, String yaml, List<String> says) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<BadPlan> badPlans() throws IOException {
        try (InputStream file = Objects.requireNonNull(PlanErrorsTest.class.getResourceAsStream("bad-plans.txt"))) {
            String[] parts = new String(file.readAllBytes(), StandardCharsets.UTF_8).split("(?m)^##### ", -1);
            return Stream.iterate(1, i -> i < parts.length, i -> i + 2).map(i -> {
                int end = parts[i].indexOf('\n');
                List<String> says = parts[i + 1]
                        .lines()
                        .skip(1)
                        .filter(line -> !line.isBlank())
                        .toList();
                return new BadPlan(parts[i].substring(0, end), parts[i].substring(end + 1), says);
            });
        }
    }

    @ParameterizedTest
    @MethodSource("badPlans")
    void a_bad_plan_is_told_all_that_is_wrong_with_it(BadPlan bad) throws IOException {
        PlanReading reading = Plans.read(folder, bad.yaml());
        assertThat(Plans.told(reading, folder)).isNotEmpty().isEqualTo(bad.says());
        assertThat(reading.plan()).isEmpty();
    }

    @Test
    void a_file_that_is_missing_or_a_folder_is_told_so() {
        assertThat(Plans.reader().read(folder.resolve("none.yaml")).problems())
                .extracting(PlanProblem::sentence)
                .containsExactly("there is no such file: give the path of a plan");
        assertThat(Plans.reader().read(folder).problems())
                .extracting(PlanProblem::sentence)
                .containsExactly("this is a folder: name the plan file in it");
    }

    @Test
    void a_binary_file_is_told_so() throws IOException {
        Path file =
                Files.write(folder.resolve("plan.yaml"), new byte[] {(byte) 0x7f, 'E', 'L', 'F', (byte) 0xff, 0, 1});
        assertThat(Plans.reader().read(file).problems())
                .extracting(PlanProblem::sentence)
                .containsExactly("the file is not UTF-8 text: a plan is a YAML text");
        Files.write(file, new byte[] {'p', 0, 1, 2});
        assertThat(Plans.reader().read(file).problems())
                .extracting(PlanProblem::sentence)
                .containsExactly("the file holds a character that no text has (at character 2): a plan is a YAML text");
    }

    @Test
    void texts_of_two_megabytes_are_refused_at_their_place() throws IOException {
        String lines = "          0123456789\n".repeat(200_000);
        PlanReading reading = Plans.read(folder, """
        project: demo
        agents:
          - id: a
            type: dev
            command: |
        %1$s
        tasks:
          - id: t
            agent-type: dev
            instructions: |
        %1$s
        """.formatted(lines));
        assertThat(Plans.told(reading, folder))
                .containsExactly(
                        "plan.yaml:3:5 agents/0: the settings of the agent has 2200020 bytes, but 131072 are the"
                                + " limit: pass large content"
                                + " by reference, such as a file name",
                        "plan.yaml:200010:19 tasks/0/instructions: the text has 2200000 bytes, but 131072 are"
                                + " the limit: pass large content"
                                + " by reference, such as a file name");
    }

    @Test
    void a_line_of_two_megabytes_is_refused_before_it_is_read() throws IOException {
        PlanReading reading = Plans.read(folder, "project: demo\nagents: \"" + "x".repeat(2_000_000) + "\"\n");
        assertThat(Plans.told(reading, folder))
                .containsExactly("plan.yaml:2:1 the line has 2000010 characters, but 262144 are the limit: name large"
                        + " content by file");
    }

    @Test
    void more_aliases_than_any_plan_needs_are_refused() throws IOException {
        PlanReading reading = Plans.read(folder, "x: &x [1]\ny: [" + "*x, ".repeat(1_001) + "]\n");
        assertThat(Plans.told(reading, folder))
                .containsExactly(
                        "plan.yaml:1:1 there are more than 1000 aliases of lists and mappings: write them out");
    }

    @Test
    void a_file_that_is_larger_than_any_plan_is_not_read() throws IOException {
        PlanReading reading = Plans.read(folder, "#\n".repeat(PlanYaml.BYTES_MAX / 2 + 1));
        assertThat(Plans.told(reading, folder))
                .containsExactly(
                        "plan.yaml:1:1 the file has 16777218 bytes, but 16777216 are the limit: name long texts"
                                + " by file");
    }

    @Test
    void what_a_kind_of_agent_says_of_its_settings_is_told_at_the_agent() throws IOException {
        PlanReading reading = Plans.read(folder, """
        project: demo
        agents: [{ id: a, type: dev, kind: picky }]
        tasks: [{ id: t, agent-type: dev }]
        """);
        assertThat(Plans.told(reading, folder))
                .containsExactly("plan.yaml:2:10 agents/0: the setting 'mood' is missing: write good or bad");
    }

    @Test
    void a_thousand_errors_are_told_in_the_order_of_the_file() throws IOException {
        StringBuilder yaml =
                new StringBuilder("project: demo\nagents: [{ id: a, type: dev, command: [sh] }]\ntasks:\n");
        for (int i = 0; i < 1_000; i++) yaml.append("  - { id: t").append(i).append(", agent-type: none }\n");
        assertThat(Plans.read(folder, yaml.toString()).problems())
                .hasSize(1_000)
                .extracting(PlanProblem::line)
                .isSorted();
    }
}
