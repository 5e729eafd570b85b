// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Whoever changes what an event looks like says how the older ones are read. {@code -Dhubspoke.write-shapes=true} notes
 * new types and new versions; what was noted is never changed.
 */
class EventShapesTest {
    private static final Path NOTED = Path.of("src/test/resources/golden/event-shapes.txt");

    private final EventShapes program = EventShapes.ofProgram(Upcasters.CURRENT);

    @Test
    void no_event_has_changed_its_shape_without_a_step_from_the_one_before() throws IOException {
        EventShapes noted = EventShapes.parsed(Files.exists(NOTED) ? Files.readAllLines(NOTED) : List.of());
        if (Boolean.getBoolean("hubspoke.write-shapes")) {
            noted = noted.with(program);
            Files.write(NOTED, noted.lines());
        }
        assertThat(program.problems(noted, Upcasters.CURRENT)).isEmpty();
        assertThat(program.fields())
                .hasSizeGreaterThan(40)
                .allSatisfy((shape, fields) ->
                        assertThat(fields).isNotEmpty().noneMatch(field -> field.contains("?" + "[")));
    }

    @Test
    void a_field_that_was_added_renamed_removed_or_given_another_type_is_noticed() {
        String changed = "message-routed 1 was changed";
        assertThat(problems(line -> line.equals("  payload text") ? "" : line))
                .singleElement()
                .asString()
                .contains(changed, "before: nothing; now: payload text");
        assertThat(problems(line -> line.equals("  payload text") ? "  body text" : line))
                .singleElement()
                .asString()
                .contains(changed, "before: body text; now: payload text");
        assertThat(problems(line -> line.equals("  payload text") ? line + "\n  colour text" : line))
                .singleElement()
                .asString()
                .contains(changed, "before: colour text; now: nothing");
        assertThat(problems(line -> line.equals("  correlation? text") ? "  correlation text" : line))
                .singleElement()
                .asString()
                .contains(changed, "now: correlation? text");
    }

    @Test
    void a_field_within_a_field_is_looked_at_too() {
        assertThat(problems(line -> line.equals("  task.gate?.options[] text") ? "  task.gate?.choices[] text" : line))
                .singleElement()
                .asString()
                .contains("task-enqueued 1 was changed");
    }

    @Test
    void a_type_of_event_or_a_version_that_is_gone_is_noticed() {
        assertThat(problems(line -> line.equals("task-ready 1") ? "task-willing 1\n  task text\ntask-ready 1" : line))
                .singleElement()
                .asString()
                .contains("task-willing 1 cannot be read any more");
        assertThat(problems(line -> line.equals("task-ready 1") ? "task-ready 2\n  task text\ntask-ready 1" : line))
                .singleElement()
                .asString()
                .contains("task-ready 2 cannot be read any more");
    }

    @Test
    void a_change_with_a_step_needs_only_to_be_noted() {
        Upcasters later = Upcasters.CURRENT.with("task-ready", 1, data -> data);
        EventShapes changed = EventShapes.ofProgram(later);
        assertThat(changed.problems(program, later))
                .containsExactly("task-ready 2 is not noted: note it with -Dhubspoke.write-shapes=true");
        assertThat(changed.problems(program.with(changed), later)).isEmpty();
    }

    /** What is said of the program when this had been noted of it. */
    private List<String> problems(UnaryOperator<String> noted) {
        List<String> lines = program.lines().stream().map(noted).toList();
        assertThat(lines).isNotEqualTo(program.lines());
        return program.problems(
                EventShapes.parsed(String.join("\n", lines).lines().toList()), Upcasters.CURRENT);
    }
}
