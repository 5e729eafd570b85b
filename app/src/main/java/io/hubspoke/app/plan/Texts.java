// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import io.hubspoke.protocol.Limits;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Settings;
import io.hubspoke.protocol.TaskSpec;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Texts within the project's limits; the sentences are those the hub itself would refuse them with. */
final class Texts {
    private final Limits limits;

    Texts(Limits limits) {
        this.limits = limits;
    }

    /** A title, a reason, a name. */
    Optional<String> shortText(PlanNode node, String what) {
        return node.text().filter(text -> notBlank(node, text, what) && fits(node, text, what, limits.titleBytes()));
    }

    /** Instructions, a context, a command line. */
    Optional<String> longText(PlanNode node, String what) {
        return node.text().filter(text -> notBlank(node, text, what) && fits(node, text, what, limits.payloadBytes()));
    }

    /** A limited number of short texts. */
    List<String> shortTexts(PlanNode list, String what) {
        List<PlanNode> nodes = list.list().orElse(List.of());
        if (nodes.size() > limits.metadataEntries()) {
            list.error(new Rejection.TooMany(what, nodes.size(), limits.metadataEntries()).sentence());
        }
        return nodes.stream()
                .flatMap(node -> shortText(node, "one of the " + what).stream())
                .toList();
    }

    /** Names with a value each, a limited number and size of them. */
    Map<String, String> facts(PlanNode node, String what) {
        Map<String, String> facts = node.scalars().orElse(Map.of());
        if (facts.size() > limits.metadataEntries()) {
            node.error(new Rejection.TooMany(what, facts.size(), limits.metadataEntries()).sentence());
        }
        facts.keySet().forEach(name -> fits(node, name, "a name in " + what, limits.titleBytes()));
        String all = String.join("", facts.keySet()) + String.join("", facts.values());
        fits(node, all, what, limits.payloadBytes());
        return facts;
    }

    /** What is said of an agent stands in one event. */
    void settings(PlanMap map, Settings settings) {
        if (settings.values().size() > limits.metadataEntries()) {
            map.error(new Rejection.TooMany("settings", settings.values().size(), limits.metadataEntries()).sentence());
        }
        long bytes = bytes(settings.values().toString(), limits.payloadBytes());
        if (bytes > limits.payloadBytes()) {
            map.error(new Rejection.TooLarge("the settings of the agent", bytes, limits.payloadBytes()).sentence());
        }
    }

    /** A task travels as one letter. */
    void whole(PlanMap map, TaskSpec task) {
        String all = task.instructions()
                + task.title()
                + String.join("", task.checks())
                + String.join("", task.inputs().values());
        long bytes = bytes(all, limits.payloadBytes());
        if (bytes > limits.payloadBytes()) {
            map.error(new Rejection.TooLarge("the task as a whole", bytes, limits.payloadBytes()).sentence());
        }
    }

    private static boolean notBlank(PlanNode node, String text, String what) {
        if (!text.isBlank()) return true;
        node.error(what + " is blank: write a text or remove the key");
        return false;
    }

    private static boolean fits(PlanNode node, String text, String what, int limit) {
        long bytes = bytes(text, limit);
        if (bytes <= limit) return true;
        node.error(new Rejection.TooLarge(what, bytes, limit).sentence());
        return false;
    }

    /** A char takes at most three bytes of UTF-8, so most texts need no counting. */
    private static long bytes(String text, int limit) {
        return text.length() <= limit / 3 ? text.length() : text.getBytes(StandardCharsets.UTF_8).length;
    }
}
