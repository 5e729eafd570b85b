// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.hubspoke.orchestrator.journal.JournalJson;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneId;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The page itself: one file that needs no other. Its policy lets nothing run but its own script and lets nothing out;
 * data stands in it as JSON without a character that HTML would understand. The same data give the same bytes.
 */
public final class ReportPage {
    private static final List<String> SCRIPTS = List.of(
            "dom.js", "model.js", "time.js", "star.js", "timeline.js", "conversation.js", "tables.js", "page.js");
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
    private static final ObjectWriter JSON = JournalJson.MAPPER
            .writer()
            .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
            .with(new Harmless());

    private ReportPage() {}

    /** @param zone in which the page tells times */
    public static void write(Writer out, ReportData data, ZoneId zone) throws IOException {
        String style = resource("report.css");
        String script = SCRIPTS.stream()
                .map(ReportPage::resource)
                .collect(Collectors.joining("\n", "(() => {\n\"use strict\";\n", "})();\n"));
        Map<String, String> places = Map.of(
                "title", data.project(),
                "zone", zone.getId(),
                "style", style,
                "script", script,
                "stylehash", hash(style),
                "scripthash", hash(script));
        String template = resource("report.html");
        Matcher place = PLACE.matcher(template);
        int end = 0;
        while (place.find()) {
            out.write(template, end, place.start() - end);
            end = place.end();
            if (place.group(1).equals("data")) JSON.writeValue(out, data);
            else out.write(places.getOrDefault(place.group(1), ""));
        }
        out.write(template, end, template.length() - end);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return "sha256-" + Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String resource(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) throw new IllegalStateException(name + " is missing from the program");
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Writes what HTML would understand as JSON's own escapes. */
    private static final class Harmless extends CharacterEscapes {
        private final int[] ascii = CharacterEscapes.standardAsciiEscapesForJSON();

        Harmless() {
            for (char special : "<>&'".toCharArray()) ascii[special] = CharacterEscapes.ESCAPE_STANDARD;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return ascii.clone();
        }

        @Override
        public @Nullable SerializableString getEscapeSequence(int character) {
            return null;
        }
    }
}
