// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.spi.AgentFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A running command: in a session of its own, so that all it starts can be ended with it, and watched, so that it
 * ends also when this process is killed. Its output is read whatever it does with it, and its input never blocks us.
 *
 * <p>How it starts: a small shell becomes leader of a new session and waits for one line; a second shell, the watch,
 * holds the other end of a pipe from this process; then the line is sent and the first shell becomes the command.
 * When the pipe of the watch breaks, because this process is gone however it went, the watch ends the command's
 * session.
 */
final class Running implements AutoCloseable {
    static final Duration GRACE = Duration.ofSeconds(2);
    static final int LINE_BYTES_MAX = 512 * 1024;
    private static final long QUIET_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final int TAIL_CHARS = 8_192;
    private static final int INPUT_LINES_MAX = 10_000;
    private static final String MARK = "HUBSPOKE_RUN";
    private static final String GO = "go";
    private static final byte[] END_OF_INPUT = new byte[0];

    private static final String BEGIN = "IFS= read -r go || exit 125\nexec \"$@\"\n";
    private static final String WATCH = """
      trap '' HUP INT TERM
      while read -r line; do :; done
      kill -s TERM -- "-$1"; kill -s CONT -- "-$1"
      sleep 2
      kill -s KILL -- "-$1"
      for found in $(grep -lsaF "$2" /proc/[0-9]*/environ); do
        pid=${found#/proc/}
        kill -s KILL "${pid%/environ}"
      done
      """;

    private final Launch launch;
    private final Process process;
    private final Process watch;
    private final ProcessGroup group;
    private final OutputLog log;
    private final Lines out;
    private final Lines err;
    private final List<Thread> readers = new ArrayList<>();
    private final BlockingQueue<byte[]> input = new LinkedBlockingQueue<>(INPUT_LINES_MAX);
    private long pausedNanos;
    private long pausedSince;
    private boolean paused;
    private volatile boolean ended;
    private volatile boolean busy;
    private volatile long lastRead = System.nanoTime();

    /**
     * Starts it.
     *
     * @param talk see {@link Lines}
     */
    static Running start(Launch launch, Redactor redactor, Predicate<String> talk) throws AgentFailure {
        Executables.require(launch);
        OutputLog log = new OutputLog(launch.log(), launch.outputBytes());
        try {
            return new Running(launch, redactor, talk, log);
        } catch (IOException trouble) {
            log.close();
            throw AgentFailure.retryable(
                    "cannot start %s: %s".formatted(launch.command().getFirst(), trouble.getMessage()));
        }
    }

    private Running(Launch launch, Redactor redactor, Predicate<String> talk, OutputLog log) throws IOException {
        this.launch = launch;
        this.log = log;
        String mark = UUID.randomUUID().toString();
        List<String> line = new ArrayList<>(Executables.newSession());
        line.addAll(List.of("/bin/sh", "-c", BEGIN, "hubspoke-command"));
        line.addAll(launch.command());
        Map<String, String> environment = new HashMap<>(launch.environment());
        environment.put(MARK, mark);
        process = start(line, launch.directory(), environment);
        group = new ProcessGroup(process.toHandle(), MARK + "=" + mark);
        List<String> watchLine = new ArrayList<>(Executables.newSession());
        watchLine.addAll(
                List.of("/bin/sh", "-c", WATCH, "hubspoke-watch", Long.toString(process.pid()), MARK + "=" + mark));
        try {
            watch = startWatch(watchLine);
        } catch (IOException trouble) {
            process.destroyForcibly();
            throw trouble;
        }
        out = new Lines(LINE_BYTES_MAX, TAIL_CHARS, talk);
        err = new Lines(LINE_BYTES_MAX, TAIL_CHARS, none -> false);
        readers.add(reader("output", process.getInputStream(), redactor, out));
        readers.add(reader("errors", process.getErrorStream(), redactor, err));
        Thread.ofPlatform().daemon().name("hubspoke-input-" + process.pid()).start(this::feed);
    }

    /**
     * Lets the command begin, once everything that listens to it is in place. Its input begins with these lines:
     * whatever is answered to what it says at once comes after them.
     */
    void begin(String... lines) {
        say(lines.length == 0 ? GO : GO + "\n" + String.join("\n", lines));
    }

