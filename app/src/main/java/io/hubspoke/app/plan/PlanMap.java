// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** A mapping in the plan file. Unknown keys and keys that stand twice are noted when it is made. */
final class PlanMap {
    private final MappingNode node;
    private final String pointer;
    private final Problems problems;
    private final Map<String, PlanNode> values = new LinkedHashMap<>();
    private final Map<String, PlanNode> keys = new LinkedHashMap<>();

    /** Any keys. */
    PlanMap(MappingNode node, String pointer, Problems problems) {
        this.node = node;
        this.pointer = pointer;
        this.problems = problems;
        for (NodeTuple entry : node.getValue()) {
            if (!(entry.getKeyNode() instanceof ScalarNode key)) {
                new PlanNode(entry.getKeyNode(), pointer, problems).error("a key must be a word: write key: value");
                continue;
            }
            String name = key.getValue();
            String place = pointer.isEmpty() ? shortened(name) : pointer + "/" + shortened(name);
            PlanNode keyNode = new PlanNode(key, place, problems);
            PlanNode before = keys.get(name);
            if (before != null) {
                int line = before.mark().getLine() + 1;
                keyNode.error(
                        "'%s' stands here twice (before in line %d): remove one".formatted(PlanNode.shown(name), line));
                continue;
            }
            keys.put(name, keyNode);
            values.put(name, new PlanNode(entry.getValueNode(), place, problems));
        }
    }

    /** None but these keys. */
    PlanMap(MappingNode node, String pointer, Collection<String> known, Problems problems) {
        this(node, pointer, problems);
        List<String> unused =
                known.stream().filter(key -> !values.containsKey(key)).toList();
        for (String key : List.copyOf(values.keySet())) {
            if (known.contains(key)) continue;
            PlanNode keyNode = Objects.requireNonNull(keys.get(key));
            keyNode.errorUnknown("unknown key", key, unused, "use " + String.join(", ", known));
            PlanNode value = Objects.requireNonNull(values.remove(key));
            // Read as what was meant, so that the slip is not told again as a missing key.
            Nearest.of(key, unused).ifPresent(meant -> {
                values.putIfAbsent(meant, value);
                keys.putIfAbsent(meant, keyNode);
            });
        }
    }

    List<String> keys() {
        return new ArrayList<>(values.keySet());
    }

    Optional<PlanNode> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** The key itself, to say something about its being there. */
    Optional<PlanNode> key(String key) {
        return Optional.ofNullable(keys.get(key));
    }

    /** The value, or the problem that it is missing. */
    Optional<PlanNode> require(String key, String mend) {
        if (!values.containsKey(key)) error("'%s' is missing: %s".formatted(key, mend));
        return get(key);
    }

    void error(String sentence) {
        problems.error(Optional.of(node.getStartMark()), pointer, sentence);
    }

    private static String shortened(String name) {
        String line = name.replaceAll("\\s+", " ");
        return line.length() <= 64 ? line : line.substring(0, 61) + "...";
    }
}
