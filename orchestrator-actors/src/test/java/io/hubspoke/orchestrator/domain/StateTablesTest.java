// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.TaskStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Walks every state of every noun with every command and compares with the tables; the docs are drawn from the same
 * tables.
 */
class StateTablesTest {
    private static final Map<String, String> TEXTS = Map.of(
            "task",
            StateTables.TASK,
            "agent",
            StateTables.AGENT,
            "gate",
            StateTables.GATE,
            "consultation",
            StateTables.CONSULTATION,
            "letter",
            StateTables.LETTER);

    private static final String PREFACE = """
      # States

      What may become of a task, an agent, a gate, a consultation and a letter. These diagrams and tables are generated
      from the tables that the tests walk, state by state and command by command, so they cannot lie. A command that is
      refused changes nothing. What hands out work automatically is left out here: it follows every command of a project
      that dispatches automatically. `(waits)` means that no agent holds the lease yet. Whether a queued letter has been
      sent is not journaled: it is sent again until it is acknowledged or dead.

      """;

    /** A test of its own for each noun, which walks and compares: so it tells of a mutant that it has met. */
    @ParameterizedTest
    @ValueSource(strings = {"task", "agent", "gate", "consultation", "letter"})
    void every_command_in_every_state_does_what_the_table_says(String noun) {
        StateWalk walk = walk(noun);
        Map<String, Map<String, String>> told = table(walk).outcomes();
        walk.outcomes()
                .forEach((label, outcomes) ->
                        assertThat(outcomes).as(noun + ": " + label).isEqualTo(told.get(label)));
    }

    @TestFactory
    Stream<DynamicTest> no_command_is_left_out() {
        return StateWalks.all().stream()
                .map(walk -> DynamicTest.dynamicTest(walk.noun(), () -> {
                    assertThat(table(walk).outcomes().keySet())
                            .as("lines of the table")
                            .isEqualTo(walk.asks().keySet());
                    assertThat(walk.asks().keySet().stream()
                                    .map(label -> label.split(" ", 2)[0])
                                    .collect(Collectors.toSet()))
                            .isEqualTo(CommandSamples.types().stream()
                                    .map(Class::getSimpleName)
                                    .collect(Collectors.toSet()));
                    walk.asks().forEach((label, ask) -> {
                        Scenario anywhere =
                                walk.states().values().iterator().next().get();
                        Command command = ask.apply(anywhere).command();
                        assertThat(command.getClass().getSimpleName()).as(label).isEqualTo(label.split(" ", 2)[0]);
                    });
                }));
    }

    @Test
    void no_state_is_left_out() {
        assertThat(StateWalks.all()).hasSize(5);
        assertThat(states("task")).isEqualTo(names(TaskStatus.values()));
        assertThat(states("agent")).isEqualTo(names(AgentStatus.values(), "DETACHED"));
        assertThat(states("gate")).isEqualTo(names(GateStatus.values()));
        assertThat(states("consultation")).isEqualTo(Set.of("ABSENT", "OPEN", "ANSWERED", "EXPIRED", "FAILED"));
        assertThat(states("letter")).isEqualTo(Set.of("ABSENT", "QUEUED", "ACKNOWLEDGED", "DEAD_LETTERED"));
    }

    @Test
    void the_docs_show_what_the_tables_say() throws IOException {
        String expected = PREFACE
                + StateWalks.all().stream()
                        .map(walk -> table(walk).markdown())
                        .collect(Collectors.joining())
                        .stripTrailing()
                + "\n";
        Path docs = root().resolve("docs").resolve("states.md");
        if (Boolean.getBoolean("hubspoke.write-docs")) {
            Files.createDirectories(docs.getParent());
            Files.writeString(docs, expected);
        }
        assertThat(docs).exists();
        assertThat(Files.readString(docs))
                .as("docs/states.md: write it anew with mvn -pl orchestrator-actors -am test -Dtest=StateTablesTest "
                        + "-Dsurefire.failIfNoSpecifiedTests=false -Dhubspoke.write-docs=true")
                .isEqualTo(expected);
    }

    private static StateTable table(StateWalk walk) {
        return StateTable.of(walk.noun(), List.copyOf(walk.states().keySet()), TEXTS.get(walk.noun()));
    }

    private static StateWalk walk(String noun) {
        return StateWalks.all().stream()
                .filter(each -> each.noun().equals(noun))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> states(String noun) {
        return walk(noun).states().keySet().stream()
                .map(state -> state.split(" ", 2)[0])
                .collect(Collectors.toSet());
    }

    private static Set<String> names(Enum<?>[] values, String... more) {
        return Stream.of(Arrays.stream(values).map(Enum::name), Stream.of("ABSENT"), Arrays.stream(more))
                .flatMap(each -> each)
                .collect(Collectors.toSet());
    }

    /** The folder of the parent pom, wherever the tests are started. */
    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isDirectory(folder.resolve("orchestrator-actors"))) folder = folder.getParent();
        return folder;
    }
}
