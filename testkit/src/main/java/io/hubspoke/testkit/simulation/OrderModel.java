// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.Reply;
import java.util.TreeSet;

/** What one host sends, seen from outside: once the hub has put a command off, no new one may go past it. */
final class OrderModel {
    private final Findings findings;
    private final String host;
    private final TreeSet<Long> open = new TreeSet<>();
    private final TreeSet<Long> putOff = new TreeSet<>();
    private long last;

    OrderModel(Findings findings, String host) {
        this.findings = findings;
        this.host = host;
    }

    /** The host sends the command of this number, for the first time or again. */
    void sent(long number) {
        putOff.remove(number);
        if (number <= last) return;
        findings.require(putOff.isEmpty(), "new commands stay behind those that were put off", host, number, putOff);
        last = number;
        open.add(number);
    }

    /** The host is told this. */
    void answered(long number, Reply reply) {
        if (!open.contains(number)) return;
        boolean later = switch (reply) {
            case Reply.Undetermined unknown -> true;
            case Reply.Rejected refused -> refused.rejection() instanceof Rejection.Overloaded;
            case Reply.Accepted accepted -> false;
        };
        if (later) {
            putOff.add(number);
        } else {
            open.remove(number);
            putOff.remove(number);
        }
    }
}
