// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import java.math.BigDecimal;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A value in the plan file and where it stands. Each reading method gives the value, or notes a problem and gives
 * nothing.
 */
final class PlanNode {
    private static final int DIGITS_MAX = 40;

    private final Node node;
    private final String pointer;
    private final Problems problems;

    PlanNode(Node node, String pointer, Problems problems) {
        this.node = node;
        this.pointer = pointer;
        this.problems = problems;
    }

    String pointer() {
        return pointer;
    }

    void error(String sentence) {
        problems.error(Optional.of(node.getStartMark()), pointer, sentence);
    }

    void warning(String sentence) {
        problems.warning(Optional.of(node.getStartMark()), pointer, sentence);
    }

    /** A mapping with none but these keys. */
    Optional<PlanMap> map(List<String> keys) {
        if (node instanceof MappingNode mapping) return Optional.of(new PlanMap(mapping, pointer, keys, problems));
        error("this must be a mapping (key: value), but is %s: its keys are %s"
                .formatted(kind(), String.join(", ", keys)));
        return Optional.empty();
    }

    Optional<List<PlanNode>> list() {
        if (!(node instanceof SequenceNode sequence)) {
            error("this must be a list, but is %s: write [a, b] or lines that start with '- '".formatted(kind()));
            return Optional.empty();
        }
        List<PlanNode> items = new ArrayList<>();
        for (Node item : sequence.getValue()) items.add(new PlanNode(item, pointer + "/" + items.size(), problems));
        return Optional.of(items);
    }

    boolean isList() {
        return node instanceof SequenceNode;
    }

    /** A list of texts; what is not a text in it is noted and left out. */
    Optional<List<String>> texts() {
        return list().map(items ->
                items.stream().flatMap(item -> item.text().stream()).toList());
    }

