// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The processes that an agent starts: descendants of this one, remembered also after they have left their parents.
 * What a Java agent of another check starts at the same time cannot be told from
 * them.
 */
final class Processes implements AutoCloseable {
    private static final Duration PACE = Duration.ofMillis(20);
    private static final String MARK = "HUBSPOKE_PROJECT_ID=";
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}+");

    private final String project;
    private final Set<ProcessHandle> before = descendants().collect(Collectors.toSet());
    private final Set<ProcessHandle> seen = ConcurrentHashMap.newKeySet();
    private final Set<ProcessHandle> commands = ConcurrentHashMap.newKeySet();
    private final Thread lookout =
            Thread.ofPlatform().daemon().name("contract-processes").unstarted(this::lookOut);

    Processes(String project) {
        this.project = project;
    }

    /** From now on they are seen also when they leave their parents. */
    void watch() {
        lookout.start();
    }

    /** Those that live now, in no order. */
    List<ProcessHandle> alive() {
        look();
        return seen.stream().filter(Processes::isAlive).toList();
    }

    /** Waits until none of them lives that is not among the excepted; returns those that still do. */
    List<ProcessHandle> awaitGone(Duration atMost, Set<ProcessHandle> excepted) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        while (true) {
            List<ProcessHandle> left =
                    alive().stream().filter(each -> !excepted.contains(each)).toList();
            if (left.isEmpty() || System.nanoTime() > end) return left;
            Thread.sleep(PACE);
        }
    }

    /** On one line, whatever the command is. */
    static String name(ProcessHandle process) {
        String command = process.info().commandLine().orElse("of unknown command");
        return "process %d (%s)"
                .formatted(process.pid(), CONTROL.matcher(command).replaceAll(" "));
    }

    /** Ends the commands that are left over; what else runs may be somebody else's. */
    @Override
    public void close() {
        lookout.interrupt();
        commands().forEach(ProcessHandle::destroyForcibly);
    }

    private void lookOut() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                look();
                Thread.sleep(PACE);
            }
        } catch (InterruptedException told) {
            // The check is over.
        }
    }

    /** What was started becomes the command a little later, so each is looked at until it has an owner. */
    private void look() {
        descendants()
                .filter(each -> !before.contains(each) && !commands.contains(each))
                .forEach(each -> {
                    Optional<String> owner = owner(each);
                    if (owner.filter(project::equals).isPresent()) commands.add(each);
                    if (owner.isEmpty() || commands.contains(each)) seen.add(each);
                    else seen.remove(each);
                });
    }

    private static Stream<ProcessHandle> descendants() {
        return ProcessHandle.current().descendants();
    }

    /** Those that live now and are the agent's beyond doubt: commands and what they have started, the oldest first. */
    List<ProcessHandle> commands() {
        look();
        Comparator<ProcessHandle> byStart =
                Comparator.comparing(each -> each.info().startInstant().orElse(Instant.MAX));
        return commands.stream()
                .filter(Processes::isAlive)
                .sorted(byStart.thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    /** The project in whose name a process runs; empty text for what a host runs for itself. */
    private static Optional<String> owner(ProcessHandle process) {
        Optional<ProcessHandle> each = Optional.of(process);
        while (each.filter(it -> it.pid() != ProcessHandle.current().pid()).isPresent()) {
            String environment = read(each.get(), "environ");
            int mark = environment.indexOf(MARK);
            if (mark >= 0) {
                int end = environment.indexOf('\0', mark);
                return Optional.of(environment.substring(mark + MARK.length(), end < 0 ? environment.length() : end));
            }
            if (read(each.get(), "cmdline").contains("\0hubspoke-")) return Optional.of("");
            each = each.get().parent();
        }
        return Optional.empty();
    }

    private static boolean isAlive(ProcessHandle process) {
        String stat = read(process, "stat");
        return process.isAlive() && !stat.startsWith("Z", stat.lastIndexOf(')') + 2);
    }

    /** What the system says about a process; empty where it says nothing. */
    private static String read(ProcessHandle process, String file) {
        try {
            return Files.readString(Path.of("/proc", Long.toString(process.pid()), file), StandardCharsets.ISO_8859_1);
        } catch (IOException unknown) {
            return "";
        }
    }
}
