// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.hubspoke.orchestrator.domain.Commands.Answered;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * Answered commands by place, lowest first. One comes or goes with nearly every event, so neighbours share a page: a
 * change copies one page, most often the newest, which stands beside the others so that nothing is searched for it.
 * What is forgotten stays on its page until the page is empty.
 */
final class Remembered {
    private static final int PAGE_BITS = 4;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;

    static final Remembered NONE =
            new Remembered(TreePMap.empty(Long::compare), 0, new @Nullable Answered[PAGE_SIZE], 0, 0);

    private final TreePMap<Long, @Nullable Answered[]> older;
    /** The number of the newest page; all others have lower ones. */
    private final long number;

    private final @Nullable Answered[] newest;
    /** What stands below is forgotten. */
    private final long from;

    private final int size;

    private Remembered(
            TreePMap<Long, @Nullable Answered[]> older, long number, @Nullable Answered[] newest, long from, int size) {
        this.older = older;
        this.number = number;
        this.newest = newest;
        this.from = from;
        this.size = size;
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Remembered of(SortedMap<Long, Answered> byPlace) {
        Remembered all = NONE;
        for (Map.Entry<Long, Answered> entry : byPlace.entrySet()) all = all.with(entry.getKey(), entry.getValue());
        return all;
    }

    /** Lowest place first. */
    @JsonValue
    SortedMap<Long, Answered> byPlace() {
        TreeMap<Long, Answered> all = new TreeMap<>();
        older.forEach((page, slots) -> collect(page, slots, all));
        collect(number, newest, all);
        return all;
    }

    private void collect(long page, @Nullable Answered[] slots, Map<Long, Answered> all) {
        for (int i = 0; i < PAGE_SIZE; i++) {
            long place = (page << PAGE_BITS) + i;
            Answered answered = slots[i];
            if (answered != null && place >= from) all.put(place, answered);
        }
    }

    int size() {
        return size;
    }

    @Nullable
    Answered get(long place) {
        if (place < from) return null;
        @Nullable Answered[] slots = page(place >> PAGE_BITS);
        return slots == null ? null : slots[slot(place)];
    }

    private @Nullable Answered @Nullable [] page(long page) {
        if (page == number) return newest;
        return page > number ? null : older.get(page);
    }

    /** The lowest place of one that is not empty. */
    long first() {
        boolean one = older.isEmpty();
        @Nullable Answered[] slots = one ? newest : older.firstEntry().getValue();
        long place = Math.max(from, (one ? number : older.firstKey()) << PAGE_BITS);
        while (slots[slot(place)] == null) place++;
        return place;
    }

    /** The highest place of one that is not empty. */
    long last() {
        int slot = PAGE_SIZE - 1;
        while (newest[slot] == null) slot--;
        return (number << PAGE_BITS) + slot;
    }

    /** Replaces what stood there. */
    Remembered with(long place, Answered answered) {
        if (place < from) return of(byPlace()).with(place, answered);
        long page = place >> PAGE_BITS;
        @Nullable Answered[] before = page(page);
        @Nullable Answered[] slots = before == null ? new @Nullable Answered[PAGE_SIZE] : before.clone();
        int after = slots[slot(place)] == null ? size + 1 : size;
        slots[slot(place)] = answered;
        if (page < number && size > 0) return new Remembered(older.plus(page, slots), number, newest, from, after);
        boolean turned = page > number && size > 0;
        return new Remembered(turned ? older.plus(number, newest) : older, page, slots, from, after);
    }

    Remembered withoutFirst() {
        long first = first();
        boolean over = first >> PAGE_BITS < number && isOver(older.firstEntry().getValue(), slot(first) + 1);
        return new Remembered(over ? older.minus(older.firstKey()) : older, number, newest, first + 1, size - 1);
    }

    private static boolean isOver(@Nullable Answered[] slots, int from) {
        for (int i = from; i < PAGE_SIZE; i++) if (slots[i] != null) return false;
        return true;
    }

    private static int slot(long place) {
        return (int) place & (PAGE_SIZE - 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Remembered remembered
                && size == remembered.size
                && older.entrySet().stream().allMatch(page -> remembered.has(page.getKey(), page.getValue(), from))
                && remembered.has(number, newest, from);
    }

    /** Whether all of this page that is not forgotten stands here too. */
    private boolean has(long page, @Nullable Answered[] slots, long notForgotten) {
        for (int i = 0; i < PAGE_SIZE; i++) {
            long place = (page << PAGE_BITS) + i;
            Answered answered = slots[i];
            if (answered != null && place >= notForgotten && !answered.equals(get(place))) return false;
        }
        return true;
    }

    @Override
    public int hashCode() {
        return byPlace().hashCode();
    }

    @Override
    public String toString() {
        return byPlace().toString();
    }
}
