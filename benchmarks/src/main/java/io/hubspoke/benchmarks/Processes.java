// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Other programs, each with an end. */
final class Processes {
    private Processes() {}

    /** @param output what it wrote, errors included */
    record Ended(int status, String output) {
        String lastLine() {
            return output.lines().filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
        }
    }

    /** Runs a program to its end, or ends it when the time is over. */
    static Ended run(Duration timeMax, Path folder, List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("hubspoke-benchmark", ".out");
        try {
            Process process = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            process.getOutputStream().close();
            if (process.waitFor(timeMax.toMillis(), TimeUnit.MILLISECONDS)) {
                return new Ended(process.exitValue(), Files.readString(output));
            }
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            return new Ended(1, command.getFirst() + " did not end within " + timeMax.toSeconds() + " s");
        } finally {
            Files.delete(output);
        }
    }
}
