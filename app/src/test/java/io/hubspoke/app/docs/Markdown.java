// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** As much of a Markdown file as the tests need: headings, tables, links and fenced blocks. */
record Markdown(Path file, List<String> lines) {
    private static final Pattern LINK = Pattern.compile(
            "(?<!!)\\[[^\\]]*]\\(([^)\\s]+)\\)|!\\[[^\\]]*]\\(([^)\\s]+)\\)" + "|(?:src|srcset|href)=\"([^\"]+)\"");

    /**
     * A fenced block.
     *
     * @param info what stands behind the fence: the language, then words for the tests such as {@code run} or
     *     {@code file=a.sh}
     */
    record Block(Path file, int line, String info, String text) {
        String language() {
            return info.split(" ", 2)[0];
        }

        /** The word of that name, or the value of {@code name=value}; empty text when it is not there. */
        String word(String name) {
            for (String word : info.split(" ", -1)) {
                if (word.equals(name)) return name;
                if (word.startsWith(name + "=")) return word.substring(name.length() + 1);
            }
            return "";
        }

        boolean has(String name) {
            return !word(name).isEmpty();
        }

        String place() {
            return SourceTree.ROOT.relativize(file) + ":" + line;
        }
    }

    /** A link and where it stands. */
    record Link(int line, String target) {}

    static Markdown read(Path file) {
        return new Markdown(file, SourceTree.read(file).lines().toList());
    }

    String name() {
        return SourceTree.ROOT.relativize(file).toString();
    }

    List<Block> blocks() {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).startsWith("```")) continue;
            String info = lines.get(i).substring(3).strip();
            int start = i + 1;
            for (i = start; !lines.get(i).startsWith("```"); i++) {
                if (i == lines.size() - 1)
                    throw new IllegalStateException(name() + ":" + start + " a block does not end");
            }
            blocks.add(new Block(file, start, info, String.join("\n", lines.subList(start, i)) + "\n"));
        }
        return blocks;
    }

    List<Link> links() {
        List<Link> links = new ArrayList<>();
        List<String> prose = prose();
        for (int i = 0; i < prose.size(); i++) {
            Matcher link = LINK.matcher(prose.get(i));
            while (link.find()) {
                for (int group = 1; group <= 3; group++)
                    if (link.group(group) != null) links.add(new Link(i + 1, link.group(group)));
            }
        }
        return links;
    }

    /** The names by which the headings can be linked, made as GitHub makes them. */
    Set<String> anchors() {
        Set<String> anchors = new HashSet<>();
        for (String line : prose()) {
            if (!line.matches("#{1,6} .*")) continue;
            String text = line.replaceFirst("#+ ", "")
                    .replaceAll("\\[([^\\]]*)]\\([^)]*\\)", "$1")
                    .toLowerCase(Locale.ROOT);
            anchors.add(text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
        }
        return anchors;
    }

    /** The rows of all tables below one heading, without the head; the key is the first cell without its ticks. */
    Map<String, List<String>> table(String heading) {
        Map<String, List<String>> rows = new TreeMap<>();
        for (String line : section(heading)) {
            if (!line.startsWith("| `")) continue;
            List<String> cells = new ArrayList<>();
            for (String cell : line.strip().replaceAll("^\\||\\|$", "").split("(?<!\\\\)\\|", -1))
                cells.add(cell.strip());
            String key = cells.getFirst().replace("`", "");
            if (rows.put(key, cells) != null) throw new IllegalStateException(name() + " has two rows for " + key);
        }
        return rows;
    }

    /** The lines below one heading, down to the next of the same or a higher rank. */
    List<String> section(String heading) {
        int start = lines.indexOf(heading);
        if (start < 0) throw new IllegalStateException(name() + " has no heading '" + heading + "'");
        String rank = heading.substring(0, heading.indexOf(' '));
        int end = start + 1;
        while (end < lines.size() && !lines.get(end).matches("#{1," + rank.length() + "} .*")) end++;
        return lines.subList(start + 1, end);
    }

    /** What stands between ticks in a text. */
    static List<String> ticked(String text) {
        return Pattern.compile("`([^`]+)`")
                .matcher(text)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    /** The lines, with those of fenced blocks emptied. */
    private List<String> prose() {
        List<String> prose = new ArrayList<>();
        boolean fenced = false;
        for (String line : lines) {
            boolean fence = line.startsWith("```");
            if (fence) fenced = !fenced;
            prose.add(fence || fenced ? "" : line.replaceAll("`[^`]*`", "``"));
        }
        return prose;
    }
}
