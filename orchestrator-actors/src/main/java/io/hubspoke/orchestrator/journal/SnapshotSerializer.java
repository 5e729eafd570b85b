// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.ProjectId;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * A snapshot as JSON behind its SHA-256, so that a damaged one is noticed and left aside. The form may change with
 * every release: a snapshot of another form is left aside as well.
 */
public final class SnapshotSerializer extends SerializerWithStringManifest {
    /** Stands in every snapshot ever written; never changes. */
    public static final int IDENTIFIER = 9802;

    /** Stands beside every snapshot of this form. */
    public static final String MANIFEST = "snapshot-1";

    private static final int DIGEST_LENGTH = 32;
    private static final int HASHED_AT_ONCE = 16 * 1024;
    private static final int HASHED_TO_WARM_UP = 4 * 1024 * 1024;

    private static final ObjectWriter WRITER = SnapshotJson.MAPPER.writerFor(Snapshot.class);
    private static final ObjectReader READER = SnapshotJson.MAPPER.readerFor(Snapshot.class);

    /**
     * By reading one of nothing, so that every type of which a state may consist is looked at once; and by hashing a
     * little, since the JVM hashes slowly until it has compiled that.
     */
    static void makeReader() {
        MessageDigest hash = sha256();
        byte[] some = new byte[HASHED_AT_ONCE];
        for (int i = 0; i < HASHED_TO_WARM_UP; i += some.length) hash.update(some);
        SnapshotSerializer serializer = new SnapshotSerializer();
        Snapshot nothing = new Snapshot(Head.START, ProjectState.empty(ProjectId.of("none")));
        serializer.fromBinary(serializer.toBinary(nothing), MANIFEST);
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object value) {
        return MANIFEST;
    }

    @Override
    public byte[] toBinary(Object value) {
        if (!(value instanceof Snapshot)) {
            throw new IllegalArgumentException(
                    "only snapshots are written here, not " + value.getClass().getName());
        }
        try {
            byte[] json = WRITER.writeValueAsBytes(value);
            byte[] bytes = Arrays.copyOf(digest(json, 0), DIGEST_LENGTH + json.length);
            System.arraycopy(json, 0, bytes, DIGEST_LENGTH, json.length);
            return bytes;
        } catch (IOException unwritable) {
            throw JournalException.because("a snapshot cannot be written", unwritable);
        }
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        if (!manifest.equals(MANIFEST)) throw new JournalException("a snapshot has the unknown form " + manifest);
        if (bytes.length < DIGEST_LENGTH || !holds(bytes, HexFormat.of().formatHex(bytes, 0, DIGEST_LENGTH))) {
            throw new JournalException("a snapshot is damaged");
        }
        try {
            Snapshot snapshot = READER.readValue(bytes, DIGEST_LENGTH, bytes.length - DIGEST_LENGTH);
            if (snapshot == null) throw new JournalException("a snapshot holds nothing");
            return snapshot;
        } catch (IOException unreadable) {
            throw JournalException.because("a snapshot cannot be read", unreadable);
        }
    }

    /** The digest that this snapshot would be written behind, in 64 digits, without the memory that writing takes. */
    public static String digest(Snapshot snapshot) {
        MessageDigest digest = sha256();
        try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
            WRITER.writeValue(out, snapshot);
        } catch (IOException unwritable) {
            throw JournalException.because("a snapshot cannot be written", unwritable);
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    /** Whether these bytes are undamaged and what stands behind this digest. */
    public static boolean holds(byte[] bytes, String digest) {
        return bytes.length >= DIGEST_LENGTH
                && HexFormat.of().formatHex(bytes, 0, DIGEST_LENGTH).equals(digest)
                && HexFormat.of().formatHex(digest(bytes, DIGEST_LENGTH)).equals(digest);
    }

    private static byte[] digest(byte[] bytes, int from) {
        MessageDigest digest = sha256();
        digest.update(bytes, from, bytes.length - from);
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
