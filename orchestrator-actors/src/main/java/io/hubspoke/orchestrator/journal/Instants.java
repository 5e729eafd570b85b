// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * Reads instants. Those that a journal holds have whole seconds or milliseconds and the form of {@link
 * Instant#toString}, for which the JDK's parser of all forms took a sixth of the time of reading a commit; any other
 * form is left to that.
 */
final class Instants {
    private static final String FORM = "0000-00-00T00:00:00.000Z";
    private static final int SECONDS_END = FORM.indexOf('.');
    private static final int NANOS_PER_MILLI = 1_000_000;

    private Instants() {}

    /** @throws DateTimeException when it is not an instant */
    static Instant parse(String text) {
        Instant usual = usual(text);
        return usual == null ? Instant.parse(text) : usual;
    }

    private static @Nullable Instant usual(String text) {
        boolean whole = text.length() == SECONDS_END + 1;
        if (!whole && text.length() != FORM.length()) return null;
        if (text.charAt(text.length() - 1) != 'Z') return null;
        for (int i = 0; i < text.length() - 1; i++) {
            char form = FORM.charAt(i);
            char found = text.charAt(i);
            if (form == '0' ? found < '0' || found > '9' : found != form) return null;
        }
        int hour = number(text, 11, 13);
        int second = number(text, 17, 19);
        // The end of a day and a leap second have forms of their own.
        if (hour > 23 || second > 59) return null;
        return LocalDateTime.of(
                        number(text, 0, 4),
                        number(text, 5, 7),
                        number(text, 8, 10),
                        hour,
                        number(text, 14, 16),
                        second,
                        whole ? 0 : number(text, 20, 23) * NANOS_PER_MILLI)
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        return Integer.parseInt(text, from, to, 10);
    }

    static final class Reader extends JsonDeserializer<Instant> {
        @Override
        public Instant deserialize(JsonParser json, DeserializationContext context) throws IOException {
            Instant usual = json.hasToken(JsonToken.VALUE_STRING) ? usual(json.getText()) : null;
            return usual == null ? InstantDeserializer.INSTANT.deserialize(json, context) : usual;
        }
    }
}