    private static Process start(List<String> line, Path directory, Map<String, String> environment)
            throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.start();
    }

    private static Process startWatch(List<String> line) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(line).directory(Path.of("/").toFile());
        builder.environment().keySet().retainAll(List.of("PATH"));
        return builder.redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** Writes a line to the command's input; false when it does not read and too much waits already. */
    boolean say(String line) {
        return !ended && input.offer((line + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The command's input ends after what has been said. */
    void endInput() {
        input.offer(END_OF_INPUT);
    }

    /**
     * Waits for the command's end and ends whatever it leaves behind.
     *
     * @return its exit code; 128 and more for the signal that ended it
     * @throws AgentFailure when the time limit has passed; pauses do not count
     */
    int await() throws AgentFailure, InterruptedException {
        long begin = System.nanoTime();
        while (true) {
            long left = launch.timeLimit().toNanos() - (System.nanoTime() - begin - pausedNanos());
            if (left <= 0) {
                stop();
                throw AgentFailure.retryable(
                        "it was ended after its time limit of " + Durations.text(launch.timeLimit()));
            }
            if (process.waitFor(left, TimeUnit.NANOSECONDS)) break;
        }
        lastRead = System.nanoTime();
        group.end(GRACE);
        drain();
        return process.exitValue();
    }

    /** Ends it with all it has started, also when the calling thread is interrupted. */
    void stop() {
        boolean interrupted = Thread.interrupted();
        try {
            group.end(GRACE);
            process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            drain();
        } catch (InterruptedException again) {
            interrupted = true;
            killNow();
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    private void killNow() {
        boolean interrupted = Thread.interrupted();
        try {
            group.kill();
        } catch (InterruptedException again) {
            interrupted = true;
        }
        if (interrupted) Thread.currentThread().interrupt();
    }

    synchronized void pause(boolean pause) {
        if (pause == paused || ended) return;
        paused = pause;
        if (pause) {
            pausedSince = System.nanoTime();
        } else {
            pausedNanos += System.nanoTime() - pausedSince;
        }
        group.signal(pause ? "STOP" : "CONT");
    }

    private synchronized long pausedNanos() {
        return pausedNanos + (paused ? System.nanoTime() - pausedSince : 0);
    }

    Lines out() {
        return out;
    }

    Lines err() {
        return err;
    }

    OutputLog log() {
        return log;
    }

    ProcessGroup group() {
        return group;
    }

    /** Ends what still runs and releases the watch and the files. */
    @Override
    public void close() {
        if (!group.members().isEmpty()) stop();
        ended = true;
        input.clear();
        input.offer(END_OF_INPUT);
        watch.destroyForcibly();
        log.close();
    }

    private void drain() throws InterruptedException {
        // Everybody who could hold the pipes is gone. What was said is still listened to, but nobody waits for a
        // stranger who
        // got hold of a pipe and keeps silent.
        for (Thread reader : readers) {
            while (reader.isAlive() && (busy || System.nanoTime() - lastRead < QUIET_NANOS))
                reader.join(Duration.ofMillis(50));
        }
    }

    private Thread reader(String what, InputStream stream, Redactor redactor, Lines lines) {
        return Thread.ofPlatform()
                .daemon()
                .name("hubspoke-" + what + "-" + process.pid())
                .start(() -> {
                    Redactor.Stream clean = redactor.new Stream((bytes, length) -> {
                        log.append(bytes, length);
                        lines.accept(bytes, length);
                    });
                    byte[] buffer = new byte[64 * 1024];
                    try (stream) {
                        for (int read = stream.read(buffer); read >= 0; read = stream.read(buffer)) {
                            busy = true;
                            clean.accept(buffer, read);
                            lastRead = System.nanoTime();
                            busy = false;
                        }
                    } catch (IOException ended) {
                        // The pipe is gone with the process.
                    } finally {
                        clean.end();
                        lines.finish();
                    }
                });
    }

    private void feed() {
        try (OutputStream stream = process.getOutputStream()) {
            while (true) {
                byte[] line = input.take();
                if (line.length == 0) return;
                stream.write(line);
                stream.flush();
            }
        } catch (IOException | InterruptedException notRead) {
            // The command has ended or closed its input: both are its right.
        }
    }
}
