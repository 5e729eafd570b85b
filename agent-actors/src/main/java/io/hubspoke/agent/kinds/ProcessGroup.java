// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A command with everything it has started: its process group and session, and whoever carries its mark in the
 * environment, even after it has left the session and lost its parent. Where there is no {@code /proc}, its
 * descendants.
 *
 * @param leader the process that was started as leader of a session of its own
 * @param mark a {@code NAME=value} of the environment that no other command has
 */
record ProcessGroup(ProcessHandle leader, String mark) {
    private static final Path PROC = Path.of("/proc");
    private static final int KILL_ROUNDS = 50;

    /** Sends a signal such as {@code STOP} to the group. */
    void signal(String name) {
        run("kill -s " + name + " -- \"-$1\" 2>/dev/null", Long.toString(leader.pid()));
        // Those who have left the group.
        for (long pid : members()) {
            if (pid != leader.pid()
                    && group(pid).filter(group -> group == leader.pid()).isEmpty()) {
                run("kill -s " + name + " \"$1\" 2>/dev/null", Long.toString(pid));
            }
        }
    }

    /** Ends all of it: politely first, then by force after the grace. */
    void end(Duration grace) throws InterruptedException {
        if (members().isEmpty()) return;
        signal("TERM");
        signal("CONT");
        long deadline = System.nanoTime() + grace.toNanos();
        while (System.nanoTime() < deadline) {
            if (members().isEmpty()) return;
            TimeUnit.MILLISECONDS.sleep(20);
        }
        kill();
    }

    /** Ends all of it at once, again and again until nobody is left who could start another. */
    void kill() throws InterruptedException {
        for (int round = 0; round < KILL_ROUNDS; round++) {
            Set<Long> members = members();
            if (members.isEmpty()) return;
            run("kill -s KILL -- \"-$1\" 2>/dev/null", Long.toString(leader.pid()));
            members.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    /** Living members, zombies left out. */
    Set<Long> members() {
        Set<Long> members = new LinkedHashSet<>();
        if (!Files.isDirectory(PROC)) {
            if (leader.isAlive()) members.add(leader.pid());
            leader.descendants().filter(ProcessHandle::isAlive).forEach(handle -> members.add(handle.pid()));
            return members;
        }
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[0-9]*")) {
            for (Path entry : entries) {
                if (isMember(entry))
                    members.add(Long.parseLong(entry.getFileName().toString()));
            }
        } catch (IOException gone) {
            return members;
        }
        return members;
    }

    private boolean isMember(Path entry) {
        Optional<String[]> stat = stat(entry);
        if (stat.isEmpty() || stat.get()[0].equals("Z") || stat.get()[0].equals("X")) return false;
        String id = Long.toString(leader.pid());
        return stat.get()[2].equals(id) || stat.get()[3].equals(id) || carriesMark(entry);
    }

    private boolean carriesMark(Path entry) {
        try {
            String environment = Files.readString(entry.resolve("environ"), StandardCharsets.ISO_8859_1);
            return environment.startsWith(mark + "\0") || environment.contains("\0" + mark + "\0");
        } catch (IOException notOurs) {
            return false;
        }
    }

    private static Optional<Long> group(long pid) {
        return stat(PROC.resolve(Long.toString(pid))).map(fields -> Long.parseLong(fields[2]));
    }

    /** State, parent, group, session, …: what follows the name, which may hold anything. */
    private static Optional<String[]> stat(Path entry) {
        try {
            String stat = Files.readString(entry.resolve("stat"), StandardCharsets.ISO_8859_1);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return fields.length > 3 ? Optional.of(fields) : Optional.empty();
        } catch (IOException | IndexOutOfBoundsException gone) {
            return Optional.empty();
        }
    }

    private static void run(String script, String argument) {
        try {
            Process process = new ProcessBuilder("/bin/sh", "-c", script, "hubspoke-signal", argument)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            waitUninterrupted(process);
        } catch (IOException noShell) {
            // Without a shell nothing could have been started either.
        }
    }

    /**
     * A signal takes a moment, and must arrive also when the thread is told to stop: that is when it is most wanted.
     */
    private static void waitUninterrupted(Process process) {
        boolean interrupted = false;
        while (true) {
            try {
                process.waitFor();
                break;
            } catch (InterruptedException again) {
                interrupted = true;
            }
        }
        if (interrupted) Thread.currentThread().interrupt();
    }
}
