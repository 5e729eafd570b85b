// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent;

import io.hubspoke.protocol.Command.AgentCommand;
import io.hubspoke.protocol.Reply;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * The way from agent code to its host, which numbers and repeats. Nobody who uses it waits for ever: its end fails
 * what is open.
 */
final class Line {
    private final Consumer<Note> host;
    private final Promises promises = new Promises();
    private final Map<Long, CompletableFuture<?>> open = new ConcurrentHashMap<>();
    private final AtomicLong opened = new AtomicLong();
    private volatile boolean ended;

    Line(Consumer<Note> host) {
        this.host = host;
    }

    CompletableFuture<Reply> submit(AgentCommand command) {
        CompletableFuture<Reply> reply = track(new CompletableFuture<>());
        if (!reply.isDone()) host.accept(new Note.Submit(command, reply));
        return reply;
    }

    Promises promises() {
        return promises;
    }

    /** Makes sure that a future completes, at the latest when the host ends. */
    <T> CompletableFuture<T> track(CompletableFuture<T> future) {
        if (future.isDone()) return future;
        long number = opened.incrementAndGet();
        open.put(number, future);
        var unused = future.whenComplete((value, trouble) -> open.remove(number));
        if (ended) future.completeExceptionally(new CancellationException());
        return future;
    }

    /** The host has ended: whoever waits is told. */
    void end() {
        ended = true;
        open.values().forEach(future -> future.completeExceptionally(new CancellationException()));
    }
}