    Optional<String> text() {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)) return Optional.of(scalar.getValue());
        boolean scalarToo =
                node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL);
        error("this must be a text, but is %s: %s".formatted(kind(), scalarToo ? "put it in quotes" : "write one"));
        return Optional.empty();
    }

    /** A text if it is one; nothing is noted otherwise. */
    Optional<String> quietText() {
        return node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)
                ? Optional.of(scalar.getValue())
                : Optional.empty();
    }

    /** A text, number or truth value, as it is written. */
    Optional<String> scalar() {
        if (node instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL))
            return Optional.of(scalar.getValue());
        error("this must be a text or a number, but is %s: write one".formatted(kind()));
        return Optional.empty();
    }

    /** Names with a text or number each. */
    Optional<Map<String, String>> scalars() {
        return entries(PlanNode::scalar);
    }

    /** Names with a text, a number or a list of them each. */
    Optional<Map<String, List<String>>> scalarLists() {
        return entries(value -> value.isList()
                ? value.list()
                        .map(items -> items.stream()
                                .flatMap(item -> item.scalar().stream())
                                .toList())
                : value.scalar().map(List::of));
    }

    private <T> Optional<Map<String, T>> entries(Function<PlanNode, Optional<T>> read) {
        if (!(node instanceof MappingNode mapping)) {
            error("this must be a mapping of names, but is %s: write name: value".formatted(kind()));
            return Optional.empty();
        }
        Map<String, T> entries = new TreeMap<>();
        PlanMap map = new PlanMap(mapping, pointer, problems);
        map.keys().forEach(key -> map.get(key).flatMap(read).ifPresent(value -> entries.put(key, value)));
        return Optional.of(entries);
    }

    /** A whole number between two bounds. */
    Optional<Long> number(long least, long most) {
        if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.INT)) {
            try {
                long value = whole(scalar.getValue());
                if (value >= least && value <= most) return Optional.of(value);
            } catch (NumberFormatException tooLong) {
                // falls through to the sentence below
            }
            error("%s is out of range: use %d to %d".formatted(shown(scalar.getValue()), least, most));
            return Optional.empty();
        }
        error("this must be a whole number, but is %s: write it in digits".formatted(kind()));
        return Optional.empty();
    }

    private static long whole(String digits) {
        if (digits.startsWith("0x")) return Long.parseLong(digits.substring(2), 16);
        return digits.startsWith("0o") ? Long.parseLong(digits.substring(2), 8) : Long.parseLong(digits);
    }

    Optional<BigDecimal> decimal() {
        if (node instanceof ScalarNode scalar
                && (scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT))) {
            try {
                BigDecimal number = new BigDecimal(scalar.getValue());
                // A far exponent is a short text for a number of a billion digits.
                if (number.precision() <= DIGITS_MAX && number.scale() <= DIGITS_MAX && number.scale() >= -DIGITS_MAX)
                    return Optional.of(number);
            } catch (NumberFormatException infinite) {
                // falls through to the sentence below
            }
            error("%s is out of range: write a number like 2 or 2.5".formatted(shown(scalar.getValue())));
            return Optional.empty();
        }
        error("this must be a number, but is %s: write it like 2 or 2.5".formatted(kind()));
        return Optional.empty();
    }

    Optional<Duration> duration() {
        return node instanceof ScalarNode ? convert(scalar(), Durations::parse) : convert(text(), Durations::parse);
    }

    /** Where this text leads from a folder. */
    Optional<Path> path(Path from) {
        return text().flatMap(written -> path(from, written));
    }

    /** Where a text that stands here leads from a folder. */
    Optional<Path> path(Path from, String written) {
        try {
            return Optional.of(from.resolve(written).normalize());
        } catch (InvalidPathException unfit) {
            error("'%s' cannot be a path on this machine: use letters that its file names may have"
                    .formatted(shown(written)));
            return Optional.empty();
        }
    }

    /** One of the words of an enum, as {@code raise-severity} for {@code RAISE_SEVERITY}. */
    <E extends Enum<E>> Optional<E> word(Class<E> type) {
        return text().flatMap(written -> {
            List<String> words = new ArrayList<>();
            for (E value : type.getEnumConstants()) {
                String word = word(value);
                if (word.equals(written)) return Optional.of(value);
                words.add(word);
            }
            error("'%s' is none of these words: use %s".formatted(shown(written), String.join(", ", words)));
            return Optional.empty();
        });
    }

    static String word(Enum<?> value) {
        return value.name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /** A text that is made into something which may refuse it with a sentence. */
    <T> Optional<T> name(Function<String, T> make) {
        return convert(text(), make);
    }

    private <T> Optional<T> convert(Optional<String> text, Function<String, T> make) {
        try {
            return text.map(make);
        } catch (IllegalArgumentException refused) {
            error(String.valueOf(refused.getMessage()));
        } catch (ArithmeticException tooLong) {
            error("'%s' is too long a time: use less".formatted(shown(text.orElse(""))));
        }
        return Optional.empty();
    }

    /** Refuses what none of these is, with a guess at what was meant. */
    void errorUnknown(String what, String written, Collection<String> known, String otherwise) {
        error("%s '%s': %s"
                .formatted(
                        what,
                        shown(written),
                        Optional.of(written)
                                .filter(slip -> problems.mayGuess())
                                .flatMap(slip -> Nearest.of(slip, known))
                                .map(guess -> "did you mean '" + guess + "'?")
                                .orElse(otherwise)));
    }

    static String shown(String value) {
        String line = value.replaceAll("\\s+", " ");
        return line.length() <= 60 ? line : line.substring(0, 57) + "...";
    }

    Mark mark() {
        return node.getStartMark();
    }

    private String kind() {
        return switch (node) {
            case MappingNode mapping -> "a mapping";
            case SequenceNode sequence -> "a list";
            case ScalarNode scalar when scalar.getTag().equals(Tag.NULL) -> "empty";
            case ScalarNode scalar when scalar.getTag().equals(Tag.BOOL) -> "the truth value " + scalar.getValue();
            case ScalarNode scalar
            when scalar.getTag().equals(Tag.STR) -> "the text '" + shown(scalar.getValue()) + "'";
            case ScalarNode scalar
            when scalar.getTag().equals(Tag.INT) || scalar.getTag().equals(Tag.FLOAT) ->
                "the number " + shown(scalar.getValue());
            default -> "something with the tag " + node.getTag().getValue();
        };
    }
}
