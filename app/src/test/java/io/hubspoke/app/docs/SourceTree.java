// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.docs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The checkout that these tests were built from. */
final class SourceTree {
    static final Path ROOT = root();

    private SourceTree() {}

    private static Path root() {
        Path start = Path.of("").toAbsolutePath();
        for (Path at = start; at != null; at = at.getParent()) {
            if (Files.isRegularFile(at.resolve("hubspoke")) && Files.isDirectory(at.resolve("protocol"))) return at;
        }
        throw new IllegalStateException("the tests run outside of a checkout: " + start);
    }

    static Path path(String relative) {
        return ROOT.resolve(relative);
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** README, CONTRIBUTING and everything under docs and examples that is written for people. */
    static List<Markdown> documents() {
        return Stream.concat(
                        files(ROOT, 1, ".md"),
                        Stream.of("docs", "examples").flatMap(folder -> files(path(folder), 9, ".md")))
                .sorted()
                .map(Markdown::read)
                .toList();
    }

    static Markdown document(String relative) {
        return Markdown.read(path(relative));
    }

    /** Files below a folder whose name ends like this, without what builds and runs leave behind. */
    static Stream<Path> files(Path folder, int depth, String ending) {
        if (!Files.isDirectory(folder)) return Stream.empty();
        try (Stream<Path> found = Files.walk(folder, depth)) {
            return found
                    .filter(file -> file.toString().endsWith(ending) && Files.isRegularFile(file))
                    .filter(file -> Stream.of("target", ".git", ".hubspoke")
                            .noneMatch(name -> ROOT.relativize(file).startsWith(name)
                                    || file.toString().contains("/" + name + "/")))
                    .toList()
                    .stream();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
