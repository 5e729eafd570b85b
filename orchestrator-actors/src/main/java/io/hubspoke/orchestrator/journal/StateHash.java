// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import io.hubspoke.orchestrator.domain.ProjectState;
import java.io.IOException;
import java.io.OutputStream;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One number for a whole state: the SHA-256 of its JSON as snapshots hold it, in 64 hexadecimal digits. Two replays
 * that come to the same number have come to the same state. The JSON may change with a release, and the number with it.
 */
public final class StateHash {
    private StateHash() {}

    public static String of(ProjectState state) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (OutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), digest)) {
                StateJson.MAPPER.writeValue(out, state);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (IOException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
