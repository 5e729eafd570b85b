// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.proof;

import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.protocol.ProjectId;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The statement of one installation that a project's journal had this end at this instant. Written as one line of text,
 * seven words and the signature of everything before the last blank.
 *
 * @param at when it was signed
 * @param key the Ed25519 public key, its 32 bytes in hexadecimal digits
 * @param signature of {@link #statement()}, 64 bytes in hexadecimal digits
 */
public record SignedHead(
        ProjectId project, long number, long revision, String hash, Instant at, String key, String signature) {
    private static final String FORM = "hubspoke-head-1";
    private static final Pattern HEX_32 = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern HEX_64 = Pattern.compile("[0-9a-f]{128}");

    public SignedHead {
        if (number < 1 || revision < number)
            throw new IllegalArgumentException(
                    "a head cannot name commit %d and revision %d".formatted(number, revision));
        if (!HEX_32.matcher(hash).matches()
                || !HEX_32.matcher(key).matches()
                || !HEX_64.matcher(signature).matches())
            throw new IllegalArgumentException("a head has a hash, key or signature of another form");
    }

    /** What is signed, in ASCII. */
    public String statement() {
        return statement(project, new Head(number, hash, revision, at), at, key);
    }

    static String statement(ProjectId project, Head head, Instant at, String key) {
        return "%s %s %d %d %s %s %s".formatted(FORM, project, head.number(), head.revision(), head.hash(), at, key);
    }

    /** The one line for keeping elsewhere. */
    public String line() {
        return statement() + " " + signature;
    }

    /**
     * Reads {@link #line()}.
     *
     * @throws JournalException when it is no such line; the signature is not checked here
     */
    public static SignedHead of(String line) {
        List<String> words = List.of(line.strip().split(" ", -1));
        if (words.size() != 8 || !words.getFirst().equals(FORM))
            throw new JournalException("this is not a signed head as hubspoke journal head prints it: " + shown(line));
        try {
            return new SignedHead(
                    ProjectId.of(words.get(1)),
                    Long.parseLong(words.get(2)),
                    Long.parseLong(words.get(3)),
                    words.get(4),
                    Instant.parse(words.get(5)),
                    words.get(6),
                    words.get(7));
        } catch (IllegalArgumentException | DateTimeException malformed) {
            throw new JournalException("a signed head cannot be read: " + malformed.getMessage(), malformed);
        }
    }

    /** Whether the key named has signed this. */
    public boolean isSigned() {
        return PublicKeys.verifies(key, statement().getBytes(StandardCharsets.US_ASCII), signature);
    }

    private static String shown(String line) {
        return line.length() <= 40 ? line : line.substring(0, 40) + "…";
    }
}
