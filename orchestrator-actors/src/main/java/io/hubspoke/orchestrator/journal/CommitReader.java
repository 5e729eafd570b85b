// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.orchestrator.journal.EventTypes.EventType;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one row from its first byte to its last; nothing is passed over. */
final class CommitReader {
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    private final JsonParser json;
    private final Upcasters upcasters;

    private CommitReader(JsonParser json, Upcasters upcasters) {
        this.json = json;
        this.upcasters = upcasters;
    }

    /**
     * The content comes after the hash: an intact row that makes no sense was written by somebody else, not damaged.
     *
     * @param hash what the row ends with
     * @param hashAfter the hash that it should have after a commit of that hash
     */
    static Commit read(byte[] row, Upcasters upcasters, String hash, UnaryOperator<String> hashAfter) {
        try (JsonParser json = JournalJson.EVENTS.createParser(row)) {
            return new CommitReader(json, upcasters).commit(row, hash, hashAfter);
        } catch (IOException | IllegalArgumentException | DateTimeException | ArithmeticException unreadable) {
            throw JournalException.because("a commit cannot be read", unreadable);
        }
    }

    private Commit commit(byte[] row, String hash, UnaryOperator<String> hashAfter) throws IOException {
        expect(json.nextToken(), JsonToken.START_OBJECT);
        long number = numberField("number");
        Instant at = Instant.parse(textField("at"));
        String previous = textField("previous");
        if (!HASH.matcher(previous).matches())
            throw new JournalException("commit %d names no previous hash".formatted(number));
        if (!hashAfter.apply(previous).equals(hash)) {
            throw new JournalException("commit %d has another hash than its content: it was changed".formatted(number));
        }
        long revision = numberField("firstRevision");
        field("events");
        expect(json.nextToken(), JsonToken.START_ARRAY);
        List<Recorded> events = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) events.add(event(revision + events.size(), at));
        textField("hash");
        expect(json.nextToken(), JsonToken.END_OBJECT);
        expect(json.nextToken(), null);
        return new Commit(number, at, previous, hash, events, new Row(row));
    }

    private Recorded event(long expected, Instant at) throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        long revision = numberField("revision");
        if (revision != expected) {
            throw new JournalException("revision %d stands where revision %d belongs".formatted(revision, expected));
        }
        String type = textField("type");
        int version = Math.toIntExact(numberField("v"));
        Principal by = Principal.of(textField("by"));
        CommandId command = new CommandId(textField("command"));
        long fingerprint = 0;
        String name = json.nextFieldName();
        if ("fingerprint".equals(name)) {
            expect(json.nextToken(), JsonToken.VALUE_STRING);
            fingerprint = HexFormat.fromHexDigitsToLong(json.getText());
            name = json.nextFieldName();
        }
        if (!"data".equals(name)) throw new JournalException("revision %d has no data".formatted(revision));
        expect(json.nextToken(), JsonToken.START_OBJECT);
        Event event = data(revision, type, version);
        expect(json.nextToken(), JsonToken.END_OBJECT);
        return new Recorded(revision, at, command, by, fingerprint, event);
    }

    private Event data(long revision, String name, int version) throws IOException {
        EventType type = EventTypes.named(name).orElseThrow(() -> newer(revision, "of the unknown type " + name));
        if (version > upcasters.current(name)) throw newer(revision, "a %s of version %d".formatted(name, version));
        ObjectReader reader = type.reader();
        if (version == upcasters.current(name)) return reader.readValue(json);
        ObjectNode fields = JournalJson.EVENTS.readTree(json);
        return reader.readValue(upcasters.raise(name, version, fields));
    }

    private static JournalException newer(long revision, String what) {
        return new JournalException("revision %d is %s, which a newer Hubspoke wrote: use that version or a later one"
                .formatted(revision, what));
    }

    private void field(String name) throws IOException {
        String found = json.nextFieldName();
        if (!name.equals(found)) {
            throw new JournalException(
                    "a commit has %s where %s belongs".formatted(found == null ? "no field" : found, name));
        }
    }

    private String textField(String name) throws IOException {
        field(name);
        expect(json.nextToken(), JsonToken.VALUE_STRING);
        return json.getText();
    }

    private long numberField(String name) throws IOException {
        field(name);
        expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private static void expect(@Nullable JsonToken found, @Nullable JsonToken wanted) {
        if (found != wanted) throw new JournalException("a commit has %s where %s belongs".formatted(found, wanted));
    }
}
