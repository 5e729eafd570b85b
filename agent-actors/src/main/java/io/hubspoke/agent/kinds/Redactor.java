// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Replaces secrets by {@code ***} in texts and in streams of bytes, also where a secret comes in pieces. */
public final class Redactor {
    /** A shorter value cannot be told from ordinary text. */
    public static final int SECRET_LENGTH_MIN = 4;

    static final Redactor NONE = new Redactor(List.of());
    private static final String MASK = "***";
    private static final byte[] MASK_BYTES = MASK.getBytes(StandardCharsets.UTF_8);

    private final List<String> secrets;
    private final List<byte[]> secretBytes;

    /** @param secrets values of at least {@link #SECRET_LENGTH_MIN} characters */
    public Redactor(Collection<String> secrets) {
        // The longest first, so that a secret within another does not leave a rest of it.
        this.secrets = secrets.stream()
                .distinct()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .toList();
        this.secretBytes = this.secrets.stream()
                .map(secret -> secret.getBytes(StandardCharsets.UTF_8))
                .toList();
    }

    String text(String text) {
        String clean = text;
        for (String secret : secrets) clean = clean.replace(secret, MASK);
        return clean;
    }

    /** Takes the bytes of one stream and gives them on without secrets. */
    interface Sink {
        void accept(byte[] bytes, int length);
    }

    /** Cleans one stream. What may be the beginning of a secret is held back until it is known. */
    final class Stream {
        private final Sink sink;
        private byte[] held = new byte[0];

        Stream(Sink sink) {
            this.sink = sink;
        }

        void accept(byte[] bytes, int length) {
            if (secretBytes.isEmpty()) {
                sink.accept(bytes, length);
                return;
            }
            byte[] all = new byte[held.length + length];
            System.arraycopy(held, 0, all, 0, held.length);
            System.arraycopy(bytes, 0, all, held.length, length);
            clean(all, all.length, false);
        }

        /** The stream has ended: what was held back is given on. */
        void end() {
            clean(held, held.length, true);
        }

        private void clean(byte[] all, int length, boolean atEnd) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(length);
            int at = 0;
            while (at < length) {
                int matched = matchAt(all, at, length, atEnd);
                if (matched > 0) {
                    out.write(MASK_BYTES, 0, MASK_BYTES.length);
                    at += matched;
                } else if (matched < 0) {
                    break;
                } else {
                    out.write(all[at++]);
                }
            }
            held = Arrays.copyOfRange(all, at, length);
            if (out.size() > 0) sink.accept(out.toByteArray(), out.size());
        }

        /**
         * The length of the secret that stands there; 0 when none does; -1 when one may, but the bytes end before it
         * does.
         */
        private int matchAt(byte[] all, int at, int length, boolean atEnd) {
            boolean open = false;
            for (byte[] secret : secretBytes) {
                int same = 0;
                while (same < secret.length && at + same < length && all[at + same] == secret[same]) same++;
                if (same == secret.length) return open ? -1 : same;
                if (at + same == length && !atEnd) open = true;
            }
            return open ? -1 : 0;
        }
    }
}
