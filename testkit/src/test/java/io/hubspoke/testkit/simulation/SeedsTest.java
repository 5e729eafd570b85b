// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Seeds: those that ever failed, and what one seed means in another process. */
class SeedsTest {
    @BeforeAll
    static void hush() {
        SimulationTest.hush();
    }

    @AfterAll
    static void leave() {
        Stage.leave();
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void what_failed_once_does_not_fail_again(String line) {
        String[] words = line.split(" ", 3);
        SimulationReport report = Simulation.run(Long.parseLong(words[0]), Integer.parseInt(words[1]));
        assertThat(report.broken()).as(() -> words[2] + "\n" + report.told()).isEmpty();
    }

    static Stream<String> seeds() throws IOException {
        try (InputStream file = SeedsTest.class.getResourceAsStream("/simulation-seeds.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> !line.isBlank() && !line.startsWith("#")).toList().stream();
        }
    }

    /** Other identity hashes, other addresses, another place in the row of histories. */
    @Test
    void a_seed_tells_the_same_story_in_another_process() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UnlockExperimentalVMOptions",
                        "-XX:hashCode=3",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        "-Dlogback.configurationFile=hubspoke-simulation-logback.xml",
                        Simulation.class.getName(),
                        "--seeds=3-7",
                        "--commands=120",
                        "--threads=1",
                        "--trace"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        ByteArrayOutputStream told = new ByteArrayOutputStream();
        process.getInputStream().transferTo(told);
        assertThat(process.waitFor()).isZero();
        List<String> traces = told.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.startsWith("trace of seed"))
                .toList();
        assertThat(traces)
                .isEqualTo(LongStream.of(3, 4, 5, 6)
                        .mapToObj(seed -> "trace of seed " + seed + ": "
                                + Simulation.traced(seed, 120).trace())
                        .toList());
    }
}
