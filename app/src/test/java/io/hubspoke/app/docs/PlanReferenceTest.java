// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.hubspoke.app.plan.Durations;
import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.TaskLimits;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A key that is added to the plan fails here until {@code docs/plan.md} tells of it. */
class PlanReferenceTest {
    private static final Markdown PLAN = SourceTree.document("docs/plan.md");
    private static final JsonNode SCHEMA = schema();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "## The plan, ''",
        "## Agents, /definitions/agent",
        "## Tasks, /definitions/task",
        "## Gates, /definitions/gate",
        "## Limits, /definitions/limits",
        "## Budget, /definitions/budget",
    })
    void the_reference_lists_every_key(String heading, String pointer) {
        JsonNode section = SCHEMA.at(pointer);
        Map<String, List<String>> rows = PLAN.table(heading);

        assertThat(rows.keySet()).isEqualTo(names(section.get("properties")));
        Set<String> required = new TreeSet<>();
        rows.forEach((key, cells) -> {
            assertThat(cells.getLast()).as(key).hasSizeGreaterThan(10);
            if (cells.get(1).equals("required")) required.add(key);
        });
        Set<String> must = new TreeSet<>();
        section.path("required").forEach(key -> must.add(key.asText()));
        assertThat(required).isEqualTo(must);
    }

    @Test
    void the_reference_says_which_limits_a_task_may_have() {
        Set<String> ofTasks = names(SCHEMA.at("/definitions/task/properties/limits/properties"));
        Set<String> documented = new TreeSet<>();
        PLAN.table("## Limits").forEach((key, cells) -> {
            if (cells.get(2).equals("plan, task")) documented.add(key);
        });
        assertThat(documented).isEqualTo(ofTasks);
    }

    @Test
    void the_reference_gives_the_default_of_every_limit() {
        Map<String, String> defaults = new TreeMap<>();
        Stream.of(TaskLimits.DEFAULT, Limits.DEFAULT).forEach(limits -> defaults.putAll(values(limits)));
        Map<String, String> documented = new TreeMap<>();
        PLAN.table("## Limits")
                .forEach((key, cells) -> documented.put(key, cells.get(1).replace("`", "")));

        assertThat(documented).isEqualTo(defaults);
    }

    private static Map<String, String> values(Record limits) {
        Map<String, String> values = new TreeMap<>();
        for (RecordComponent component : limits.getClass().getRecordComponents()) {
            String key = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            try {
                Object value = component.getAccessor().invoke(limits);
                values.put(key, value instanceof Duration time ? Durations.write(time) : written(value));
            } catch (ReflectiveOperationException impossible) {
                throw new IllegalStateException(impossible);
            }
        }
        return values;
    }

    private static String written(Object value) {
        return value.toString().replaceFirst("\\.0$", "");
    }

    private static Set<String> names(JsonNode properties) {
        Set<String> names = new TreeSet<>();
        properties.fieldNames().forEachRemaining(names::add);
        assertThat(names).isNotEmpty();
        return names;
    }

    private static JsonNode schema() {
        try (InputStream schema =
                PlanReferenceTest.class.getResourceAsStream("/io/hubspoke/app/plan/plan.schema.json")) {
            return new ObjectMapper().readTree(schema);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
