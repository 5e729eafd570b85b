// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.report;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.orchestrator.journal.JournalJson;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.View;
import java.io.PrintStream;
import java.util.List;

/**
 * Machine output. Instants and durations are ISO-8601 texts, words of an enum are in capitals, what is absent is
 * left out, and everything that has an identity has {@code id}.
 */
public final class Json {
    private static final JsonMapper MAPPER = mapper();

    private Json() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
    private interface Plain {}

    private static JsonMapper mapper() {
        JsonMapper mapper = JournalJson.MAPPER.copy();
        mapper.addMixIn(View.class, Plain.class);
        return mapper;
    }

    /** One thing: an object. */
    public static void one(PrintStream out, OutputFormat format, Object thing) {
        out.println(text(format, thing));
    }

    /** A list: an array, or an object a line. */
    public static void list(PrintStream out, OutputFormat format, List<?> things) {
        if (format == OutputFormat.jsonl) things.forEach(thing -> out.println(text(format, thing)));
        else out.println(text(format, things));
    }

    /**
     * {@code revision}, {@code type}, {@code at}, {@code by}, {@code command}, and the event's own fields under
     * {@code data}.
     */
    public static ObjectNode event(Recorded recorded) {
        ObjectNode data = MAPPER.valueToTree(recorded.event());
        String type = data.remove("type").asText();
        ObjectNode line = MAPPER.createObjectNode();
        line.put("revision", recorded.revision());
        line.put("type", type);
        line.put("at", recorded.at().toString());
        line.put("by", recorded.by().text());
        line.put("command", recorded.command().value());
        line.set("data", data);
        return line;
    }

    /** Something with fields, to add to it. */
    public static ObjectNode tree(Object thing) {
        return MAPPER.valueToTree(thing);
    }

    public static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    private static String text(OutputFormat format, Object thing) {
        ObjectWriter writer =
                format == OutputFormat.json ? MAPPER.writer(SerializationFeature.INDENT_OUTPUT) : MAPPER.writer();
        try {
            return writer.writeValueAsString(thing);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(
                    "a " + thing.getClass().getSimpleName() + " cannot be written as JSON", impossible);
        }
    }
}
