// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.SerializedString;
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
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads one row from its first byte to its last; nothing is passed over. */
final class CommitReader {
    // As bytes: what stands where it belongs is only compared, not read.
    private static final SerializableString NUMBER = new SerializedString("number");
    private static final SerializableString AT = new SerializedString("at");
    private static final SerializableString PREVIOUS = new SerializedString("previous");
    private static final SerializableString FIRST_REVISION = new SerializedString("firstRevision");
    private static final SerializableString EVENTS = new SerializedString("events");
    private static final SerializableString HASH = new SerializedString("hash");
    private static final SerializableString REVISION = new SerializedString("revision");
    private static final SerializableString TYPE = new SerializedString("type");
    private static final SerializableString VERSION = new SerializedString("v");
    private static final SerializableString BY = new SerializedString("by");
    private static final SerializableString COMMAND = new SerializedString("command");
    private static final SerializableString FINGERPRINT = new SerializedString("fingerprint");
    private static final SerializableString DATA = new SerializedString("data");

    private final JsonParser json;
    private final Upcasters upcasters;
    /** Few act in one commit, and often. */
    private final Map<String, Principal> principals = new HashMap<>();

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
        long number = numberField(NUMBER);
        Instant at = Instants.parse(textField(AT));
        String previous = textField(PREVIOUS);
        if (!isHash(previous)) throw new JournalException("commit %d names no previous hash".formatted(number));
        if (!hashAfter.apply(previous).equals(hash)) {
            throw new JournalException("commit %d has another hash than its content: it was changed".formatted(number));
        }
        long revision = numberField(FIRST_REVISION);
        field(EVENTS);
        expect(json.nextToken(), JsonToken.START_ARRAY);
        List<Recorded> events = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) events.add(event(revision + events.size(), at));
        textField(HASH);
        expect(json.nextToken(), JsonToken.END_OBJECT);
        expect(json.nextToken(), null);
        return new Commit(number, at, previous, hash, events, new Row(row));
    }

    private static boolean isHash(String text) {
        if (text.length() != CommitCodec.HASH_DIGITS) return false;
        for (int i = 0; i < CommitCodec.HASH_DIGITS; i++) {
            char digit = text.charAt(i);
            if (!HexFormat.isHexDigit(digit) || Character.isUpperCase(digit)) return false;
        }
        return true;
    }

    private Recorded event(long expected, Instant at) throws IOException {
        expect(json.currentToken(), JsonToken.START_OBJECT);
        long revision = numberField(REVISION);
        if (revision != expected) {
            throw new JournalException("revision %d stands where revision %d belongs".formatted(revision, expected));
        }
        String type = textField(TYPE);
        int version = Math.toIntExact(numberField(VERSION));
        Principal by = principals.computeIfAbsent(textField(BY), Principal::of);
        CommandId command = new CommandId(textField(COMMAND));
        long fingerprint = 0;
        boolean isData;
        if (json.nextFieldName(FINGERPRINT)) {
            expect(json.nextToken(), JsonToken.VALUE_STRING);
            fingerprint = HexFormat.fromHexDigitsToLong(json.getText());
            isData = json.nextFieldName(DATA);
        } else {
            isData = DATA.getValue().equals(json.currentName());
        }
        if (!isData) throw new JournalException("revision %d has no data".formatted(revision));
        expect(json.nextToken(), JsonToken.START_OBJECT);
        Event event = data(revision, type, version);
        expect(json.nextToken(), JsonToken.END_OBJECT);
        return new Recorded(revision, at, command, by, fingerprint, event);
    }

    private Event data(long revision, String name, int version) throws IOException {
        EventType type = EventTypes.named(name).orElseThrow(() -> newer(revision, "of the unknown type " + name));
        int current = upcasters.current(name);
        if (version > current) throw newer(revision, "a %s of version %d".formatted(name, version));
        ObjectReader reader = type.reader();
        if (version == current) return reader.readValue(json);
        ObjectNode fields = JournalJson.EVENTS.readTree(json);
        return reader.readValue(upcasters.raise(name, version, fields));
    }

    private static JournalException newer(long revision, String what) {
        return new JournalException("revision %d is %s, which a newer Hubspoke wrote: use that version or a later one"
                .formatted(revision, what));
    }

    private void field(SerializableString name) throws IOException {
        if (json.nextFieldName(name)) return;
        String found = json.currentToken() == JsonToken.FIELD_NAME ? json.currentName() : "no field";
        throw new JournalException("a commit has %s where %s belongs".formatted(found, name.getValue()));
    }

    private String textField(SerializableString name) throws IOException {
        field(name);
        expect(json.nextToken(), JsonToken.VALUE_STRING);
        return json.getText();
    }

    private long numberField(SerializableString name) throws IOException {
        field(name);
        expect(json.nextToken(), JsonToken.VALUE_NUMBER_INT);
        return json.getLongValue();
    }

    private static void expect(@Nullable JsonToken found, @Nullable JsonToken wanted) {
        if (found != wanted) throw new JournalException("a commit has %s where %s belongs".formatted(found, wanted));
    }
}
