// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.hubspoke.orchestrator.audit.Picture;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.JournalJson;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What one project of a journal came to when it was recorded: the digest of its state after many commits, to find the
 * first one that differs, and the whole state after the last, to show how.
 *
 * @param commits how many there were
 * @param digests the SHA-256 of the state's JSON by the number of the commit; at most a thousand and one
 * @param last the state after the last one
 */
record RecordedState(long commits, Map<Long, String> digests, JsonNode last) {
    private static final int DIGESTS_MAX = 1_000;

    /** One value that differs, by its path in the state's JSON. */
    record Difference(String path, String recorded, String now) {
        @Override
        public String toString() {
            return "%s: recorded %s, now %s".formatted(path, recorded, now);
        }
    }

    /** Whether the state after this commit is to be digested, of a journal of that many. */
    static boolean isDigested(long commit, long commits) {
        return commit == commits || commit % ((commits + DIGESTS_MAX - 1) / DIGESTS_MAX) == 0;
    }

    static JsonNode json(ProjectState state) {
        try {
            // By way of text, so that numbers are of the same kind as those that are read from a file.
            return JournalJson.MAPPER.readTree(JournalJson.MAPPER.writeValueAsBytes(Picture.of(state)));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static String digest(JsonNode state) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(JournalJson.MAPPER.writeValueAsBytes(state)));
        } catch (IOException | NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /**
     * What was recorded and is not so now. Things that were not recorded at all, because a newer version knows more of
     * a state, do not count.
     */
    List<Difference> differences(JsonNode now) {
        List<Difference> differences = new ArrayList<>();
        compare("", last, now, differences);
        return differences;
    }

    private static void compare(String path, JsonNode recorded, JsonNode now, List<Difference> differences) {
        if (recorded.equals(now)) return;
        if (recorded instanceof ObjectNode object && now.isObject()) {
            for (String name : new TreeSet<>(List.copyOf(names(object))))
                compare(path + "/" + name, recorded.path(name), now.path(name), differences);
        } else if (recorded instanceof ArrayNode array && now.isArray()) {
            for (int i = 0; i < Math.max(array.size(), now.size()); i++)
                compare("%s/%d".formatted(path, i), recorded.path(i), now.path(i), differences);
        } else {
            differences.add(new Difference(path, shown(recorded), shown(now)));
        }
    }

    private static List<String> names(ObjectNode object) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static String shown(JsonNode value) {
        return value.isMissingNode() ? "nothing" : value.toString();
    }

    // ---- as JSON

    static RecordedState of(JsonNode json) {
        Map<Long, String> digests = new HashMap<>();
        json.path("digests")
                .properties()
                .forEach(each ->
                        digests.put(Long.valueOf(each.getKey()), each.getValue().asText()));
        return new RecordedState(json.path("commits").asLong(), digests, json.path("last"));
    }
}
