// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.spi.ToolProvider;

/**
 * The command {@code hubspoke} of this build as a program of its own, started as the launcher does: from jars and with
 * an archive of loaded classes, both made once, which takes half of the processor time from every start.
 */
public final class Program {
    private static final List<String> COMMAND = made();

    private Program() {}

    /** The words of the command line; what is asked of it comes behind them. */
    public static List<String> command(List<String> jvm) {
        List<String> command = new ArrayList<>(COMMAND);
        command.addAll(1, jvm);
        return command;
    }

    private static List<String> made() {
        try {
            Path folder = Files.createDirectories(Path.of("target", "programs").toAbsolutePath());
            String classPath = jars(folder);
            Path archive = folder.resolve("classes.jsa");
            load(folder, command(List.of("-XX:ArchiveClassesAtExit=" + archive), classPath));
            return command(List.of("-XX:SharedArchiveFile=" + archive), classPath);
        } catch (IOException trouble) {
            throw new UncheckedIOException(trouble);
        } catch (InterruptedException told) {
            throw new IllegalStateException(told);
        }
    }

    private static List<String> command(List<String> archive, String classPath) {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(archive);
        command.add("-Xlog:cds*=off");
        if (Runtime.version().feature() >= 25) command.add("-Xlog:aot*=off");
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-Dlogback.configurationFile=hubspoke-logback.xml",
                "-cp",
                classPath,
                "io.hubspoke.app.Main"));
        return command;
    }

    /** What this build's tests run with, without the tests themselves: their logging is not the product's. */
    private static String jars(Path folder) {
        String all = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        List<String> jars = new ArrayList<>();
        for (String entry : all.split(File.pathSeparator, -1)) {
            if (!Files.isDirectory(Path.of(entry))) {
                jars.add(entry);
            } else if (!entry.endsWith("test-classes")) {
                Path jar = folder.resolve(jars.size() + ".jar");
                int code = ToolProvider.findFirst("jar")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "--create",
                                "--no-compress",
                                "--file",
                                jar.toString(),
                                "-C",
                                entry,
                                ".");
                assertThat(code).as("jar of %s", entry).isZero();
                jars.add(jar.toString());
            }
        }
        return String.join(File.pathSeparator, jars);
    }

    /** A tiny run that loads what most commands need. */
    private static void load(Path folder, List<String> command) throws IOException, InterruptedException {
        Path work = Files.createTempDirectory(folder, "run");
        Files.writeString(work.resolve("plan.yaml"), """
                project: prepare
                agents:
                  - { id: worker, type: backend-developer, command: "echo ready" }
                tasks:
                  - { id: task, agent-type: backend-developer, title: Load the classes, checks: ["true"] }
                """);
        Path log = work.resolve("log.txt");
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of("run", "--no-input", "plan.yaml"));
        Process run = new ProcessBuilder(line)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        run.getOutputStream().close();
        assertThat(run.waitFor(2, TimeUnit.MINUTES)).as("the first run ends").isTrue();
        assertThat(run.exitValue()).as(Files.readString(log)).isZero();
    }
}
