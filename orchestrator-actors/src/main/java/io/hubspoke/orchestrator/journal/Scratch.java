// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.io.OutputStream;
import java.util.Arrays;

/** Room to write one row after the other: memory that stays warm. For one thread. */
final class Scratch extends OutputStream {
    private static final int KEPT_BYTES_MAX = 8 * 1024 * 1024;

    private byte[] bytes = new byte[8 * 1024];
    private int length;

    void clear() {
        length = 0;
        if (bytes.length > KEPT_BYTES_MAX) bytes = new byte[KEPT_BYTES_MAX];
    }

    int length() {
        return length;
    }

    /** A copy of what was written, with so much room behind it. */
    byte[] copy(int room) {
        byte[] copy = new byte[length + room];
        System.arraycopy(bytes, 0, copy, 0, length);
        return copy;
    }

    @Override
    public void write(int value) {
        reserve(1);
        bytes[length++] = (byte) value;
    }

    @Override
    public void write(byte[] values, int from, int count) {
        reserve(count);
        System.arraycopy(values, from, bytes, length, count);
        length += count;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length)
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(Integer.MAX_VALUE - 8, bytes.length * 2L)));
    }
}
