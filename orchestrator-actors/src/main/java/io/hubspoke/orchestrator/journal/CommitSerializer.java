// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Hands the bytes of a commit to Pekko's journal as they are, and reads them with all checks. */
public final class CommitSerializer extends SerializerWithStringManifest {
    /** Stands in every row ever written; never changes. */
    public static final int IDENTIFIER = 9801;

    /** Stands in every row of this form. */
    public static final String MANIFEST = "commit-1";

    private final CommitCodec codec = new CommitCodec();

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
        if (value instanceof Commit commit) return commit.row().bytes();
        throw new IllegalArgumentException(
                "only commits are written here, not " + value.getClass().getName());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        if (!manifest.equals(MANIFEST)) {
            throw new JournalException(
                    "a commit has the unknown form %s, which a newer Hubspoke wrote: use that version or a later one"
                            .formatted(manifest));
        }
        return codec.decode(bytes);
    }
}
