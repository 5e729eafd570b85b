// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.JournalJson;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.opentest4j.AssertionFailedError;

/** How facts are written into the message of a failed test: protocol types as the JSON of the journal. */
final class Shown {
    private static final int LINE_MAX = 240;

    private Shown() {}

    static String of(Object fact) {
        if (!fact.getClass().getPackageName().startsWith("io.hubspoke.protocol")) return String.valueOf(fact);
        try {
            String json = JournalJson.MAPPER.writeValueAsString(fact);
            // An id or an enum is more readable without the quotes of its JSON.
            return json.startsWith("{") ? json : String.valueOf(fact);
        } catch (JsonProcessingException notWritable) {
            return String.valueOf(fact);
        }
    }

    /** One line for each, indented; a line that says so when there is none. */
    static String lines(Object fact) {
        Collection<?> facts = fact instanceof Collection<?> many ? many : List.of(fact);
        return facts.isEmpty()
                ? "    (none)"
                : facts.stream().map(each -> "    " + of(each)).collect(Collectors.joining(System.lineSeparator()));
    }

    /** The same lines, none of them so long that the others are lost from sight. */
    static String shortened(String lines) {
        return lines.lines()
                .map(line -> line.length() <= LINE_MAX ? line : line.substring(0, LINE_MAX) + "…")
                .collect(Collectors.joining(System.lineSeparator()));
    }

    static String journal(List<Commit> commits) {
        StringBuilder text = new StringBuilder();
        for (Commit commit : commits) {
            text.append("%s commit %d%n".formatted(commit.at(), commit.number()));
            commit.events()
                    .forEach(each ->
                            text.append("  %4d %s %s%n".formatted(each.revision(), each.by(), of(each.event()))));
        }
        return text.toString();
    }

    static AssertionFailedError difference(String what, Object expected, Object actual, String history) {
        String message =
                "expected %s:%n%s%nbut found:%n%s%n%s".formatted(what, lines(expected), lines(actual), history);
        return new AssertionFailedError(message, expected, actual);
    }
}
