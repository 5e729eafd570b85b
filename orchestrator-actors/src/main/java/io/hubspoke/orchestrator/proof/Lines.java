// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.JournalException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The lines of a file as bytes, with the digest of what was read; no line is longer than a commit may be. */
final class Lines implements AutoCloseable {
    private static final int LINE_BYTES_MAX = 64 * 1024 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final InputStream in;
    private final Optional<MessageDigest> digest;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    /** Where the line that was read last begins. */
    private long begin;

    /** Where the next one does. */
    private long next;

    private byte @Nullable [] last;

    /** From the first one on. */
    Lines(Path file) {
        this(file, 0, Optional.of(sha256()));
    }

    /** From this byte on, without the digest. */
    static Lines from(Path file, long begin) {
        return new Lines(file, begin, Optional.empty());
    }

    private Lines(Path file, long begin, Optional<MessageDigest> digest) {
        this.file = file;
        this.begin = begin;
        this.next = begin;
        this.digest = digest;
        try {
            in = Files.newInputStream(file);
            in.skipNBytes(begin);
        } catch (IOException unreadable) {
            throw ExportFile.unreadable(file, unreadable);
        }
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** The next line without its end; null after the last. A line without an end is none: it was cut off. */
    byte @Nullable [] next() {
        if (digest.isPresent() && last != null) {
            digest.get().update(last);
            digest.get().update((byte) '\n');
        }
        begin = next;
        line.reset();
        try {
            while (true) {
                if (at == end) {
                    at = 0;
                    end = Math.max(0, in.read(buffer, 0, buffer.length));
                    if (end == 0) {
                        if (line.size() > 0) throw new JournalException(file + " is cut off in the middle of a line");
                        return null;
                    }
                }
                int stop = at;
                while (stop < end && buffer[stop] != '\n') stop++;
                line.write(buffer, at, stop - at);
                if (line.size() > LINE_BYTES_MAX) throw new JournalException(file + " has a line that is too long");
                boolean complete = stop < end;
                at = complete ? stop + 1 : stop;
                if (!complete) continue;
                next += line.size() + 1L;
                last = line.toByteArray();
                return last;
            }
        } catch (IOException unreadable) {
            throw ExportFile.unreadable(file, unreadable);
        }
    }

    /** Where the line that was read last begins, in bytes. */
    long begin() {
        return begin;
    }

    /** Of all bytes before the line that was read last, ends of lines included; empty when not read from the first. */
    Optional<String> digestBefore() {
        return digest.map(MessageDigest::digest).map(HexFormat.of()::formatHex);
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException unreadable) {
            throw ExportFile.unreadable(file, unreadable);
        }
    }
}
