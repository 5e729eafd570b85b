// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSetter;
import com.fasterxml.jackson.annotation.Nulls;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.TaskLimits;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a snapshot becomes JSON: like a state, and shorter, since a hub waits for it when it starts. What is empty, zero
 * or usual for a task is left out, and instants are milliseconds. One at full length, as older versions wrote
 * it, is read as well.
 */
final class SnapshotJson {
    /** Whose empty text, empty collection, zero or false is left out, and is what an absent property is read as. */
    private static final List<Class<?>> LEFT_OUT =
            List.of(String.class, List.class, Map.class, int.class, long.class, boolean.class);

    static final JsonMapper MAPPER = mapper();

    private SnapshotJson() {}

    private static JsonMapper mapper() {
        JsonMapper.Builder mapper = StateJson.MAPPER
                .rebuild()
                .addModule(new Shortened())
                .disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES);
        JsonInclude.Value unlessEmpty =
                JsonInclude.Value.construct(JsonInclude.Include.NON_DEFAULT, JsonInclude.Include.ALWAYS);
        for (Class<?> type : LEFT_OUT) {
            mapper.withConfigOverride(
                    type,
                    property -> property.setIncludeAsProperty(unlessEmpty)
                            .setSetterInfo(JsonSetter.Value.forValueNulls(Nulls.AS_EMPTY)));
        }
        return mapper.build();
    }

    private static final class Shortened extends SimpleModule {
        Shortened() {
            setMixInAnnotation(TaskRecord.class, UnlessUsual.class);
            addDeserializer(TaskRecord.class, new TaskReader());
            addSerializer(Instant.class, new Millis());
            addDeserializer(Instant.class, new MillisOrText());
        }
    }

    @SuppressWarnings("UnusedMethod") // it lends its annotations to the properties of the same names
    private interface UnlessUsual {
        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Usual.class)
        TaskLimits limits();

        @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = Usual.class)
        TaskRecord.Attempts attempts();
    }

    /** Equal to what is left out, which is how Jackson asks. */
    private static final class Usual {
        @Override
        public boolean equals(@Nullable Object value) {
            return TaskLimits.DEFAULT.equals(value) || TaskReader.NO_ATTEMPTS.equals(value);
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    /** As text when it is no whole millisecond of the next million years. */
    private static final class Millis extends JsonSerializer<Instant> {
        private static final long SECONDS_MAX = Duration.ofDays(365_000_000).toSeconds();

        @Override
        public void serialize(Instant instant, JsonGenerator json, SerializerProvider provider) throws IOException {
            boolean whole = instant.getNano() % 1_000_000 == 0 && Math.abs(instant.getEpochSecond()) < SECONDS_MAX;
            if (whole) json.writeNumber(instant.toEpochMilli());
            else json.writeString(instant.toString());
        }
    }

    private static final class MillisOrText extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return instant(parser, context);
        }
    }

    static Instant instant(JsonParser parser, DeserializationContext context) throws IOException {
        return parser.hasToken(JsonToken.VALUE_NUMBER_INT)
                ? Instant.ofEpochMilli(parser.getLongValue())
                : InstantDeserializer.INSTANT.deserialize(parser, context);
    }
}
