// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/** From bytes to a tree of YAML nodes that know their line and column. No object is made from a tag. */
final class PlanYaml {
    /** A plan of the largest allowed number of tasks fits with room to spare. */
    static final int BYTES_MAX = 16 * 1024 * 1024;

    /** A plan has a fixed depth, so aliases cannot multiply in it; this bounds what is read of a hostile file. */
    private static final int ALIASES_MAX = 1_000;

    private static final int DEPTH_MAX = 20;

    /** Longer than any text that the hub takes; the YAML reader's time grows with the square of a line. */
    private static final int LINE_LENGTH_MAX = 256 * 1024;

    private PlanYaml() {}

    /** The one document of a file; otherwise empty, with one problem noted. */
    static Optional<Node> read(Path file, Problems problems) {
        Optional<String> text = text(file, problems);
        if (text.isEmpty() || hasLongLine(text.get(), problems)) return Optional.empty();
        try {
            Optional<Node> node = Optional.ofNullable(composer(text.get()).getSingleNode());
            if (node.isEmpty()) fileProblem(problems, "the file is empty: write at least project, agents and tasks");
            return node;
        } catch (MarkedYAMLException syntax) {
            problems.error(Optional.ofNullable(syntax.getProblemMark()), "", sentence(syntax));
        } catch (ReaderException binary) {
            fileProblem(
                    problems,
                    "the file holds a character that no text has (at character " + (binary.getPosition() + 1)
                            + "): a plan is a YAML text");
        } catch (YAMLException tooMuch) {
            fileProblem(problems, refusal(firstLine(String.valueOf(tooMuch.getMessage()))));
        }
        return Optional.empty();
    }

    private static boolean hasLongLine(String text, Problems problems) {
        int line = 1;
        for (int start = 0; start < text.length(); line++) {
            int end = text.indexOf('\n', start);
            int length = (end < 0 ? text.length() : end) - start;
            if (length > LINE_LENGTH_MAX) {
                problems.errorInLine(
                        line,
                        "the line has %d characters, but %d are the limit: name large content by file"
                                .formatted(length, LINE_LENGTH_MAX));
                return true;
            }
            start += length + 1;
        }
        return false;
    }

    private static Composer composer(String text) {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(BYTES_MAX);
        options.setMaxAliasesForCollections(ALIASES_MAX);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setProcessComments(false);
        return new Composer(new ParserImpl(new StreamReader(text), options), new CoreSchema(), options);
    }

    private static Optional<String> text(Path file, Problems problems) {
        try {
            if (Files.isDirectory(file)) {
                fileProblem(problems, "this is a folder: name the plan file in it");
                return Optional.empty();
            }
            if (Files.size(file) > BYTES_MAX) {
                fileProblem(
                        problems,
                        "the file has %d bytes, but %d are the limit: name long texts by file"
                                .formatted(Files.size(file), BYTES_MAX));
                return Optional.empty();
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString();
            return Optional.of(text.startsWith("\uFEFF") ? text.substring(1) : text);
        } catch (NoSuchFileException missing) {
            fileProblem(problems, "there is no such file: give the path of a plan");
        } catch (CharacterCodingException notText) {
            fileProblem(problems, "the file is not UTF-8 text: a plan is a YAML text");
        } catch (IOException unreadable) {
            fileProblem(problems, "the file cannot be read (" + unreadable.getMessage() + "): check its permissions");
        }
        return Optional.empty();
    }

    private static void fileProblem(Problems problems, String sentence) {
        problems.error(Optional.empty(), "", sentence);
    }

    private static String sentence(MarkedYAMLException syntax) {
        String problem = firstLine(String.valueOf(syntax.getProblem()));
        if (problem.contains("TAB")) return "a tab cannot stand here: indent with spaces";
        if (problem.contains("but found another document"))
            return "there is a second document (---): keep one plan a file";
        String context = syntax.getContext() == null ? "" : firstLine(syntax.getContext()) + ", ";
        return "this is not YAML (" + context + problem + "): check indentation, quotes and colons";
    }

    private static String refusal(String said) {
        if (said.contains("aliases"))
            return "there are more than " + ALIASES_MAX + " aliases of lists and mappings: write them out";
        if (said.contains("Depth")) return "lists and mappings go more than " + DEPTH_MAX + " deep: no plan needs that";
        return "this YAML is refused (" + said + "): keep it plain";
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        String line = (end < 0 ? text : text.substring(0, end)).strip();
        return line.endsWith(".") ? line.substring(0, line.length() - 1) : line;
    }

    /** YAML 1.2's core schema, as editors have it: yes, no, on and off are texts, and 012 is twelve. */
    private static final class CoreSchema extends Resolver {
        @Override
        protected void addImplicitResolvers() {
            addImplicitResolver(Tag.BOOL, Pattern.compile("true|True|TRUE|false|False|FALSE"), "tTfF");
            addImplicitResolver(Tag.INT, Pattern.compile("[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+"), "-+0123456789");
            addImplicitResolver(
                    Tag.FLOAT,
                    Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?"
                            + "|[-+]?\\.(inf|Inf|INF)|\\.(nan|NaN|NAN"
                            + ")"),
                    "-+0123456789.");
            addImplicitResolver(Tag.NULL, Pattern.compile("null|Null|NULL|~|"), "nN~\0");
            addImplicitResolver(Tag.NULL, Pattern.compile("^$"), null);
        }
    }
}
