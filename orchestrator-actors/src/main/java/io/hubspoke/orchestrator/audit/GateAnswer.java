// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.audit.Explainer.Answer;
import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.GateRecord;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Wording;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Who asked at a gate, what it holds up, and who decided or may decide. */
final class GateAnswer {
    private GateAnswer() {}

    static Answer of(ProjectState state, GateId id) {
        GateRecord gate = state.gates().find(id).orElseThrow();
        List<String> reasons = new ArrayList<>();
        if (gate.open()) {
            reasons.addAll(open(state, gate));
            return new Answer("waits for a person since revision " + gate.openedRevision(), reasons);
        }
        reasons.add(asked(gate));
        reasons.add(Reasons.approvers(gate.question()));
        GateOutcome outcome = gate.outcome().orElseThrow();
        if (!outcome.option().isEmpty()) reasons.add("chosen: " + outcome.option());
        if (!outcome.text().isEmpty()) reasons.add("with the text: " + outcome.text());
        return new Answer(closed(gate, outcome), reasons);
    }

    private static String closed(GateRecord gate, GateOutcome outcome) {
        String by = outcome.by() instanceof Principal.Hub ? "" : " by " + outcome.by();
        return "was %s%s at %s%s"
                .formatted(
                        Wording.of(gate.status()),
                        by,
                        gate.closedAt().map(Instant::toString).orElse("once"),
                        outcome.comment().isEmpty() ? "" : ": " + outcome.comment());
    }

    /** What is to be said of a gate that waits. */
    static List<String> open(ProjectState state, GateRecord gate) {
        List<String> words = new ArrayList<>();
        words.add(asked(gate));
        gate.task()
                .ifPresent(task -> words.add("it is about task " + task
                        + state.tasks()
                                .find(task)
                                .map(known -> " (%s)".formatted(Wording.of(known.status())))
                                .orElse("")));
        List<AgentId> held = state.agents().inOrder().stream()
                .filter(agent -> agent.holds().contains(gate.id()))
                .map(AgentRecord::id)
                .toList();
        if (!held.isEmpty()) words.add("it holds " + Reasons.list(held));
        words.add(Reasons.approvers(gate.question()));
        words.add(gate.deadline()
                .map(deadline -> switch (gate.question().onExpiry()) {
                    case REJECT -> "if nobody decides by %s, it counts as rejected".formatted(deadline);
                    case STAY_OPEN -> "it stays open after its deadline, %s".formatted(deadline);
                    case RAISE_SEVERITY -> "its severity is raised at %s".formatted(deadline);
                })
                .orElse("it waits for ever"));
        return words;
    }

    private static String asked(GateRecord gate) {
        return "%s asked at revision %d: %s"
                .formatted(gate.asker(), gate.openedRevision(), gate.question().reason());
    }
}
