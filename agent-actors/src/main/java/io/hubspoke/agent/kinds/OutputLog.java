// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file with the output of one attempt, both streams as they came. Beyond its limit output is dropped, which a
 * last line says; a file that cannot be written to is given up without stopping the command.
 */
final class OutputLog implements AutoCloseable {
    private final Path file;
    private final long bytesMax;
    private final OutputStream out;
    private long bytes;
    private long dropped;
    private boolean broken;

    OutputLog(Path file, long bytesMax) {
        this.file = file;
        this.bytesMax = bytesMax;
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            this.out = new BufferedOutputStream(Files.newOutputStream(file));
        } catch (IOException trouble) {
            throw new UncheckedIOException("cannot write the output of the command to " + file, trouble);
        }
    }

    Path file() {
        return file;
    }

    synchronized void append(byte[] from, int length) {
        int kept = (int) Math.min(length, bytesMax - bytes);
        dropped += length - kept;
        bytes += kept;
        if (kept > 0 && !broken) {
            try {
                out.write(from, 0, kept);
            } catch (IOException diskFull) {
                broken = true;
            }
        }
    }

    synchronized void note(String line) {
        byte[] text = ("[hubspoke] " + line + "\n").getBytes(StandardCharsets.UTF_8);
        if (!broken) {
            try {
                out.write(text);
            } catch (IOException diskFull) {
                broken = true;
            }
        }
    }

    @Override
    public synchronized void close() {
        if (dropped > 0)
            note("%d more bytes of output were dropped: the limit is %d bytes".formatted(dropped, bytesMax));
        try {
            out.close();
        } catch (IOException diskFull) {
            broken = true;
        }
    }
}
