// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import io.hubspoke.orchestrator.journal.JournalJson;
import io.hubspoke.protocol.Command;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * What tells commands of different content apart: the first eight bytes of SHA-256 over a command's JSON. For one
 * thread.
 */
public final class Fingerprints {
    private static final ObjectWriter WRITER =
            JournalJson.MAPPER.writerFor(Command.class).withRootValueSeparator("");

    private final Sink sink = new Sink();
    /** Kept, because making one for each command costs more than many a command does. */
    private SequenceWriter writer = writer();

    /**
     * @param value never 0, which stands for none
     * @param bytes of the command's JSON
     */
    public record Fingerprint(long value, int bytes) {}

    /**
     * Reads the command from end to end.
     *
     * @throws IllegalArgumentException when it holds text that is not valid Unicode
     */
    public Fingerprint of(Command command) {
        try {
            sink.bytes = 0;
            writer.write(command).flush();
            long value = ByteBuffer.wrap(sink.digest.digest()).getLong();
            return new Fingerprint(value == 0 ? 1 : value, sink.bytes);
        } catch (JsonProcessingException notWritable) {
            // Half of it stands in the writer.
            writer = writer();
            sink.digest.reset();
            throw new IllegalArgumentException(notWritable.getOriginalMessage(), notWritable);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private SequenceWriter writer() {
        try {
            return WRITER.writeValues(sink);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Digests and counts what is written; keeps nothing. */
    private static final class Sink extends OutputStream {
        private final MessageDigest digest = sha256();
        private int bytes;

        @Override
        public void write(int value) {
            digest.update((byte) value);
            bytes++;
        }

        @Override
        public void write(byte[] values, int from, int length) {
            digest.update(values, from, length);
            bytes += length;
        }
    }
}
