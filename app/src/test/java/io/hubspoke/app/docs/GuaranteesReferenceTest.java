// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every promise names the tests that would fail without it, and these tests exist. */
class GuaranteesReferenceTest {
    private static final Pattern TEST = Pattern.compile("(\\w+)#(\\w+)");
    private static final int NOT_THERE_YET = 22;
    private static final Markdown GUARANTEES = SourceTree.document("docs/guarantees.md");

    @Test
    void every_guarantee_has_a_row_with_at_least_one_test() {
        Map<String, List<String>> rows = GUARANTEES.table("## What holds");

        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(1, 23)
                        .filter(number -> number != NOT_THERE_YET)
                        .mapToObj(number -> "G" + number)
                        .toList());
        rows.forEach(
                (name, cells) -> assertThat(tests(cells.getLast())).as(name).isNotEmpty());
    }

    @Test
    void every_test_that_the_documents_name_exists() {
        Map<String, String> sources = new TreeMap<>();
        for (Path file : modules()
                .flatMap(module -> SourceTree.files(module.resolve("src/test/java"), 20, ".java"))
                .toList()) {
            sources.merge(file.getFileName().toString().replace(".java", ""), SourceTree.read(file), String::concat);
        }
        List<String> missing = new ArrayList<>();
        int named = 0;
        for (Markdown document : SourceTree.documents()) {
            for (String test : document.lines().stream()
                    .flatMap(line -> tests(line).stream())
                    .toList()) {
                named++;
                String[] parts = test.split("#", 2);
                String source = sources.getOrDefault(parts[0], "");
                if (!source.contains("void " + parts[1] + "(")) missing.add(document.name() + ": " + test);
            }
        }
        assertThat(missing).isEmpty();
        assertThat(named).isGreaterThan(21);
    }

    private static Stream<Path> modules() {
        return Stream.of("protocol", "orchestrator-actors", "agent-actors", "app", "testkit", "examples/embedded")
                .map(SourceTree::path)
                .filter(Files::isDirectory);
    }

    private static List<String> tests(String text) {
        return Markdown.ticked(text).stream()
                .filter(word -> TEST.matcher(word).matches())
                .toList();
    }
}
