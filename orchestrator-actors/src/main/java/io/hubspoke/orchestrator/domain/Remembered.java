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
 * change copies one page and the few nodes above it, and what is forgotten stays on its page until the page is empty.
 */
final class Remembered {
    static final Remembered NONE = new Remembered(TreePMap.empty(Long::compare), 0, 0);

    private static final int PAGE_BITS = 4;
    private static final int PAGE_SIZE = 1 << PAGE_BITS;

    private final TreePMap<Long, @Nullable Answered[]> pages;
    /** What stands below is forgotten. */
    private final long from;

    private final int size;

    private Remembered(TreePMap<Long, @Nullable Answered[]> pages, long from, int size) {
        this.pages = pages;
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
        pages.forEach((number, page) -> {
            for (int i = 0; i < PAGE_SIZE; i++) {
                long place = (number << PAGE_BITS) + i;
                Answered answered = page[i];
                if (answered != null && place >= from) all.put(place, answered);
            }
        });
        return all;
    }

    int size() {
        return size;
    }

    @Nullable
    Answered get(long place) {
        if (place < from) return null;
        @Nullable Answered[] page = pages.get(place >> PAGE_BITS);
        return page == null ? null : page[slot(place)];
    }

    /** The lowest place of one that is not empty. */
    long first() {
        Map.Entry<Long, @Nullable Answered[]> page = pages.firstEntry();
        long place = Math.max(from, page.getKey() << PAGE_BITS);
        while (page.getValue()[slot(place)] == null) place++;
        return place;
    }

    /** The highest place of one that is not empty. */
    long last() {
        Map.Entry<Long, @Nullable Answered[]> page = pages.lastEntry();
        int slot = PAGE_SIZE - 1;
        while (page.getValue()[slot] == null) slot--;
        return (page.getKey() << PAGE_BITS) + slot;
    }

    /** Replaces what stood there. */
    Remembered with(long place, Answered answered) {
        if (place < from) return of(byPlace()).with(place, answered);
        long number = place >> PAGE_BITS;
        @Nullable Answered[] before = pages.get(number);
        @Nullable Answered[] page = before == null ? new @Nullable Answered[PAGE_SIZE] : before.clone();
        int added = page[slot(place)] == null ? 1 : 0;
        page[slot(place)] = answered;
        return new Remembered(pages.plus(number, page), from, size + added);
    }

    Remembered withoutFirst() {
        long first = first();
        @Nullable Answered[] page = pages.firstEntry().getValue();
        boolean more = false;
        for (int i = slot(first) + 1; i < PAGE_SIZE; i++) more |= page[i] != null;
        return new Remembered(more ? pages : pages.minus(pages.firstKey()), first + 1, size - 1);
    }

    private static int slot(long place) {
        return (int) place & (PAGE_SIZE - 1);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Remembered remembered
                && size == remembered.size
                && byPlace().equals(remembered.byPlace());
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
