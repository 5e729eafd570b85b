// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Puts a report into the documents: figures there are never typed by hand. */
final class Documents {
    static final String BEGIN = "<!-- benchmarks/run --write-docs: begin -->";
    static final String END = "<!-- benchmarks/run --write-docs: end -->";

    private Documents() {}

    /** Returns the files that were written. */
    static List<Path> write(Report report, Path home) throws IOException {
        List<Path> written = new ArrayList<>();
        StringBuilder middle = new StringBuilder();
        for (Charts.Picture picture : Charts.of(report)) {
            Path file = home.resolve("docs/images").resolve(picture.name() + ".svg");
            Files.writeString(file, picture.svg());
            written.add(file);
            middle.append("<img src=\"images/%s.svg\" alt=\"%s\" width=\"760\">\n\n"
                    .formatted(picture.name(), picture.title()));
        }
        Path page = home.resolve("docs/performance.md");
        Files.writeString(page, replaced(Files.readString(page), middle + Table.markdown(report)));
        written.add(page);
        return written;
    }

    /**
     * The text with a new middle.
     *
     * @throws IOException when the marks are not there
     */
    static String replaced(String text, String middle) throws IOException {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw new IOException(
                    "the page has no section between «%s» and «%s»: add both lines".formatted(BEGIN, END));
        }
        return text.substring(0, begin + BEGIN.length()) + "\n\n" + middle + "\n" + text.substring(end);
    }
}
