// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;
import org.pcollections.TreePSet;

/**
 * All tasks and the queue. What is queued, timed and counted follows from the records, so it cannot disagree with them;
 * each change costs O(log n).
 */
public final class Tasks {
    static final Tasks NONE = new Tasks(
            TreePMap.empty(TaskId::compareTo),
            TreePMap.empty(AgentType::compareTo),
            TreePMap.empty(TaskId::compareTo),
            TreePSet.empty(),
            new EnumMap<>(TaskStatus.class));

    private static final Comparator<TaskRecord> BY_ARRIVAL =
            Comparator.comparingLong(task -> task.arrival().revision());

    private final TreePMap<TaskId, TaskRecord> byId;
    private final TreePMap<AgentType, TaskQueue> queues;
    private final TreePMap<TaskId, TreePSet<TaskId>> dependants;
    private final TreePSet<Timer<TaskId>> timers;
    /** Only of those that there are; copied, never written to. */
    private final EnumMap<TaskStatus, Integer> counts;

    private Tasks(
            TreePMap<TaskId, TaskRecord> byId,
            TreePMap<AgentType, TaskQueue> queues,
            TreePMap<TaskId, TreePSet<TaskId>> dependants,
            TreePSet<Timer<TaskId>> timers,
            EnumMap<TaskStatus, Integer> counts) {
        this.byId = byId;
        this.queues = queues;
        this.dependants = dependants;
        this.timers = timers;
        this.counts = counts;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Tasks of(Collection<TaskRecord> records) {
        TreeMap<TaskId, TaskRecord> byId = new TreeMap<>(TaskId::compareTo);
        for (TaskRecord task : records) byId.put(task.id(), task);
        // At once, not one by one: there may be a million, and a hub waits for them when it starts.
        TreePMap<TaskId, TaskRecord> all = TreePMap.fromSortedMap(byId);
        EnumMap<TaskStatus, Integer> counts = new EnumMap<>(TaskStatus.class);
        Tasks indexed = NONE;
        for (TaskRecord task : records) {
            counts.merge(task.status(), 1, Integer::sum);
            if (isIndexed(task)) indexed = indexed.with(all, null, task);
        }
        return new Tasks(all, indexed.queues, indexed.dependants, indexed.timers, counts);
    }

    /** Whether it stands anywhere but among all: most tasks of a long history are over. */
    private static boolean isIndexed(TaskRecord task) {
        return task.queuedFor().isPresent()
                || task.timer().isPresent()
                || !task.spec().needs().isEmpty();
    }

    /** In the order of arrival. It takes time in the number of tasks. */
    @JsonValue
    public List<TaskRecord> inOrder() {
        return byId.values().stream().sorted(BY_ARRIVAL).toList();
    }

    /** In the order of their ids. */
    Collection<TaskRecord> all() {
        return byId.values();
    }

    public Optional<TaskRecord> find(TaskId id) {
        return Optional.ofNullable(byId.get(id));
    }

    public int size() {
        return byId.size();
    }

    public int count(TaskStatus status) {
        return counts.getOrDefault(status, 0);
    }

    /** Only of those that there are. */
    Map<TaskStatus, Integer> counts() {
        return Collections.unmodifiableMap(counts);
    }

    boolean contains(TaskId id) {
        return byId.containsKey(id);
    }

    /** Of a task that is known to exist: an event that names another cannot apply. */
    TaskRecord get(TaskId id) {
        TaskRecord task = byId.get(id);
        if (task == null) throw new IllegalStateException("task " + id + " does not exist");
        return task;
    }

    int unfinished() {
        return byId.size() - count(TaskStatus.COMPLETED) - count(TaskStatus.FAILED) - count(TaskStatus.CANCELED);
    }

    /** The types of agent for which tasks are queued. */
    public Collection<AgentType> queuedTypes() {
        return queues.keySet();
    }

    /** In queue order: what agents of this type may be given. It looks at each of them. */
    public Collection<TaskId> queueOf(AgentType type) {
        return waitingFor(type).inOrder();
    }

    /** What waits for agents of this type. */
    TaskQueue waitingFor(AgentType type) {
        return queues.getOrDefault(type, TaskQueue.EMPTY);
    }

    /** Which of the tasks that this one needs are not completed; within a command some may not have come yet. */
    public List<TaskId> unmet(TaskRecord task) {
        return task.spec().needs().stream()
                .filter(need -> find(need)
                        .filter(known -> known.status() == TaskStatus.COMPLETED)
                        .isEmpty())
                .toList();
    }

    Collection<TaskId> dependantsOf(TaskId id) {
        TreePSet<TaskId> tasks = dependants.get(id);
        return tasks == null ? List.of() : tasks;
    }

    Optional<Instant> nextTimer() {
        return Timer.earliest(timers);
    }

    /** At most {@code limit} tasks whose timer has passed, earliest first. */
    List<TaskId> due(Instant now, int limit) {
        return timers.stream()
                .takeWhile(timer -> !timer.at().isAfter(now))
                .limit(limit)
                .map(Timer::id)
                .toList();
    }

    Tasks with(TaskRecord task) {
        TaskRecord before = byId.get(task.id());
        return with(byId.plus(task.id(), task), before, task);
    }

    private Tasks with(TreePMap<TaskId, TaskRecord> all, @Nullable TaskRecord before, TaskRecord after) {
        return new Tasks(
                all,
                requeued(before, after),
                before == null ? withDependant(after) : dependants,
                Timer.moved(timers, after.id(), before == null ? Optional.empty() : before.timer(), after.timer()),
                recounted(before, after));
    }

    private TreePMap<AgentType, TaskQueue> requeued(@Nullable TaskRecord before, TaskRecord after) {
        Optional<AgentType> from = before == null ? Optional.empty() : before.queuedFor();
        Optional<AgentType> to = after.queuedFor();
        if (from.isEmpty() && to.isEmpty()) return queues;
        TreePMap<AgentType, TaskQueue> result = queues;
        if (from.isPresent() && before != null) {
            TaskQueue rest = waitingFor(from.get()).without(before);
            result = rest.isEmpty() ? result.minus(from.get()) : result.plus(from.get(), rest);
        }
        if (to.isPresent()) {
            TaskQueue queue = result.getOrDefault(to.get(), TaskQueue.EMPTY);
            result = result.plus(to.get(), queue.with(after));
        }
        return result;
    }

    private TreePMap<TaskId, TreePSet<TaskId>> withDependant(TaskRecord task) {
        TreePMap<TaskId, TreePSet<TaskId>> result = dependants;
        for (TaskId need : task.spec().needs()) {
            result = result.plus(
                    need, result.getOrDefault(need, TreePSet.empty()).plus(task.id()));
        }
        return result;
    }

    private EnumMap<TaskStatus, Integer> recounted(@Nullable TaskRecord before, TaskRecord after) {
        if (before != null && before.status() == after.status()) return counts;
        EnumMap<TaskStatus, Integer> result = counts.clone();
        result.merge(after.status(), 1, Integer::sum);
        if (before != null) result.computeIfPresent(before.status(), (status, count) -> count == 1 ? null : count - 1);
        return result;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Tasks tasks && byId.equals(tasks.byId);
    }

    @Override
    public int hashCode() {
        return byId.hashCode();
    }

    @Override
    public String toString() {
        return inOrder().toString();
    }
}
