// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import java.nio.charset.StandardCharsets;

/** Cuts texts to what the hub takes. */
public final class Texts {
    private static final String CUT = " […]";
    private static final int CUT_BYTES = CUT.getBytes(StandardCharsets.UTF_8).length;

    private Texts() {}

    /** The text, or its beginning with a mark at the end, in at most {@code bytesMax} bytes of UTF-8. */
    public static String clip(String text, int bytesMax) {
        if (text.length() <= bytesMax / 3) return text;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length <= bytesMax) return text;
        int end = Math.max(0, bytesMax - CUT_BYTES);
        while (end > 0 && (bytes[end] & 0xC0) == 0x80) end--;
        String head = new String(bytes, 0, end, StandardCharsets.UTF_8);
        return bytesMax < CUT_BYTES ? head : head + CUT;
    }

    /** What to tell people about an exception: its kind and message. */
    public static String of(Throwable trouble) {
        String message = trouble.getMessage();
        String kind = trouble.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message;
    }
}
