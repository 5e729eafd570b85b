// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The commands that wait while a commit is in flight: bounded in number and bytes, handed out in order as bounded
 * batches.
 */
final class WaitingLine {
    private final OrchestratorSettings settings;
    private final Deque<Waiting> line = new ArrayDeque<>();
    private long bytes;

    WaitingLine(OrchestratorSettings settings) {
        this.settings = settings;
    }

    /** Whether one more may wait. */
    boolean hasRoom() {
        return line.size() < settings.waitingCommandsMax() && bytes < settings.waitingBytesMax();
    }

    /** The hub's own commands are few by themselves and go in regardless of room. */
    void add(Waiting waiting) {
        line.add(waiting);
        bytes += waiting.bytes();
    }

    int size() {
        return line.size();
    }

    boolean isEmpty() {
        return line.isEmpty();
    }

    /** Takes the next batch: at least one command when there is one, at most what the settings allow. */
    List<Waiting> batch() {
        List<Waiting> batch = new ArrayList<>(Math.min(line.size(), settings.batchCommandsMax()));
        long batchBytes = 0;
        while (!line.isEmpty() && batch.size() < settings.batchCommandsMax()) {
            Waiting next = line.peek();
            if (!batch.isEmpty() && batchBytes + next.bytes() > settings.batchBytesMax()) break;
            batch.add(line.remove());
            batchBytes += next.bytes();
        }
        bytes -= batchBytes;
        return batch;
    }

    /** Takes everything. */
    List<Waiting> drained() {
        List<Waiting> all = new ArrayList<>(line);
        line.clear();
        bytes = 0;
        return all;
    }
}
