// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

/**
 * The place in the queue: higher priority first, and within one priority first come, first served.
 *
 * @param revision of the enqueuing, which is unique
 */
record QueueKey(int priority, long revision) implements Comparable<QueueKey> {
    @Override
    public int compareTo(QueueKey other) {
        int byPriority = Integer.compare(other.priority, priority);
        return byPriority != 0 ? byPriority : Long.compare(revision, other.revision);
    }
}
