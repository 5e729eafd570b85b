// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.hubspoke.protocol.AgentId;
import java.util.Collection;
import org.pcollections.TreePMap;

/**
 * How often each agent has sent the same message to the same agent, one after the other: deterministic loop
 * detection.
 */
public final class Loops {
    static final Loops NONE = new Loops(TreePMap.empty(Pair::compareTo));

    private final TreePMap<Pair, Streak> streaks;

    private Loops(TreePMap<Pair, Streak> streaks) {
        this.streaks = streaks;
    }

    record Pair(AgentId from, AgentId to) implements Comparable<Pair> {
        @Override
        public int compareTo(Pair other) {
            int bySender = from.compareTo(other.from);
            return bySender != 0 ? bySender : to.compareTo(other.to);
        }
    }

    /** The same content, so often in a row. */
    record Streak(Pair pair, long content, int length) {}

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static Loops of(Collection<Streak> streaks) {
        TreePMap<Pair, Streak> map = TreePMap.empty(Pair::compareTo);
        for (Streak streak : streaks) map = map.plus(streak.pair(), streak);
        return new Loops(map);
    }

    @JsonValue
    Collection<Streak> streaks() {
        return streaks.values();
    }

    /** How long the row is that the last message from one to the other ends. */
    int length(AgentId from, AgentId to) {
        Streak streak = streaks.get(new Pair(from, to));
        return streak == null ? 0 : streak.length();
    }

    Loops sent(AgentId from, AgentId to, String messageType, String payload) {
        Pair pair = new Pair(from, to);
        long content =
                (((long) messageType.hashCode() * 31 + payload.length()) << 32) | (payload.hashCode() & 0xFFFF_FFFFL);
        Streak before = streaks.get(pair);
        int length = before != null && before.content() == content ? before.length() + 1 : 1;
        return new Loops(streaks.plus(pair, new Streak(pair, content, length)));
    }

    /** Counting starts anew for what this agent sends; what an unregistered agent sent or got is forgotten. */
    Loops reset(AgentId agent, boolean received) {
        TreePMap<Pair, Streak> rest = streaks;
        for (Pair pair : streaks.keySet()) {
            if (pair.from().equals(agent) || (received && pair.to().equals(agent))) rest = rest.minus(pair);
        }
        return new Loops(rest);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Loops loops && streaks.equals(loops.streaks);
    }

    @Override
    public int hashCode() {
        return streaks.hashCode();
    }
}
