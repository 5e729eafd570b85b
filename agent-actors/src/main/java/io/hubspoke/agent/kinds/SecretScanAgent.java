// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.agent.Texts;
import io.hubspoke.agent.kinds.SecretRules.Finding;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentContext;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Looks for secrets in the working tree, and in what it is asked about. */
final class SecretScanAgent implements Agent {
    private static final long FILE_BYTES_MAX = 5 * 1024 * 1024;
    private static final int SHOWN_MAX = 100;
    private static final int TEXT_BYTES_MAX = 16_384;
    private static final Pattern WORDS = Pattern.compile("[\\s,;:'\"`()\\[\\]]+");

    private final AgentContext context;
    private final List<PathMatcher> allowed;

    SecretScanAgent(AgentContext context, List<String> allowed) {
        this.context = context;
        this.allowed = allowed.stream()
                .map(glob -> FileSystems.getDefault().getPathMatcher("glob:" + glob))
                .toList();
    }

    /** What a scan came to. */
    private static final class Scan {
        final List<Finding> findings = new ArrayList<>();
        int files;
        int binary;
        int huge;

        String skipped() {
            return binary + huge == 0 ? "" : " (%d binary and %d huge files were skipped)".formatted(binary, huge);
        }
    }

    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException {
        Path root = context.workspace().directory();
        Scan scan = new Scan();
        try {
            for (Path file : WorkingTree.files(root)) {
                if (Thread.interrupted()) throw new InterruptedException();
                if (!isAllowed(file)) scan(root, file, scan);
            }
        } catch (IOException trouble) {
            throw AgentFailure.retryable("cannot read %s: %s".formatted(root, trouble.getMessage()));
        }
        if (!scan.findings.isEmpty()) {
            throw AgentFailure.permanent("%s in %s%s:%n%s"
                    .formatted(
                            count(scan.findings.size(), "secret"),
                            count(scan.files, "file"),
                            scan.skipped(),
                            shown(scan.findings)));
        }
        return new TaskResult(
                "no secret found in %s%s".formatted(count(scan.files, "file"), scan.skipped()),
                Map.of(
                        "files",
                        Integer.toString(scan.files),
                        "findings",
                        "0",
                        "skipped",
                        Integer.toString(scan.binary + scan.huge)));
    }

    @Override
    public String onQuestion(Letter.Question question, Hub hub) throws AgentFailure {
        Scan scan = new Scan();
        String text = question.question() + "\n" + question.context();
        scan.findings.addAll(SecretRules.scan("the question", text.lines()));
        Path root = context.workspace().directory();
        try {
            for (Path file : named(root, text)) scan(root, file, scan);
        } catch (IOException trouble) {
            throw AgentFailure.retryable("cannot read what was named: " + trouble.getMessage());
        }
        String where = "the text" + (scan.files == 0 ? "" : " and " + count(scan.files, "file"));
        return scan.findings.isEmpty()
                ? "no secret found in %s%s".formatted(where, scan.skipped())
                : "%s in %s:%n%s".formatted(count(scan.findings.size(), "secret"), where, shown(scan.findings));
    }

    /** Files of the workspace whose names stand in a text. */
    private static Set<Path> named(Path root, String text) {
        Set<Path> files = new LinkedHashSet<>();
        for (String word : WORDS.splitAsStream(text).toList()) {
            try {
                Path file = root.resolve(word.replaceAll("[.!?]+$", "")).normalize();
                // The real path, so that no link leads out of the workspace.
                if (!word.isBlank()
                        && file.startsWith(root)
                        && Files.isRegularFile(file)
                        && file.toRealPath().startsWith(root.toRealPath())) {
                    files.add(root.relativize(file));
                }
            } catch (InvalidPathException | IOException noFile) {
                // Most words are not.
            }
        }
        return files;
    }

    private static void scan(Path root, Path file, Scan scan) throws IOException {
        Path full = root.resolve(file);
        try {
            if (Files.size(full) > FILE_BYTES_MAX) {
                scan.huge++;
                return;
            }
            byte[] bytes = Files.readAllBytes(full);
            if (isBinary(bytes)) {
                scan.binary++;
                return;
            }
            scan.files++;
            scan.findings.addAll(SecretRules.scan(file.toString(), new String(bytes, StandardCharsets.UTF_8).lines()));
        } catch (java.nio.file.NoSuchFileException gone) {
            // It was removed while we looked.
        }
    }

    private static boolean isBinary(byte[] bytes) {
        for (int i = 0; i < Math.min(bytes.length, 8_000); i++) {
            if (bytes[i] == 0) return true;
        }
        return false;
    }

    private boolean isAllowed(Path file) {
        return allowed.stream().anyMatch(matcher -> matcher.matches(file));
    }

    private static String shown(List<Finding> findings) {
        String list = findings.stream().limit(SHOWN_MAX).map(Finding::toString).collect(Collectors.joining("\n"));
        String rest = findings.size() > SHOWN_MAX ? "\nand %d more".formatted(findings.size() - SHOWN_MAX) : "";
        return Texts.clip(list + rest, TEXT_BYTES_MAX);
    }

    private static String count(int number, String what) {
        return number == 1 ? "1 " + what : number + " " + what + "s";
    }
}
