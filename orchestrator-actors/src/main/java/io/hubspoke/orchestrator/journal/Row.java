// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The bytes of one journal row, exactly as they are stored. Nobody writes to the array that is handed out. */
public final class Row {
    private final byte[] bytes;

    Row(byte[] bytes) {
        this.bytes = bytes;
    }

    /** Without a copy: rows are large and written once. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return bytes.length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Row row && Arrays.equals(bytes, row.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** The JSON text. */
    @Override
    public String toString() {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
