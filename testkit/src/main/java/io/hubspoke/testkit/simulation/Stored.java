// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Bytes on the disk and what they say. They never change, so they are read once however often somebody asks. */
final class Stored<T> {
    private final byte[] bytes;
    private final Function<byte[], T> reader;
    private @Nullable T content;

    Stored(byte[] bytes, Function<byte[], T> reader) {
        this.bytes = bytes;
        this.reader = reader;
    }

    byte[] bytes() {
        return bytes;
    }

    /** @throws RuntimeException of the reader, each time, when it cannot read them */
    T content() {
        if (content == null) content = reader.apply(bytes);
        return content;
    }
}
