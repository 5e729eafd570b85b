// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import com.fasterxml.jackson.module.paramnames.ParameterNamesModule;
import io.hubspoke.protocol.Event;
import java.time.Instant;

/**
 * How the journal's records become JSON: instants and durations as ISO-8601 text, absent values left out, nothing
 * unknown read and nothing missing passed over.
 */
public final class JournalJson {
    /** The longest text, in characters, that is ever read. */
    static final int TEXT_LENGTH_MAX = 8 * 1024 * 1024;
    /**
     * The longest name, in characters, that is ever read; no smaller limit of the reader can be reached by our own
     * data.
     */
    static final int NAME_LENGTH_MAX = 64 * 1024;
    /** The largest row, in bytes, that is ever written or read. */
    static final int ROW_BYTES_MAX = 64 * 1024 * 1024;

    private static final int NESTING_MAX = 64;
    private static final int DIGITS_MAX = 64;

    /** Reads and writes protocol types as the protocol describes them, type names included. */
    public static final JsonMapper MAPPER = mapper().build();

    /** The same, with events written without their type, which stands beside them in the row. */
    static final JsonMapper EVENTS =
            mapper().addMixIn(Event.class, TypeStandsBeside.class).build();

    private JournalJson() {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NONE)
    private interface TypeStandsBeside {}

    private static JsonMapper.Builder mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxStringLength(TEXT_LENGTH_MAX)
                        .maxNameLength(NAME_LENGTH_MAX)
                        .maxNestingDepth(NESTING_MAX)
                        .maxNumberLength(DIGITS_MAX)
                        .build())
                .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                .build();
        return JsonMapper.builder(factory)
                .addModule(new Jdk8Module())
                .addModule(new JavaTimeModule())
                .addModule(new ParameterNamesModule())
                .addModule(new SimpleModule().addDeserializer(Instant.class, new Instants.Reader()))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
                .disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_JSON_CONTENT)
                .disable(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM)
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_ABSENT, JsonInclude.Include.ALWAYS));
    }
}
