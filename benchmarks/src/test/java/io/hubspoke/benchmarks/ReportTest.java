// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import static io.hubspoke.benchmarks.Reports.rate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
    @TempDir
    private Path folder;

    @Test
    void a_report_is_read_as_it_was_written() throws IOException {
        Report report = Reports.of(
                rate("system", "group commit", 50_000).with("p99 ms", 2.5).withNote("quiet"),
                Row.absent("peer", "LangGraph.js", "npm is not installed"));
        Path file = folder.resolve("made/report.json");
        report.write(file);
        assertThat(Report.read(file)).isEqualTo(report);
    }

    @Test
    void a_file_that_is_no_report_is_refused_with_a_sentence() throws IOException {
        Path file = folder.resolve("other.json");
        assertThatThrownBy(() -> Report.read(file)).hasMessageContaining("name a JSON file of an earlier run");
        Files.writeString(file, "[1, 2");
        assertThatThrownBy(() -> Report.read(file)).hasMessageContaining("is no report of this benchmark");
        Files.writeString(file, "{\"format\": 99, \"at\": \"\", \"machine\": {}, \"rows\": []}");
        assertThatThrownBy(() -> Report.read(file)).hasMessageContaining("has format 99");
    }

    @Test
    void the_table_shows_every_row_with_its_figures_or_with_its_reason() {
        String text = Table.text(Reports.of(
                rate("system", "group commit", 51_234).with("p99 ms", 2.54),
                Row.absent("peer", "LangGraph.js", "npm is not installed")));
        assertThat(text).contains("51,234 messages/s", "p99 2.54 ms", "LangGraph.js", "npm is not installed");
    }

    @Test
    void the_documents_get_a_new_middle_and_keep_the_rest() throws IOException {
        String page = "before\n" + Documents.BEGIN + "\nold\n" + Documents.END + "\nafter\n";
        String once = Documents.replaced(page, "| new |\n");
        assertThat(once)
                .startsWith("before\n")
                .endsWith("\nafter\n")
                .contains("| new |")
                .doesNotContain("old");
        assertThat(Documents.replaced(once, "| new |\n")).isEqualTo(once);
        assertThatThrownBy(() -> Documents.replaced("no marks", "x")).hasMessageContaining("add both lines");
    }
}
