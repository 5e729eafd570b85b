// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.protocol.Recorded;
import java.io.PrintStream;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Prints events as they come, so that memory does not grow with their number; JSON gets its closing bracket last. */
public final class EventStream implements AutoCloseable {
    private static final int EVENTS_BETWEEN_CHECKS = 64;
    private static final int DATA_LENGTH_MAX = 100;

    private final PrintStream out;
    private final OutputFormat format;
    private final DateTimeFormatter at;
    private long printed;

    public EventStream(PrintStream out, OutputFormat format, ZoneId zone) {
        this.out = out;
        this.format = format;
        this.at =
                DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(zone);
    }

    public void add(Recorded recorded) {
        ObjectNode event = Json.event(recorded);
        switch (format) {
            case text -> out.println(text(recorded, event));
            case jsonl -> out.println(event);
            case json -> {
                out.print(printed == 0 ? "[\n  " : ",\n  ");
                out.print(event);
            }
        }
        printed++;
    }

    /** False once nobody reads any more. Asked now and then only, for asking means flushing. */
    public boolean wanted() {
        return printed % EVENTS_BETWEEN_CHECKS != 0 || printed == 0 || !out.checkError();
    }

    public long printed() {
        return printed;
    }

    @Override
    public void close() {
        if (format == OutputFormat.json) out.println(printed == 0 ? "[]" : "\n]");
        out.flush();
    }

    private String text(Recorded recorded, ObjectNode event) {
        return "%6d  %s  %-28s  %-20s  %s"
                .formatted(
                        recorded.revision(),
                        at.format(recorded.at()),
                        event.path("type").asText(),
                        recorded.by(),
                        Words.line(event.path("data").toString(), DATA_LENGTH_MAX));
    }
}
