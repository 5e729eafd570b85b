// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.audit.Explainer.Answer;
import io.hubspoke.orchestrator.domain.AgentRecord;
import io.hubspoke.orchestrator.domain.Consultation;
import io.hubspoke.orchestrator.domain.Mailbox;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What an agent does, or why it does nothing. */
final class AgentAnswer {
    private AgentAnswer() {}

    static Answer of(ProjectState state, AgentId id, Story story) {
        Optional<AgentRecord> agent = state.agents().find(id);
        if (agent.isEmpty()) return new Answer("was unregistered" + at(story) + words(story), List.of());
        List<String> reasons = new ArrayList<>();
        String sentence = sentence(state, agent.get(), story, reasons);
        beside(state, agent.get(), reasons);
        return new Answer(sentence, reasons);
    }

    private static String sentence(ProjectState state, AgentRecord agent, Story story, List<String> reasons) {
        if (agent.stopped()) return "was stopped" + at(story) + words(story);
        if (!agent.holds().isEmpty()) {
            agent.holds()
                    .forEach(gate ->
                            state.gates().find(gate).ifPresent(open -> reasons.addAll(GateAnswer.open(state, open))));
            return "waits%s for a person at %s".formatted(since(story), Reasons.list(agent.holds()));
        }
        if (agent.pausedByOperator()) return "is paused by an operator%s%s".formatted(since(story), words(story));
        if (agent.assignment().isPresent()) {
            TaskId task = agent.assignment().get();
            state.tasks().find(task).ifPresent(known -> lease(known, reasons));
            return (agent.attached() ? "works on %s%s" : "is not attached%2$s, and still holds %1$s")
                    .formatted(task, since(story));
        }
        if (!agent.attached()) {
            return agent.lastIncarnation() == 0
                    ? "has never been attached: no host has started it"
                    : "is not attached%s%s".formatted(since(story), words(story));
        }
        idle(state, agent, reasons);
        return "is free%s".formatted(since(story));
    }

    private static void lease(TaskRecord task, List<String> reasons) {
        task.lease()
                .ifPresent(lease -> reasons.add("the lease has epoch %d and ends at %s if no heartbeat comes"
                        .formatted(task.epoch(), lease.until())));
    }

    private static void idle(ProjectState state, AgentRecord agent, List<String> reasons) {
        reasons.addAll(TaskAnswer.Handing.obstacles(state));
        Collection<TaskId> queue = state.tasks().queueOf(agent.type());
        reasons.add(
                queue.isEmpty()
                        ? "no task waits for an agent of type " + agent.type()
                        : "tasks that wait for an agent of type %s: %s".formatted(agent.type(), Reasons.list(queue)));
    }

    /** What goes on beside its work. */
    private static void beside(ProjectState state, AgentRecord agent, List<String> reasons) {
        for (Consultation consultation : state.consultations().open()) {
            if (consultation.asker().equals(agent.id())) {
                reasons.add("waits for the answer of %s to %s, until %s"
                        .formatted(consultation.specialist(), consultation.id(), consultation.deadline()));
            }
            if (consultation.specialist().equals(agent.id())) {
                reasons.add("owes %s an answer to %s, until %s"
                        .formatted(consultation.asker(), consultation.id(), consultation.deadline()));
            }
        }
        Optional<Mailbox> mailbox = state.mailboxes().of(agent.id());
        mailbox.filter(box -> !box.waiting().isEmpty())
                .ifPresent(box -> reasons.add("has not acknowledged letters %d to %d"
                        .formatted(box.waiting().firstKey(), box.last())));
    }

    private static String since(Story story) {
        return story.turn().map(event -> " since revision " + event.revision()).orElse("");
    }

    private static String at(Story story) {
        return story.turn().map(event -> " at revision " + event.revision()).orElse("");
    }

    private static String words(Story story) {
        String reason = story.turn()
                .map(Recorded::event)
                .map(event -> switch (event) {
                    case Event.AgentPaused e -> e.reason();
                    case Event.AgentStopped e -> e.reason();
                    case Event.AgentDetached e -> e.reason();
                    case Event.AgentUnregistered e -> e.reason();
                    default -> "";
                })
                .orElse("");
        return reason.isEmpty() ? "" : ": " + reason;
    }
}
