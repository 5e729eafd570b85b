// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Everything that one run has found.
 *
 * @param format of the file; grows when its meaning changes
 * @param at the start, ISO-8601
 * @param machine facts by name, in order
 */
record Report(int format, String at, Map<String, String> machine, List<Row> rows) {
    static final int FORMAT = 1;

    private static final JsonMapper JSON = JsonMapper.builder()
            .addModule(new ParameterNamesModule())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .build();

    Report {
        machine = Collections.unmodifiableMap(new LinkedHashMap<>(machine));
        rows = List.copyOf(rows);
    }

    Report(String at, Map<String, String> machine, List<Row> rows) {
        this(FORMAT, at, machine, rows);
    }

    void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) Files.createDirectories(folder);
        Files.writeString(file, JSON.writeValueAsString(this) + "\n");
    }

    /**
     * Reads a report that was written before.
     *
     * @throws IOException saying what is wrong with the file
     */
    static Report read(Path file) throws IOException {
        if (!Files.isReadable(file)) throw new IOException(file + " is not there: name a JSON file of an earlier run");
        try {
            Report report = JSON.readValue(Files.readString(file), Report.class);
            if (report.format() != FORMAT) {
                throw new IOException("%s has format %d, and this benchmark reads format %d: measure the old state anew"
                        .formatted(file, report.format(), FORMAT));
            }
            return report;
        } catch (JsonProcessingException unreadable) {
            throw new IOException(
                    file + " is no report of this benchmark: " + unreadable.getOriginalMessage(), unreadable);
        }
    }

    List<String> groups() {
        return rows.stream().map(Row::group).distinct().toList();
    }

    Stream<Row> group(String group) {
        return rows.stream().filter(row -> row.group().equals(group));
    }
}
