// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.TaskId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The tasks that wait for agents of one type. Nobody verifies their own work, so tasks stand apart by whose work they
 * are: passing over all that one agent has done costs no more than passing over one.
 */
final class TaskQueue {
    static final TaskQueue EMPTY = new TaskQueue(
            TreePMap.empty(QueueKey::compareTo),
            TreePMap.empty(AgentId::compareTo),
            TreePMap.empty(QueueKey::compareTo));

    /** For whoever comes. */
    private final TreePMap<QueueKey, TaskId> forAll;
    /** For everybody but the one who did the work. */
    private final TreePMap<AgentId, TreePMap<QueueKey, TaskId>> byWorker;
    /** The first of each worker's. */
    private final TreePMap<QueueKey, AgentId> firsts;

    private TaskQueue(
            TreePMap<QueueKey, TaskId> forAll,
            TreePMap<AgentId, TreePMap<QueueKey, TaskId>> byWorker,
            TreePMap<QueueKey, AgentId> firsts) {
        this.forAll = forAll;
        this.byWorker = byWorker;
        this.firsts = firsts;
    }

    boolean isEmpty() {
        return forAll.isEmpty() && byWorker.isEmpty();
    }

    Optional<TaskId> first() {
        return first(firstOf(firsts));
    }

    /** The first that this agent may be given. */
    Optional<TaskId> firstFor(AgentId agent) {
        Map.Entry<QueueKey, AgentId> worked = firstOf(firsts);
        if (worked == null || !worked.getValue().equals(agent)) return first(worked);
        return first(firsts.higherEntry(worked.getKey()));
    }

    private Optional<TaskId> first(Map.@Nullable Entry<QueueKey, AgentId> worked) {
        Map.Entry<QueueKey, TaskId> free = firstOf(forAll);
        if (worked == null || (free != null && free.getKey().compareTo(worked.getKey()) < 0)) {
            return free == null ? Optional.empty() : Optional.of(free.getValue());
        }
        return Optional.ofNullable(ofWorker(worked.getValue()).get(worked.getKey()));
    }

    /** The library's own method fails on an empty map. */
    private static <V> Map.@Nullable Entry<QueueKey, V> firstOf(TreePMap<QueueKey, V> tasks) {
        return tasks.isEmpty() ? null : tasks.firstEntry();
    }

    /** All of them, in queue order. */
    List<TaskId> inOrder() {
        TreeMap<QueueKey, TaskId> all = new TreeMap<>(forAll);
        byWorker.values().forEach(all::putAll);
        return List.copyOf(all.values());
    }

    TaskQueue with(TaskRecord task) {
        Optional<AgentId> worker = task.notVerifiedBy();
        if (worker.isEmpty()) return new TaskQueue(forAll.plus(task.queueKey(), task.id()), byWorker, firsts);
        return of(worker.get(), ofWorker(worker.get()).plus(task.queueKey(), task.id()));
    }

    TaskQueue without(TaskRecord task) {
        Optional<AgentId> worker = task.notVerifiedBy();
        if (worker.isEmpty()) return new TaskQueue(forAll.minus(task.queueKey()), byWorker, firsts);
        return of(worker.get(), ofWorker(worker.get()).minus(task.queueKey()));
    }

    private TreePMap<QueueKey, TaskId> ofWorker(AgentId worker) {
        return byWorker.getOrDefault(worker, TreePMap.empty(QueueKey::compareTo));
    }

    private TaskQueue of(AgentId worker, TreePMap<QueueKey, TaskId> tasks) {
        TreePMap<QueueKey, TaskId> before = ofWorker(worker);
        TreePMap<QueueKey, AgentId> others = before.isEmpty() ? firsts : firsts.minus(before.firstKey());
        return tasks.isEmpty()
                ? new TaskQueue(forAll, byWorker.minus(worker), others)
                : new TaskQueue(forAll, byWorker.plus(worker, tasks), others.plus(tasks.firstKey(), worker));
    }
}
