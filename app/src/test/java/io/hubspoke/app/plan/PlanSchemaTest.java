// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published schema and the parser say the same. */
class PlanSchemaTest {
    private static final JsonNode JSON = json();
    private static final Schema SCHEMA =
            SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7).getSchema(JSON);

    @TempDir
    Path folder;

    private static JsonNode json() {
        try (InputStream file = Objects.requireNonNull(PlanReader.class.getResourceAsStream("plan.schema.json"))) {
            return new ObjectMapper().readTree(file);
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }

    private static List<String> keys(String pointer) {
        List<String> names = new ArrayList<>();
        JSON.at(pointer).fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void the_schema_has_every_key_of_the_parser_and_no_other() {
        assertThat(keys("/properties")).containsExactlyInAnyOrderElementsOf(PlanKeys.PLAN);
        assertThat(keys("/definitions/limits/properties")).containsExactlyInAnyOrderElementsOf(PlanKeys.LIMITS);
        assertThat(keys("/definitions/budget/properties")).containsExactlyInAnyOrderElementsOf(PlanKeys.BUDGET);
        assertThat(keys("/definitions/agent/properties")).containsExactlyInAnyOrderElementsOf(PlanKeys.AGENT);
        assertThat(keys("/definitions/task/properties")).containsExactlyInAnyOrderElementsOf(PlanKeys.TASK);
        assertThat(keys("/definitions/task/properties/limits/properties"))
                .containsExactlyInAnyOrderElementsOf(PlanKeys.TASK_LIMITS);
        assertThat(keys("/definitions/gate/properties")).containsExactlyInAnyOrderElementsOf(PlanKeys.GATE);
    }

    @Test
    void every_key_is_explained() {
        List<String> unexplained = JSON.findParents("type").stream()
                .flatMap(node -> node.path("properties").properties().stream())
                .filter(entry -> !entry.getValue().has("description"))
                .map(java.util.Map.Entry::getKey)
                .toList();
        assertThat(unexplained).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "limits: { attempts: 1000, backoff: 1h30m, lease: PT30S, repeats: 0 }",
                "budget: { cost: 0.01 }",
                "repository: .",
                "metadata: { a: 1, b: x, c: true }",
            })
    void what_the_parser_takes_the_schema_takes(String line) throws IOException {
        String yaml = line + """

        project: demo
        agents:
          - { id: a, type: dev, command: [sh] }
          - { id: h, type: boss, human: true }
          - { id: i, type: boss, human: bob }
        tasks:
          - { id: t, agent-type: dev, priority: -1, inputs: { n: 1 }, checks: ["x"], gate: { reason: r, deadline: 1d } }
          - { id: g, gate: { reason: "Go?", on-expiry: reject, deadline: 500ms }, needs: [t] }
        """;
        assertThat(Plans.read(folder, yaml).problems()).isEmpty();
        assertThat(SCHEMA.validate(yaml, InputFormat.YAML)).isEmpty();
    }

    /** Of the bad plans, those whose fault is a shape; names that nothing has and circles are beyond a schema. */
    static Stream<PlanErrorsTest.BadPlan> badShapes() throws IOException {
        List<String> beyond = List.of(
                "ids that stand twice",
                "needs that do not exist",
                "work that nobody does",
                "nobody but the only verifier",
                "the id of the verifier",
                "a repository that is not there",
                "texts and lists that",
                "an empty file",
                "nothing but a comment",
                "a tab for",
                "a quote that",
                "a colon too",
                "two documents",
                "an alias of",
                "a tag that",
                "a billion",
                "deep nesting",
                "keys that stand twice",
                "keys that are no words");
        return PlanErrorsTest.badPlans().filter(bad -> beyond.stream().noneMatch(bad.name()::startsWith));
    }

    @ParameterizedTest
    @MethodSource("badShapes")
    void what_is_of_bad_shape_the_schema_refuses_too(PlanErrorsTest.BadPlan bad) {
        List<Error> errors = SCHEMA.validate(bad.yaml(), InputFormat.YAML);
        assertThat(errors).isNotEmpty();
    }

    @Test
    void every_example_plan_is_valid_by_the_schema() throws IOException {
        Path examples = Path.of("..", "examples").normalize();
        try (Stream<Path> files = Files.isDirectory(examples) ? Files.walk(examples) : Stream.empty()) {
            List<Path> plans = files.filter(
                            file -> file.getFileName().toString().equals("plan.yaml"))
                    .toList();
            for (Path plan : plans) {
                assertThat(SCHEMA.validate(Files.readString(plan), InputFormat.YAML))
                        .as(plan.toString())
                        .isEmpty();
            }
        }
    }
}
