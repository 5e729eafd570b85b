// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.JournalException;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The lines of a file as bytes, with the digest of what was read; no line is longer than a commit may be. */
final class Lines implements AutoCloseable {
    private static final int LINE_BYTES_MAX = 64 * 1024 * 1024;
    private static final int BUFFER_BYTES = 64 * 1024;

    private final Path file;
    private final InputStream in;
    private final MessageDigest digest = sha256();
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int end;
    private boolean begun;

    Lines(Path file) {
        this.file = file;
        try {
            in = new BufferedInputStream(Files.newInputStream(file), 1);
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
        digest.update(line.toByteArray());
        if (begun) digest.update((byte) '\n');
        begun = true;
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
                if (complete) return line.toByteArray();
            }
        } catch (IOException unreadable) {
            throw ExportFile.unreadable(file, unreadable);
        }
    }

    /** Of all bytes before the line that was read last, ends of lines included. */
    String digestBefore() {
        return HexFormat.of().formatHex(digest.digest());
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
