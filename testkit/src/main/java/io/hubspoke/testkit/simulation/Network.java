// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.AgentId;
import java.util.HashMap;
import java.util.Map;

/**
 * The network between the hub and its clients. Messages on one way keep their order, unless a fault strikes; those on
 * different ways overtake each other as they like.
 */
final class Network {
    /** From one end to another. */
    record Way(String from, String to) {}

    private final Loop loop;
    private final Chance chance;
    private final Faults faults;
    private final Map<Way, Long> lastArrival = new HashMap<>();
    private final Map<AgentId, Long> cutOffUntil = new HashMap<>();
    private long messages;

    Network(Loop loop, Chance chance, Faults faults) {
        this.loop = loop;
        this.chance = chance;
        this.faults = faults;
    }

    void send(Way way, Runnable arrival) {
        long number = messages++;
        if (faults.strikes(Fault.DROPPED)) return;
        long usual = loop.nanos() + 50_000 + chance.below(1_000, number) * 1_000L;
        if (faults.strikes(Fault.DUPLICATED))
            at(loop.nanos() + faults.lot(Fault.DUPLICATED, 2_000_000) * 1_000, arrival);
        if (faults.strikes(Fault.REORDERED)) {
            at(usual + faults.lot(Fault.REORDERED, 200_000) * 1_000, arrival);
            return;
        }
        long late = faults.strikes(Fault.DELAYED) ? faults.lot(Fault.DELAYED, 4_000_000) * 1_000 : 0;
        long time = Math.max(usual + late, lastArrival.getOrDefault(way, 0L));
        lastArrival.put(way, time);
        at(time, arrival);
    }

    /** Nothing passes between this agent's hosts and the hub for so long. */
    void cutOff(AgentId agent, long millis) {
        cutOffUntil.put(agent, loop.nanos() + millis * 1_000_000);
    }

    boolean reaches(AgentId agent) {
        Long until = cutOffUntil.get(agent);
        return until == null || loop.nanos() >= until;
    }

    void heal() {
        cutOffUntil.clear();
    }

    private void at(long nanos, Runnable arrival) {
        loop.after(nanos - loop.nanos(), arrival);
    }
}
