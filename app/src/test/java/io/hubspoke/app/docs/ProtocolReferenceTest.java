// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Command.HubCommand;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.ToAgent;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A type or field that is added to the protocol fails here until {@code docs/protocol.md} tells of it. */
class ProtocolReferenceTest {
    private static final Markdown PROTOCOL = SourceTree.document("docs/protocol.md");

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("## Commands", Command.class, 2),
                Arguments.of("## Events", Event.class, 1),
                Arguments.of("## Replies", Reply.class, 1),
                Arguments.of("## Rejections", Rejection.class, 1),
                Arguments.of("## Letters", Letter.Content.class, 1),
                Arguments.of("## Queries", Query.class, 1),
                Arguments.of("## Views", View.class, 1),
                Arguments.of("## Envelopes to the orchestrator", ToOrchestrator.class, 1),
                Arguments.of("## Envelopes to an agent", ToAgent.class, 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void the_reference_lists_every_type_with_its_fields(String heading, Class<?> sealedType, int column) {
        Map<String, List<String>> documented = new LinkedHashMap<>();
        PROTOCOL.table(heading).forEach((name, cells) -> {
            documented.put(name, Markdown.ticked(cells.get(column)));
            assertThat(cells.getLast()).as(name).isNotBlank();
        });
        Map<String, List<String>> existing = new LinkedHashMap<>();
        types(sealedType).forEach((name, type) -> existing.put(name, fields(type)));

        assertThat(documented).containsExactlyInAnyOrderEntriesOf(existing);
    }

    @Test
    void the_reference_says_who_may_ask_for_each_command() {
        Map<String, List<String>> rows = PROTOCOL.table("## Commands");
        types(Command.class).forEach((name, type) -> {
            List<String> who = new ArrayList<>();
            if (OperatorCommand.class.isAssignableFrom(type)) who.add("operator");
            if (AgentCommand.class.isAssignableFrom(type)) who.add("agent");
            if (HubCommand.class.isAssignableFrom(type)) who.add("hub");
            assertThat(rows.get(name).get(1)).as(name).isEqualTo(String.join(", ", who));
        });
    }

    @Test
    void the_reference_names_only_events_and_rejections_that_exist() {
        TreeSet<String> events = new TreeSet<>(types(Event.class).keySet());
        TreeSet<String> rejections = new TreeSet<>(types(Rejection.class).keySet());
        PROTOCOL.table("## Commands").forEach((name, cells) -> {
            assertThat(events)
                    .as(name)
                    .containsAll(Markdown.ticked(cells.get(3)).stream()
                            .filter(word -> !word.contains(":"))
                            .toList());
            assertThat(rejections).as(name).containsAll(Markdown.ticked(cells.get(4)));
        });
    }

    private static Map<String, Class<?>> types(Class<?> sealedType) {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        for (JsonSubTypes.Type type :
                sealedType.getAnnotation(JsonSubTypes.class).value()) types.put(type.name(), type.value());
        assertThat(types).isNotEmpty();
        return types;
    }

    private static List<String> fields(Class<?> type) {
        return Stream.of(type.getRecordComponents())
                .map(RecordComponent::getName)
                .toList();
    }
}
