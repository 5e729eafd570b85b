// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation.planted;

import java.util.List;

/** Faults in the pure rules: each is one a tired person could make. */
final class RuleFaults {
    private static final String DOMAIN = "orchestrator-actors/src/main/java/io/hubspoke/orchestrator/domain/";

    static final List<PlantedFault> ALL = List.of(
            rule("the lowest priority goes first", "QueueKey")
                    .change("Integer.compare(other.priority, priority)", "Integer.compare(priority, other.priority)"),
            rule("within one priority the last comes first", "QueueKey")
                    .change("Long.compare(revision, other.revision)", "Long.compare(other.revision, revision)"),
            rule("a paused agent is given work", "AgentRecord")
                    .change(
                            "return attached() && status() == AgentStatus.IDLE;",
                            "return attached() && !stopped && assignment.isEmpty();"),
            rule("a detached agent is given work", "AgentRecord")
                    .change(
                            "return attached() && status() == AgentStatus.IDLE;",
                            "return status() == AgentStatus.IDLE;"),
            rule("an agent may verify its own work", "LeaseRules")
                    .change(
                            "return state.tasks().waitingFor(agent.type()).firstFor(agent.id())",
                            "return state.tasks().queueOf(agent.type()).stream().findFirst()"),
            rule("a result under an old epoch counts", "LeaseRules")
                    .change(
                            "return task.get().leasedTo(draft.asker(), epoch)",
                            "return task.get().leasedTo(draft.asker(), task.get().epoch())")
                    .change(
                            "new Event.TaskCompleted(\n                                task.id(), command.epoch(),",
                            "new Event.TaskCompleted(\n                                task.id(), task.epoch(),"),
            rule("who has asked a person hands in before the answer", "LeaseRules")
                    .change("return asked.isEmpty() ? Optional.empty() :", "return true ? Optional.empty() :"),
            rule("a task that was lost too often is queued again for ever", "LeaseRules")
                    .change(
                            "if (task.attempts().losses() >= task.limits().leaseLosses()) {",
                            "if (task.attempts().losses() < 0) {"),
            rule("attempts are not counted against their limit", "LeaseRules")
                    .change(
                            "if (command.retryable() && failures < task.limits().attempts()) {",
                            "if (command.retryable()) {"),
            rule("a lease never expires", "TimeRules")
                    .change("            LeaseRules.lose(\n", "            if (false) LeaseRules.lose(\n"),
            rule("a retry never falls due", "TimeRules").change("draft.record(new Event.TaskRetryDue(id));", ""),
            rule("a consultation without an answer stays open", "TimeRules")
                    .change("ConsultationRules.expire(draft, consultation);", "consultation.number();"),
            rule("the epoch stays as it was with the next lease", "TaskEvolution")
                    .change("if (event.epoch() <= task.epoch()) {", "if (event.epoch() < task.epoch()) {")
                    .and("LeaseRules")
                    .change("task.epoch() + 1,", "Math.max(1, task.epoch()),"),
            rule("a canceled task keeps its agent busy", "TaskEvolution")
                    .change(
                            "return freed(state, task).with(task.finished(TaskStatus.CANCELED, at));",
                            "return state.with(task.finished(TaskStatus.CANCELED, at));"),
            rule("an expired gate counts as approved", "GateEvolution")
                    .change("ended(gate, GateStatus.EXPIRED,", "ended(gate, GateStatus.APPROVED,"),
            rule("the asker decides its own gate", "GateRules")
                    .change("if (gate.asker().equals(principal))", "if (false)"),
            rule("anybody decides a gate with named approvers", "GateRules")
                    .change("return approvers.isEmpty() ||", "return true || approvers.isEmpty() ||"),
            rule("an agent that asks a person is not held", "GateRules")
                    .change("agent.ifPresent(held -> hold(draft, held, draft.state().gates().get(id)));", ""),
            rule("a closed gate does not free its agent", "GateRules")
                    .change(
                            "GateOutcome outcome = gate.outcome().orElseThrow();\n        free(draft, gate);",
                            "GateOutcome outcome = gate.outcome().orElseThrow();"),
            rule("an approved task is not queued", "GateRules")
                    .change(
                            "} else if (task.spec().agentType().isPresent()) {\n"
                                    + "            draft.record(new Event.TaskReady(id));",
                            "} else if (task.spec().agentType().isPresent()) {\n"),
            rule("an acknowledgement loses the letter behind it", "Mailbox")
                    .change("waiting.tailMap(number + 1)", "waiting.tailMap(number + 2)"),
            rule("an agent acknowledges letters that it never got", "MessageRules")
                    .change("if (command.upTo() > mailbox.last()) {", "if (command.upTo() > mailbox.last() + 1_000) {")
                    .and("Mailbox")
                    .change("|| number > last", ""),
            rule("the sender of a message is lost", "Evolution")
                    .change(
                            "event.from(),\n                new Letter.Message(",
                            "Principal.HUB,\n                new Letter.Message("),
            rule("a command that comes again happens again", "Rules")
                    .change(
                            "if (answered.isPresent()) return again(",
                            "if (answered.isPresent() && !state.exists()) return again("),
            rule("another command under the same id gets the answer of the first", "Rules")
                    .change(
                            "return answered.fingerprint() == request.fingerprint()",
                            "return answered.fingerprint() != -1"),
            rule("work is given out beyond the budget", "Dispatcher")
                    .change("|| Evolution.project(before).overBudget()", ""),
            rule("a new host inherits the lease of a dead one", "AgentRules")
                    .change("agent.get().assignment().ifPresent(task -> LeaseRules.lose(draft, task, reason));", ""),
            rule("a stopped agent keeps its task", "AgentRules")
                    .change("agent.assignment().ifPresent(task -> LeaseRules.takeBack(draft, task, reason));", ""),
            rule("what an answer says does not reach the asker", "Evolution")
                    .change(
                            "return letter == 0\n                ? closed",
                            "return letter >= 0\n                ? closed"));

    private RuleFaults() {}

    private static PlantedFault rule(String name, String type) {
        return PlantedFault.in(name, DOMAIN + type + ".java");
    }
}
