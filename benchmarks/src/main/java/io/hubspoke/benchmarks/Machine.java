// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What a figure is worth nothing without: the machine, and how busy it was already. */
final class Machine {
    private Machine() {}

    static Map<String, String> facts(Path folder) throws IOException {
        Files.createDirectories(folder);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("processor", found(Path.of("/proc/cpuinfo"), "model name").orElse(System.getProperty("os.arch")));
        facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        found(Path.of("/proc/meminfo"), "MemTotal").ifPresent(memory -> facts.put("memory", gigabytes(memory)));
        facts.put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"));
        FileStore disk = Files.getFileStore(folder);
        facts.put("disk", disk.name() + " (" + disk.type() + ")");
        facts.put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
        facts.put(
                "arguments",
                String.join(" ", ManagementFactory.getRuntimeMXBean().getInputArguments()));
        facts.put("pekko", version(org.apache.pekko.actor.ActorSystem.class));
        facts.put("sqlite", org.sqlite.SQLiteJDBCLoader.getVersion());
        facts.put("load at the start", load());
        return facts;
    }

    /** Whether figures of two runs can be put side by side as they are. */
    static boolean isSame(Map<String, String> one, Map<String, String> other) {
        return Stream.of("processor", "cores", "disk", "java")
                .allMatch(fact -> one.getOrDefault(fact, "").equals(other.getOrDefault(fact, "")));
    }

    private static String load() {
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        return load < 0 ? "unknown" : String.format(Locale.ROOT, "%.2f", load);
    }

    private static String version(Class<?> type) {
        return Optional.ofNullable(type.getPackage().getImplementationVersion()).orElse("unknown");
    }

    private static Optional<String> found(Path file, String name) throws IOException {
        if (!Files.isReadable(file)) return Optional.empty();
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(name))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst();
    }

    private static String gigabytes(String kilobytes) {
        return String.format(
                Locale.ROOT, "%.0f GiB", Long.parseLong(kilobytes.replaceAll("\\D", "")) / 1024.0 / 1024.0);
    }
}
