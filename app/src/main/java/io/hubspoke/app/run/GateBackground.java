// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import io.hubspoke.app.report.Words;
import io.hubspoke.protocol.View;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** What a person looks at before deciding: the gate's context, and what has changed in the repository. */
final class GateBackground {
    private static final int LINES_MAX = 200;
    private static final long GIT_SECONDS_MAX = 10;

    private GateBackground() {}

    static List<String> of(View.Gate gate, Path directory) {
        List<String> lines =
                new ArrayList<>(Words.lines(gate.question().context()).lines().toList());
        lines.addAll(git(directory, "diff", "--stat", "HEAD"));
        lines.addAll(git(directory, "diff", "HEAD"));
        if (lines.isEmpty()) return List.of("there is no context, and nothing has changed in " + directory);
        return lines.size() <= LINES_MAX ? lines : more(lines, directory);
    }

    private static List<String> more(List<String> lines, Path directory) {
        List<String> shown = new ArrayList<>(lines.subList(0, LINES_MAX));
        shown.add("… and %,d more lines: git -C %s diff HEAD".formatted(lines.size() - LINES_MAX, directory));
        return shown;
    }

    /** Nothing when it is no repository or there is no git. */
    private static List<String> git(Path directory, String... words) {
        List<String> command = new ArrayList<>(List.of("git", "-C", directory.toString(), "--no-pager"));
        command.addAll(List.of(words));
        try {
            Process git = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            String output = new String(git.getInputStream().readNBytes(1024 * 1024), StandardCharsets.UTF_8);
            if (!git.waitFor(GIT_SECONDS_MAX, TimeUnit.SECONDS)) git.destroyForcibly();
            return Words.lines(output).lines().filter(line -> !line.isBlank()).toList();
        } catch (IOException noGit) {
            return List.of();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }
}
