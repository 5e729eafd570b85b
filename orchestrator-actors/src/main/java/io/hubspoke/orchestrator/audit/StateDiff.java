// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Usage;
import io.hubspoke.protocol.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is different between two pictures of one project, thing by thing. Fields are named as in the JSON of a {@link
 * Picture}; a fact is told once, under the noun it belongs to (a lease's end under the lease, not under its task).
 *
 * @param changes ordered by noun, then as the things stand in the pictures
 */
public record StateDiff(long from, long to, List<Change> changes) {

    /** What there is, in the order in which changes are told. */
    public enum Noun {
        PROJECT,
        BUDGET,
        LIMITS,
        AGENT,
        TASK,
        QUEUE,
        LEASE,
        GATE,
        CONSULTATION,
        MAILBOX,
        LETTER
    }

    /** What became of a thing. */
    public enum Kind {
        ADDED,
        CHANGED,
        REMOVED
    }

    /**
     * One thing that is different.
     *
     * @param id its name among its kind; a letter is {@code agent/number}, a lease is named by its task
     * @param fields those that are different; all of them when the thing was added or removed
     */
    public record Change(Noun noun, String id, Kind kind, List<Field> fields) {}

    /** One fact before and after; empty where there was none. */
    public record Field(String name, Optional<Object> before, Optional<Object> after) {}

    public boolean isEmpty() {
        return changes.isEmpty();
    }

    public static StateDiff between(Picture before, Picture after) {
        List<Change> changes = new ArrayList<>();
        for (Noun noun : Noun.values()) compare(noun, things(noun, before), things(noun, after), changes);
        return new StateDiff(before.revision(), after.revision(), changes);
    }

    /** All things of a noun with their facts, by id. */
    static Map<String, Map<String, Object>> things(Noun noun, Picture picture) {
        Map<String, Map<String, Object>> things = new LinkedHashMap<>();
        String id = picture.id().value();
        Optional<View.Project> project = picture.project();
        switch (noun) {
            case PROJECT ->
                project.ifPresent(
                        it -> things.put(id, Facts.of(it, Set.of("id", "revision", "taskLimits", "budget", "limits"))));
            case BUDGET -> project.ifPresent(it -> things.put(id, Facts.of(new Money(picture), Set.of())));
            case LIMITS ->
                project.ifPresent(it -> things.put(id, Facts.of(it.settings(), Set.of("dispatch", "budget"))));
            case AGENT -> picture.agents().forEach(it -> things.put(it.id().value(), Facts.of(it, Set.of("id"))));
            case TASK ->
                picture.tasks()
                        .forEach(it -> things.put(
                                it.id().value(), Facts.of(it, Set.of("id", "agent", "epoch", "leaseUntil"))));
            case QUEUE ->
                picture.queues().forEach(it -> things.put(it.agentType().value(), Facts.of(it, Set.of("agentType"))));
            case LEASE -> picture.leases().forEach(it -> things.put(it.task().value(), Facts.of(it, Set.of("task"))));
            case GATE -> picture.gates().forEach(it -> things.put(it.id().toString(), Facts.of(it, Set.of("id"))));
            case CONSULTATION ->
                picture.consultations().forEach(it -> things.put(it.id().toString(), Facts.of(it, Set.of("id"))));
            case MAILBOX ->
                picture.mailboxes()
                        .forEach(it -> things.put(it.agent().value(), Facts.of(it, Set.of("agent", "waiting"))));
            case LETTER ->
                picture.mailboxes()
                        .forEach(box ->
                                box.waiting().forEach(it -> things.put(box.agent() + "/" + it.number(), letter(it))));
        }
        return things;
    }

    private record Money(Budget budget, Usage usage) {
        Money(Picture picture) {
            this(picture.budget(), picture.usage());
        }
    }

    private static Map<String, Object> letter(Letter letter) {
        Map<String, Object> facts = new LinkedHashMap<>();
        facts.put("revision", letter.revision());
        facts.put("from", letter.from());
        facts.put("kind", kind(letter.content()));
        facts.put("content", letter.content());
        return facts;
    }

    private static String kind(Letter.Content content) {
        return switch (content) {
            case Letter.Assignment assignment -> "assignment";
            case Letter.Message message -> "message";
            case Letter.Question question -> "question";
            case Letter.Answer answer -> "answer";
            case Letter.GateClosed closed -> "gate-closed";
        };
    }

    private static void compare(
            Noun noun,
            Map<String, Map<String, Object>> before,
            Map<String, Map<String, Object>> after,
            List<Change> changes) {
        Set<String> ids = new LinkedHashSet<>(before.keySet());
        ids.addAll(after.keySet());
        for (String id : ids) {
            Map<String, Object> was = before.getOrDefault(id, Map.of());
            Map<String, Object> is = after.getOrDefault(id, Map.of());
            if (was.equals(is)) continue;
            Kind kind = !before.containsKey(id) ? Kind.ADDED : after.containsKey(id) ? Kind.CHANGED : Kind.REMOVED;
            changes.add(new Change(noun, id, kind, fields(was, is)));
        }
    }

    private static List<Field> fields(Map<String, Object> before, Map<String, Object> after) {
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<Field> fields = new ArrayList<>();
        for (String name : names) {
            Optional<Object> was = Optional.ofNullable(before.get(name));
            Optional<Object> is = Optional.ofNullable(after.get(name));
            if (!was.equals(is)) fields.add(new Field(name, was, is));
        }
        return fields;
    }
}
