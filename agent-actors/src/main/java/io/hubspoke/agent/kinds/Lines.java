// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Cuts a stream of bytes into lines of text. Invalid UTF-8 becomes replacement characters. Of an over-long line only
 * the beginning is kept, so that memory stays bounded whatever comes. One thread feeds it; any may ask what was kept.
 */
final class Lines {
    private final int bytesMax;
    private final Consumer<String> whole;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private boolean overLong;
    private final StringBuilder tail = new StringBuilder();
    private final int tailMax;
    private String last = "";

    /**
     * @param tailMax characters of the latest lines that are kept
     * @param talk called with each whole line that begins with a brace; says whether it was talk and not output
     */
    Lines(int bytesMax, int tailMax, java.util.function.Predicate<String> talk) {
        this.bytesMax = bytesMax;
        this.tailMax = tailMax;
        this.whole = text -> {
            if (!isCandidate(text) || !talk.test(text)) keep(text);
        };
    }

    void accept(byte[] bytes, int length) {
        int from = 0;
        for (int i = 0; i < length; i++) {
            if (bytes[i] == '\n') {
                append(bytes, from, i - from);
                end();
                from = i + 1;
            }
        }
        append(bytes, from, length - from);
    }

    /** The stream has ended; a rest without a line break is a line. */
    void finish() {
        if (line.size() > 0) end();
    }

    /** The last line that is not blank and not talk, or empty text. */
    synchronized String last() {
        return last;
    }

    /** The latest lines that are not talk. */
    synchronized String tail() {
        return tail.toString();
    }

    private void append(byte[] bytes, int from, int length) {
        int room = bytesMax - line.size();
        if (length > room) overLong = true;
        line.write(bytes, from, Math.min(length, room));
    }

    private void end() {
        String text = line.toString(StandardCharsets.UTF_8);
        if (text.endsWith("\r")) text = text.substring(0, text.length() - 1);
        boolean cut = overLong;
        line.reset();
        overLong = false;
        if (cut) {
            keep(text + " […]");
        } else {
            whole.accept(text);
        }
    }

    private synchronized void keep(String text) {
        if (!text.isBlank()) last = text.strip();
        if (text.length() >= tailMax) {
            tail.setLength(0);
            tail.append(text, text.length() - tailMax, text.length()).append('\n');
        } else {
            tail.append(text).append('\n');
            // Cut rarely, not with every line.
            if (tail.length() > 2 * tailMax) tail.delete(0, tail.length() - tailMax);
        }
    }

    private static boolean isCandidate(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '{') return true;
            if (!Character.isWhitespace(c)) return false;
        }
        return false;
    }
}
