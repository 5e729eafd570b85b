// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.hubspoke.orchestrator.journal.EventTypes.EventType;
import io.hubspoke.protocol.Recorded;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/**
 * Commits and their bytes. A row is JSON and is serialised once; its hash is SHA-256 over the 32 bytes of the
 * previous hash and all bytes of the row before {@code ,"hash":"}. What is written can be read again: where a limit
 * of the reader could be reached, the row is read back before it is handed out.
 *
 * <p>Many threads may decode; one at a time may encode.
 */
public final class CommitCodec {
    private static final byte[] BEFORE_HASH = ",\"hash\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_HASH = "\"}".getBytes(StandardCharsets.US_ASCII);
    static final int HASH_DIGITS = 64;
    static final int TAIL_LENGTH = BEFORE_HASH.length + HASH_DIGITS + AFTER_HASH.length;

    /** Larger rows are read back before they are written. */
    private static final int ROW_BYTES_SAFE = JournalJson.ROW_BYTES_MAX / 2;

    private final Upcasters upcasters;
    private final Scratch scratch = new Scratch();

    public CommitCodec(Upcasters upcasters) {
        this.upcasters = upcasters;
    }

    public CommitCodec() {
        this(Upcasters.CURRENT);
    }

    /**
     * The commit that continues this head.
     *
     * @throws JournalException when its row could not be read again; nothing has happened then
     */
    public Commit encode(Head head, Instant at, List<Recorded> events) {
        try {
            scratch.clear();
            int largest = writeBody(head, at, events);
            byte[] row = scratch.copy(TAIL_LENGTH);
            String hash = hash(head.hash(), row, row.length - TAIL_LENGTH);
            writeHash(row, hash);
            Commit commit = new Commit(head.number() + 1, at, head.hash(), hash, events, new Row(row));
            if (largest > JournalJson.NAME_LENGTH_MAX || row.length > ROW_BYTES_SAFE) readBack(commit);
            return commit;
        } catch (JsonProcessingException notWritable) {
            throw new JournalException(
                    "these events cannot be written: " + notWritable.getOriginalMessage(), notWritable);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    /**
     * The commit of these bytes; its own hash is checked, not how it continues the one before ({@link Head#then}).
     *
     * @throws JournalException saying what is wrong
     */
    public Commit decode(byte[] row) {
        if (row.length > JournalJson.ROW_BYTES_MAX) {
            throw new JournalException(
                    "a commit has %d bytes, but %d are the limit".formatted(row.length, JournalJson.ROW_BYTES_MAX));
        }
        int body = row.length - TAIL_LENGTH;
        if (body < 0
                || !Arrays.equals(row, body, body + BEFORE_HASH.length, BEFORE_HASH, 0, BEFORE_HASH.length)
                || !Arrays.equals(row, row.length - AFTER_HASH.length, row.length, AFTER_HASH, 0, AFTER_HASH.length)) {
            throw new JournalException("a commit does not end with its hash: it was changed or cut off");
        }
        String written = new String(row, body + BEFORE_HASH.length, HASH_DIGITS, StandardCharsets.ISO_8859_1);
        return CommitReader.read(row, upcasters, written, previous -> hash(previous, row, body));
    }

    /** Returns the bytes of the largest event. */
    private int writeBody(Head head, Instant at, List<Recorded> events) throws IOException {
        // Closed, so that its buffers serve the next row too.
        try (JsonGenerator json = JournalJson.EVENTS.createGenerator(scratch)) {
            json.writeStartObject();
            json.writeNumberField("number", head.number() + 1);
            json.writeStringField("at", at.toString());
            json.writeStringField("previous", head.hash());
            json.writeNumberField("firstRevision", events.getFirst().revision());
            json.writeArrayFieldStart("events");
            int largest = 0;
            long revision = head.revision();
            int start = position(json);
            for (Recorded recorded : events) {
                if (recorded.revision() != ++revision || !recorded.at().equals(at)) {
                    throw new IllegalArgumentException(
                            "event %d of %s does not belong to the commit of revision %d at %s"
                                    .formatted(recorded.revision(), recorded.at(), revision, at));
                }
                writeEvent(json, recorded);
                int end = position(json);
                largest = Math.max(largest, end - start);
                start = end;
            }
            json.writeEndArray();
            return largest;
        }
    }

    private int position(JsonGenerator json) {
        return scratch.length() + json.getOutputBuffered();
    }

    private void writeEvent(JsonGenerator json, Recorded recorded) throws IOException {
        EventType type = EventTypes.of(recorded.event());
        json.writeStartObject();
        json.writeNumberField("revision", recorded.revision());
        json.writeStringField("type", type.name());
        json.writeNumberField("v", upcasters.current(type.name()));
        json.writeStringField("by", recorded.by().text());
        json.writeStringField("command", recorded.command().value());
        if (recorded.fingerprint() != 0) {
            json.writeStringField("fingerprint", HexFormat.of().toHexDigits(recorded.fingerprint()));
        }
        json.writeFieldName("data");
        type.writer().writeValue(json, recorded.event());
        json.writeEndObject();
    }

    private static void writeHash(byte[] row, String hash) {
        int at = row.length - TAIL_LENGTH;
        System.arraycopy(BEFORE_HASH, 0, row, at, BEFORE_HASH.length);
        System.arraycopy(hash.getBytes(StandardCharsets.US_ASCII), 0, row, at + BEFORE_HASH.length, HASH_DIGITS);
        System.arraycopy(AFTER_HASH, 0, row, row.length - AFTER_HASH.length, AFTER_HASH.length);
    }

    private void readBack(Commit commit) {
        Commit read = decode(commit.row().bytes());
        if (!read.equals(commit)) {
            throw new JournalException("commit %d would be read as something else".formatted(commit.number()));
        }
    }

    private static String hash(String previousHash, byte[] row, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(HexFormat.of().parseHex(previousHash));
            digest.update(row, 0, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
