// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What happened in a history, a line for each thing, after the microseconds since its beginning. Of the lines the last
 * ones are kept, and the SHA-256 of all; they name neither addresses nor anything of the real world, so that one seed
 * has one trace.
 */
final class Trace {
    private static final int LINES_KEPT_MAX = 400;
    private static final boolean DUMP = Boolean.getBoolean("hubspoke.simulation.dump");

    private final @Nullable MessageDigest digest;
    private final Loop loop;
    private final Deque<String> last = new ArrayDeque<>();
    private long lines;

    /** @param on whether anything is written at all: it costs more than the history itself */
    Trace(Loop loop, boolean on) {
        this.loop = loop;
        digest = on ? sha256() : null;
    }

    void add(Supplier<String> what) {
        if (digest == null) return;
        String line = loop.nanos() / 1_000 + " " + what.get();
        lines++;
        if (DUMP) System.err.println(line);
        last.addLast(line);
        if (last.size() > LINES_KEPT_MAX) last.removeFirst();
        digest.update(line.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) '\n');
    }

    /** SHA-256 of all lines; empty text when nothing was written. */
    String hash() {
        return digest == null ? "" : HexFormat.of().formatHex(digest.digest());
    }

    long lines() {
        return lines;
    }

    List<String> last() {
        return List.copyOf(last);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
