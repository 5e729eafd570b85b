// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation.planted;

import java.util.List;

/** Faults in what carries the rules: batching, writing, reading again, delivery, and the agents' side of it. */
@SuppressWarnings("StringConcatToTextBlock") // the pieces keep the indentation of the code that they replace
final class ShellFaults {
    private static final String HUB = "orchestrator-actors/src/main/java/io/hubspoke/orchestrator/actor/";
    private static final String AGENT = "agent-actors/src/main/java/io/hubspoke/agent/";

    static final List<PlantedFault> ALL = List.of(
            hub("the answer comes before the write", "Ledger")
                    .change(
                            "return Effect().persist(write.commits()).thenRun((Snapshot after) -> {",
                            "answer(write);\n        return Effect().persist(write.commits())"
                                    + ".thenRun((Snapshot after) -> {")
                    .change("after.head());\n            answer(write);", "after.head());"),
            hub("the state after a write is the one before it", "Ledger")
                    .change("return writing.after();", "return new Snapshot(writing.after().head(), books.state());"),
            hub("the answers of a batch are given in the wrong order", "Orchestrator")
                    .change("decided.replies().get(i), now", "decided.replies().get(batch.size() - 1 - i), now"),
            hub("commands of a failed write are answered as accepted", "Orchestrator")
                    .change(
                            "Reply reply = new Reply.Undetermined(reason, settings.retryAfter().toMillis());",
                            "Reply reply = new Reply.Accepted(state.revision(), \"\");"),
            hub("events written while nobody knew are not delivered", "Orchestrator")
                    .change("published(usable.recovered().missed(), before, now);", ""),
            hub("the timer is not set again", "Orchestrator")
                    .change("wakeAt = next.get();", "if (wakeAt != null) return;\n        wakeAt = next.get();"),
            hub("the hub's time follows a clock that is set back", "Decider")
                    .change("return now.isBefore(ahead.head().at()) ? ahead.head().at() : now;", "return now;"),
            hub("a letter is sent once and never again", "Courier")
                    .change("boolean due = round.due != null && !now.isBefore(round.due);", "boolean due = false;"),
            hub("a host that attaches gets only letters that are new", "Courier")
                    .change(
                            "rounds.put(agent, new Round(host));",
                            "Round before = rounds.get(agent);\n        Round round = new Round(host);\n"
                                    + "        if (before != null) round.sentUpTo = before.sentUpTo;\n"
                                    + "        rounds.put(agent, round);"),
            hub("a paused agent is sent its mail", "Courier").change("long limit = paused ?", "long limit = false ?"),
            hub("nobody notices that an agent is silent", "Hosts")
                    .change("if (!now.isBefore(seat.seen.plus(silenceMax))) {", "if (false) {"),
            hub("an agent that stays away after a restart counts as attached", "Hosts")
                    .change("if (!now.isBefore(away.until())) {", "if (false) {"),
            hub("a heartbeat is not counted", "Renewals")
                    .change("        byTask.put(\n", "        if (now.isBefore(Instant.EPOCH)) byTask.put(\n"),
            hub("heartbeats renew whatever lease there is", "Renewals")
                    .change(
                            "        live(state, agent, lease.task())\n"
                                    + "                .filter(task -> task.epoch() == lease.epoch())\n",
                            "        state.tasks().find(lease.task()).filter(task -> task.lease().isPresent())\n"),
            agent("a command that is repeated gets a new number", "Outbox")
                    .change(
                            "        last = Math.max(last, commandsSeen);\n        putOff = 0;\n",
                            "        last = Math.max(last, commandsSeen);\n        putOff = 0;\n"
                                    + "        inFlight.descendingMap().values().forEach(sent -> waiting.addFirst("
                                    + "new Waiting(sent.command, sent.onReply)));\n        inFlight.clear();\n"),
            agent("an unanswered command is forgotten when the agent attaches again", "Outbox")
                    .change(
                            "        last = Math.max(last, commandsSeen);\n        putOff = 0;\n",
                            "        last = Math.max(last, commandsSeen);\n        putOff = 0;\n"
                                    + "        inFlight.clear();\n"),
            agent("new commands overtake those that were put off", "Outbox")
                    .change("attached && putOff == 0 &&", "attached &&"),
            agent("a letter that comes twice is handled twice", "Inbox")
                    .change(
                            "} else if (connected && letter.number() == taken + 1) {",
                            "} else if (connected && letter.number() <= taken + 1) {"),
            agent("letters are acknowledged that were never seen", "Inbox")
                    .change("boolean connected = deliver.after() <= taken;", "boolean connected = true;")
                    .change("letter.number() == taken + 1) {", "letter.number() > taken) {"));

    private ShellFaults() {}

    private static PlantedFault hub(String name, String type) {
        return PlantedFault.in(name, HUB + type + ".java");
    }

    private static PlantedFault agent(String name, String type) {
        return PlantedFault.in(name, AGENT + type + ".java");
    }
}
