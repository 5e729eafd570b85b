// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the style asks of source files and no compiler or formatter checks. */
class TidyTest {
    private static final int FILE_LINES_MAX = 400;
    private static final int LINE_LENGTH_MAX = 120;

    @Test
    void the_source_tree_was_found() {
        assertThat(Sources.java()).hasSizeGreaterThan(100);
        assertThat(Sources.java())
                .anyMatch(file -> file.startsWith("protocol"))
                .anyMatch(file -> file.startsWith("testkit"));
    }

    @Test
    void no_file_is_longer_than_400_lines() {
        assertThat(Sources.java())
                .allSatisfy(file ->
                        assertThat(Sources.lines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(FILE_LINES_MAX));
    }

    /** The formatter leaves comments and texts alone, so lines must be looked at here. */
    @Test
    void no_line_is_longer_than_120_characters() {
        assertThat(Sources.java().stream().flatMap(file -> found(file, line -> line.length() > LINE_LENGTH_MAX)))
                .isEmpty();
    }

    @Test
    void every_file_says_its_licence_first() {
        assertThat(Sources.java())
                .allSatisfy(file -> assertThat(Sources.lines(file))
                        .as(file.toString())
                        .startsWith("// SPDX-License-Identifier: Apache-2.0"));
    }

    @Test
    void no_test_sleeps() {
        List<Path> tests = Sources.java().stream()
                .filter(file -> file.toString().contains("src/test/"))
                .toList();
        assertThat(tests).hasSizeGreaterThan(20);
        String sleep = "Thread." + "sleep";
        assertThat(tests.stream()
                        .flatMap(file ->
                                found(file, line -> line.contains(sleep) || line.contains("TimeUnit." + "sleep"))))
                .isEmpty();
    }

    @Test
    void no_file_has_a_tab() {
        assertThat(Sources.java().stream().flatMap(file -> found(file, line -> line.indexOf('\t') >= 0)))
                .isEmpty();
    }

    private static Stream<String> found(Path file, Predicate<String> bad) {
        List<String> lines = Sources.lines(file);
        return IntStream.range(0, lines.size())
                .filter(i -> bad.test(lines.get(i)))
                .mapToObj(i -> file + ":" + (i + 1));
    }
}
