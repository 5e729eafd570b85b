// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation.planted;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The simulation finds each planted fault within 10,000 histories. {@code -Dhubspoke.planted=WORDS} plants only the
 * faults that have these words in their names. Each finding is printed as it is made.
 */
class PlantedFaultsTest {
    private static final int HISTORIES_MAX = 10_000;
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final List<PlantedFault> FAULTS =
            Stream.concat(RuleFaults.ALL.stream(), ShellFaults.ALL.stream()).toList();

    private record Found(PlantedFault fault, Optional<Seeker.Finding> finding) {}

    @Test
    void every_fault_can_be_planted_in_the_code_of_today() throws IOException {
        for (PlantedFault fault : FAULTS) assertThat(fault.changed(ROOT)).isNotEmpty();
        assertThat(FAULTS).hasSizeGreaterThanOrEqualTo(25);
        assertThat(FAULTS.stream().map(PlantedFault::name)).doesNotHaveDuplicates();
    }

    @Test
    void the_documentation_says_where_each_fault_is_and_which_promise_it_breaks() throws IOException {
        List<String> rows = Files.readAllLines(ROOT.resolve("docs/simulation.md")).stream()
                .filter(line -> line.startsWith("| ") && line.contains(".java` |"))
                .map(line -> line.replaceAll("^\\| (.*?) \\| `(.*?)\\.java` \\| .*", "$1 in $2"))
                .toList();
        assertThat(rows)
                .containsExactlyElementsOf(FAULTS.stream()
                        .map(fault -> fault.name() + " in " + fault.type())
                        .toList());
    }

    @Test
    @Tag("slow")
    void the_simulation_finds_every_planted_fault(@TempDir Path folder) throws Exception {
        String words = System.getProperty("hubspoke.planted", "");
        List<PlantedFault> faults =
                FAULTS.stream().filter(fault -> fault.name().contains(words)).toList();
        List<Found> found = sought(faults, folder);
        assertThat(found.stream()
                        .filter(each -> each.finding().isEmpty())
                        .map(each -> each.fault().name()))
                .as("planted faults that were not found in %,d histories", HISTORIES_MAX)
                .isEmpty();
    }

    @Test
    @Tag("slow")
    void nothing_is_found_where_nothing_was_planted(@TempDir Path folder) throws Exception {
        assertThat(sought(folder, 500)).isEmpty();
    }

    private static List<Found> sought(List<PlantedFault> faults, Path folder)
            throws InterruptedException, ExecutionException {
        try (ExecutorService workers =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors())) {
            List<Future<Found>> all = new ArrayList<>();
            for (int i = 0; i < faults.size(); i++) {
                PlantedFault fault = faults.get(i);
                Path classes = folder.resolve("fault-" + i);
                all.add(workers.submit(() -> {
                    fault.compile(ROOT, System.getProperty("java.class.path"), Files.createDirectories(classes));
                    return new Found(fault, sought(classes, HISTORIES_MAX));
                }));
            }
            List<Found> found = new ArrayList<>();
            for (Future<Found> each : all) {
                found.add(each.get());
                System.out.println(
                        found.getLast().fault() + ": " + found.getLast().finding());
            }
            return found;
        }
    }

    /** In a JVM of its own, in which the classes of this folder take the place of the real ones. */
    private static Optional<Seeker.Finding> sought(Path classes, int histories)
            throws IOException, InterruptedException {
        Path printed = Files.createTempFile(classes, "printed", ".txt");
        Process seeker = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:+IgnoreUnrecognizedVMOptions",
                        "--sun-misc-unsafe-memory-access=allow",
                        "-Dlogback.configurationFile=hubspoke-simulation-logback.xml",
                        "-cp",
                        classes + System.getProperty("path.separator") + System.getProperty("java.class.path"),
                        Seeker.class.getName(),
                        String.valueOf(histories))
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile())
                .start();
        try {
            if (!seeker.waitFor(20, TimeUnit.MINUTES)) throw new AssertionError("the seeker does not end");
        } finally {
            seeker.destroyForcibly();
        }
        String text = Files.readString(printed, StandardCharsets.UTF_8);
        Optional<Seeker.Finding> finding = Seeker.Finding.in(text);
        if (finding.isEmpty() && !text.contains("nothing found"))
            throw new AssertionError("the seeker failed: " + text);
        return finding;
    }
}
