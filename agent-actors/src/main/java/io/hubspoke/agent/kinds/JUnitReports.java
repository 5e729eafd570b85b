// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * What JUnit XML reports say, as surefire, Gradle and others write them. Read as a stream, without document types and
 * external entities, so that a hostile report can neither reach out nor fill the memory.
 *
 * @param files reports read
 * @param broken reports that are not well-formed, with the reason
 */
record JUnitReports(
        int files,
        int tests,
        int failures,
        int errors,
        int skipped,
        double seconds,
        List<Failing> failing,
        List<String> broken) {
    static final JUnitReports NONE = new JUnitReports(0, 0, 0, 0, 0, 0, List.of(), List.of());
    private static final int MESSAGE_CHARS_MAX = 500;
    private static final int FAILING_MAX = 1_000;

    /** A test that did not pass. */
    record Failing(String test, String kind, String message) {
        @Override
        public String toString() {
            return "%s: %s%s".formatted(test, kind, message.isBlank() ? "" : ": " + message);
        }
    }

    JUnitReports {
        failing = List.copyOf(failing);
        broken = List.copyOf(broken);
    }

    boolean passed() {
        return tests > 0 && failures + errors == 0 && broken.isEmpty();
    }

    /** One line: {@code 12 tests, 1 failure, 0 errors, 2 skipped in 3.4 s (3 reports)}. */
    String totals() {
        return "%d tests, %d failures, %d errors, %d skipped in %.1f s (%d reports)"
                .formatted(tests, failures, errors, skipped, seconds, files);
    }

    /** Reads all reports below a folder that match one of the globs. */
    static JUnitReports read(Path root, List<String> globs) throws IOException {
        List<PathMatcher> matchers = globs.stream()
                .flatMap(glob -> glob.startsWith("**/")
                        ? java.util.stream.Stream.of(glob, glob.substring(3))
                        : java.util.stream.Stream.of(glob))
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
        List<Path> files = new ArrayList<>();
        Files.walkFileTree(root, Set.of(), 64, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean git = folder.getFileName() != null
                        && folder.getFileName().toString().equals(".git");
                return git ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                Path relative = root.relativize(file);
                if (matchers.stream().anyMatch(matcher -> matcher.matches(relative))) files.add(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        });
        Collector collector = new Collector();
        for (Path file : files.stream().sorted().toList()) collector.read(root, file);
        return collector.reports();
    }

    /** Counts test cases rather than believing the totals that a report gives itself. */
    private static final class Collector {
        private final XMLInputFactory factory = hardened();
        private final List<Failing> failing = new ArrayList<>();
        private final List<String> broken = new ArrayList<>();
        private int files;
        private int tests;
        private int failures;
        private int errors;
        private int skipped;
        private double seconds;

        void read(Path root, Path file) throws IOException {
            files++;
            try (InputStream in = Files.newInputStream(file)) {
                XMLStreamReader xml = factory.createXMLStreamReader(in);
                String test = "";
                while (xml.hasNext()) {
                    if (xml.next() == XMLStreamConstants.START_ELEMENT) test = element(xml, test);
                }
            } catch (XMLStreamException | RuntimeException malformed) {
                broken.add("%s is not a readable report: %s"
                        .formatted(root.relativize(file), firstLine(String.valueOf(malformed.getMessage()))));
            }
        }

        private String element(XMLStreamReader xml, String test) {
            switch (xml.getLocalName()) {
                case "testcase" -> {
                    tests++;
                    seconds += seconds(attribute(xml, "time"));
                    return attribute(xml, "classname") + "." + attribute(xml, "name");
                }
                case "failure" -> {
                    failures++;
                    add(xml, test, "failure");
                }
                case "error" -> {
                    errors++;
                    add(xml, test, "error");
                }
                case "skipped" -> skipped++;
                default -> {}
            }
            return test;
        }

        private void add(XMLStreamReader xml, String test, String kind) {
            String message = attribute(xml, "message");
            String shown = message.isBlank() ? attribute(xml, "type") : message;
            if (failing.size() < FAILING_MAX) failing.add(new Failing(test, kind, firstLine(shown)));
        }

        JUnitReports reports() {
            return new JUnitReports(files, tests, failures, errors, skipped, seconds, failing, broken);
        }

        private static String attribute(XMLStreamReader xml, String name) {
            String value = xml.getAttributeValue(null, name);
            return value == null ? "" : value;
        }

        private static double seconds(String time) {
            try {
                return Double.parseDouble(time.replace(",", ""));
            } catch (NumberFormatException none) {
                return 0;
            }
        }

        private static String firstLine(String text) {
            String line = text.strip().lines().findFirst().orElse("");
            return line.length() <= MESSAGE_CHARS_MAX ? line : line.substring(0, MESSAGE_CHARS_MAX) + "…";
        }

        private static XMLInputFactory hardened() {
            XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
            factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
            factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
            factory.setProperty(XMLInputFactory.IS_REPLACING_ENTITY_REFERENCES, false);
            factory.setXMLResolver((publicId, systemId, baseUri, namespace) -> {
                throw new XMLStreamException("a report may not refer to " + systemId);
            });
            return factory;
        }
    }
}
