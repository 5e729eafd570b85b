// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.hubspoke.orchestrator.domain.ProjectState;
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
            return HexFormat.of().formatHex(digest.digest(StateJson.MAPPER.writeValueAsBytes(state)));
        } catch (JsonProcessingException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
