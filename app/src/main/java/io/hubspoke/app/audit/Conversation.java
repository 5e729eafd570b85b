// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import com.fasterxml.jackson.annotation.JsonFormat;
import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.GateRecord;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who said what to whom. Two things are talk: a letter, which the hub puts into an agent's mailbox, and a command by
 * which an agent or a person told the hub something. A command that causes a letter at once is one row with it.
 * Acknowledgements are not talk: they stand with the letter that they acknowledge.
 */
final class Conversation {
    private static final String PEOPLE = "people";

    private final long from;
    private final List<Talk> all = new ArrayList<>();
    private final Map<AgentId, Deque<Talk>> waiting = new HashMap<>();
    private final Map<Principal, Long> sent = new HashMap<>();
    private final Map<ConsultationId, AgentId> askers = new HashMap<>();
    private Said last = new Said(Principal.HUB, CommandId.HUB);
    private Optional<Talk> adding = Optional.empty();

    private record Said(Principal by, CommandId command) {}

    private record Letter(AgentId to, long number) {}

    Conversation(long from) {
        this.from = from;
    }

    /**
     * One thing said; its words are those of its event.
     *
     * @param from {@code hub}, {@code agent:ID} or {@code operator:NAME}
     * @param to {@code agent:ID}, {@code people}, or {@code hub} when it was for the hub alone
     * @param letter its number in the mailbox, 0 when it is no letter
     * @param settled the revision at which the letter was acknowledged or given up, 0 while it waits
     * @param dead it was given up
     * @param tasks how many tasks were added at once
     */
    @JsonFormat(shape = JsonFormat.Shape.ARRAY)
    record Line(
            long revision,
            String kind,
            String from,
            String to,
            long letter,
            long settled,
            boolean dead,
            String task,
            int tasks) {}

    private static final class Talk {
        private final Recorded recorded;
        private final Principal from;
        private final String to;
        private final long letter;
        private final String task;
        private long settled;
        private boolean dead;
        private int tasks;

        Talk(Recorded recorded, Principal from, String to, long letter, String task) {
            this.recorded = recorded;
            this.from = from;
            this.to = to;
            this.letter = letter;
            this.task = task;
        }

        Line line() {
            return new Line(recorded.revision(), kind(), from.text(), to, letter, settled, dead, task, tasks);
        }

        private String kind() {
            return switch (recorded.event()) {
                case Event.TaskAssigned e -> "assignment";
                case Event.MessageRouted e -> "message";
                case Event.ConsultationOpened e -> "question";
                case Event.ConsultationAnswered e -> "answer";
                case Event.ConsultationExpired e -> "answer";
                case Event.ConsultationFailed e -> "answer";
                case Event.GateOpened e -> "gate";
                case Event.GateResolved e -> "decision";
                case Event.GateExpired e -> "decision";
                case Event.DecisionRecalled e -> "decision";
                default -> from instanceof Principal.Agent ? "report" : "order";
            };
        }
    }

    /** One event further, from the project's first on. */
    void step(ProjectState before, Recorded recorded) {
        Said said = new Said(recorded.by(), recorded.command());
        boolean first = !(said.by() instanceof Principal.Hub) && !said.equals(last);
        last = said;
        switch (recorded.event()) {
            case Event.LettersAcknowledged e -> settle(e.agent(), e.upTo(), recorded.revision(), false);
            case Event.LettersDeadLettered e -> settle(e.agent(), e.upTo(), recorded.revision(), true);
            case Event.AgentUnregistered e -> {
                waiting.remove(e.agent());
                talk(before, recorded, first);
            }
            default -> talk(before, recorded, first);
        }
    }

    private void talk(ProjectState before, Recorded recorded, boolean first) {
        Optional<Letter> letter = letter(before, recorded.event());
        boolean gate = recorded.event() instanceof Event.GateOpened;
        if (letter.isEmpty() && !gate && !first) {
            if (recorded.event() instanceof Event.TaskEnqueued) adding.ifPresent(talk -> talk.tasks++);
            return;
        }
        Talk talk = new Talk(
                recorded,
                first ? recorded.by() : Principal.HUB,
                letter.map(sent -> Principal.agent(sent.to()).text()).orElse(gate ? PEOPLE : Principal.HUB.text()),
                letter.map(Letter::number).orElse(0L),
                task(before, recorded));
        adding = recorded.event() instanceof Event.TaskEnqueued ? Optional.of(talk) : Optional.empty();
        adding.ifPresent(enqueued -> enqueued.tasks = 1);
        if (first) sent.merge(recorded.by(), 1L, Long::sum);
        letter.ifPresent(sent ->
                waiting.computeIfAbsent(sent.to(), agent -> new ArrayDeque<>()).add(talk));
        if (recorded.revision() >= from) all.add(talk);
    }

    /** The letter that an event posts, if it does. */
    private Optional<Letter> letter(ProjectState before, Event event) {
        return switch (event) {
            case Event.TaskAssigned e -> Optional.of(new Letter(e.agent(), e.letter()));
            case Event.MessageRouted e -> Optional.of(new Letter(e.to(), e.letter()));
            case Event.ConsultationOpened e -> {
                askers.put(e.consultation(), e.asker());
                yield Optional.of(new Letter(e.specialist(), e.letter()));
            }
            case Event.ConsultationAnswered e -> toAsker(e.consultation(), e.letter());
            case Event.ConsultationExpired e -> toAsker(e.consultation(), e.letter());
            case Event.ConsultationFailed e -> toAsker(e.consultation(), e.letter());
            case Event.GateResolved e -> toHeld(before, e.gate(), e.letter());
            case Event.GateExpired e -> toHeld(before, e.gate(), e.letter());
            case Event.DecisionRecalled e -> Optional.of(new Letter(e.agent(), e.letter()));
            default -> Optional.empty();
        };
    }

    private Optional<Letter> toAsker(ConsultationId consultation, long number) {
        return Optional.ofNullable(askers.remove(consultation))
                .filter(asker -> number > 0)
                .map(asker -> new Letter(asker, number));
    }

    private static Optional<Letter> toHeld(ProjectState before, GateId gate, long number) {
        return before.gates()
                .find(gate)
                .flatMap(GateRecord::agent)
                .filter(agent -> number > 0)
                .map(agent -> new Letter(agent, number));
    }

    /** The task that is named, or else the one that the speaker works on. */
    private static String task(ProjectState before, Recorded recorded) {
        return Named.in(recorded.event()).tasks().stream()
                .findFirst()
                .or(() -> recorded.by() instanceof Principal.Agent agent
                        ? before.agents().find(agent.id()).flatMap(AgentRecord::assignment)
                        : Optional.empty())
                .map(TaskId::value)
                .orElse("");
    }

    private void settle(AgentId agent, long upTo, long revision, boolean dead) {
        Deque<Talk> letters = waiting.getOrDefault(agent, new ArrayDeque<>());
        while (!letters.isEmpty() && letters.getFirst().letter <= upTo) {
            Talk talk = letters.removeFirst();
            talk.settled = revision;
            talk.dead = dead;
        }
    }

    /** How many messages somebody has sent so far, apart from acknowledgements. */
    long sentBy(Principal principal) {
        return sent.getOrDefault(principal, 0L);
    }

    List<Line> all() {
        return all.stream().map(Talk::line).toList();
    }
}
