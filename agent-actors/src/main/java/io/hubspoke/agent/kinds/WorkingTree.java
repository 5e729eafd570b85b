// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The files of a folder that belong to its project: what git tracks or would, or all of them where there is no git. */
final class WorkingTree {
    private static final Set<String> LEFT_OUT = Set.of(".git", ".hubspoke", "node_modules", "target");

    private WorkingTree() {}

    /** Relative paths in order; symbolic links are left out, for what they point to is elsewhere. */
    static List<Path> files(Path root) throws IOException, InterruptedException {
        Optional<List<Path>> known = fromGit(root);
        List<Path> files = known.isPresent() ? known.get() : walk(root);
        return files.stream()
                .filter(file -> Files.isRegularFile(root.resolve(file), LinkOption.NOFOLLOW_LINKS))
                .distinct()
                .sorted()
                .toList();
    }

    private static Optional<List<Path>> fromGit(Path root) throws InterruptedException {
        try {
            Process git = new ProcessBuilder("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
                    .directory(root.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            try (InputStream out = git.getInputStream()) {
                String names = new String(out.readAllBytes(), StandardCharsets.UTF_8);
                if (git.waitFor() != 0) return Optional.empty();
                return Optional.of(Arrays.stream(names.split("\0"))
                        .filter(name -> !name.isEmpty())
                        .map(Path::of)
                        .toList());
            } finally {
                git.destroyForcibly();
            }
        } catch (IOException noGit) {
            return Optional.empty();
        }
    }

    private static List<Path> walk(Path root) throws IOException {
        List<Path> files = new ArrayList<>();
        FileVisitor<Path> visitor = new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean leftOut = !folder.equals(root)
                        && LEFT_OUT.contains(folder.getFileName().toString());
                return leftOut ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                files.add(root.relativize(file));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException unreadable) {
                return FileVisitResult.CONTINUE;
            }
        };
        Files.walkFileTree(root, visitor);
        return files;
    }
}
