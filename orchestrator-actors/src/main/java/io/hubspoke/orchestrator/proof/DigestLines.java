// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.orchestrator.journal.JournalException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/** Writes lines and, at the end, their digest. */
final class DigestLines {
    private final OutputStream out;
    private final MessageDigest digest = Lines.sha256();

    DigestLines(OutputStream out) {
        this.out = out;
    }

    void line(ObjectNode json) throws IOException {
        line(json.toString().getBytes(StandardCharsets.UTF_8));
    }

    /** @throws JournalException when it would be more than one line, which a commit never is */
    void line(byte[] bytes) throws IOException {
        for (byte each : bytes) {
            if (each == '\n') throw new JournalException("a commit is not one line: it was not written by Hubspoke");
        }
        write(bytes);
        write(new byte[] {'\n'});
    }

    void end(ObjectNode json) throws IOException {
        line(json.put("sha256", HexFormat.of().formatHex(digest.digest())));
        out.flush();
    }

    private void write(byte[] bytes) throws IOException {
        digest.update(bytes);
        out.write(bytes);
    }
}
