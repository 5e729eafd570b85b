// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import io.hubspoke.app.plan.Plan;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.Command.UpdateProject;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a plan asks for beyond what a project has: nothing when it is continued as it was. The ids of the commands
 * follow from plan and revision, so that sending them again is harmless.
 *
 * @param commands in the order in which they are to be carried out
 * @param notes what differs and is left as it is, a sentence each
 * @param agents whom to start: those of the plan that were not stopped
 */
record PlanDiff(Map<CommandId, OperatorCommand> commands, List<String> notes, List<AgentSpec> agents) {

    static PlanDiff of(Plan plan, ProjectState state) {
        return state.exists() ? new Builder(plan, state).changes() : creation(plan);
    }

    private static PlanDiff creation(Plan plan) {
        Map<CommandId, OperatorCommand> commands = new LinkedHashMap<>();
        commands.put(new CommandId("plan:create"), new CreateProject(plan.settings(), plan.metadata()));
        plan.agents().forEach(agent -> commands.put(agentCommand(agent, 0), new RegisterAgent(agent)));
        commands.put(new CommandId("plan:tasks:0"), new EnqueueTasks(plan.tasks()));
        return new PlanDiff(commands, List.of(), plan.agents());
    }

    private static CommandId agentCommand(AgentSpec agent, long revision) {
        return new CommandId("plan:agent:" + agent.id() + ":" + revision);
    }

    private record Builder(
            Plan plan, ProjectState state, Map<CommandId, OperatorCommand> commands, List<String> notes) {
        Builder(Plan plan, ProjectState state) {
            this(plan, state, new LinkedHashMap<>(), new ArrayList<>());
        }

        PlanDiff changes() {
            settings();
            List<AgentSpec> agents = agents();
            tasks();
            return new PlanDiff(commands, notes, agents);
        }

        private void settings() {
            View.Project project = Views.project(state);
            Budget now = Views.status(state).budget();
            Budget wanted = plan.settings().budget();
            ProjectSettings same = plan.settings().withBudget(project.settings().budget());
            if (!same.equals(project.settings())) {
                throw changed(("project %s was created with other limits or another dispatch: restore them in the plan,"
                                + " or use another project name")
                        .formatted(plan.project()));
            }
            Optional<Budget> budget = Optional.of(wanted)
                    .filter(value -> !value.equals(project.settings().budget()) && !value.equals(now));
            if (budget.isPresent()
                    && !(raises(wanted.tokens(), now.tokens()) && raises(wanted.costMicros(), now.costMicros()))) {
                notes.add("the budget is higher in the journal than in the plan, and stays");
                budget = Optional.empty();
            }
            Map<String, String> metadata = new TreeMap<>(plan.metadata());
            metadata.entrySet()
                    .removeIf(
                            entry -> entry.getValue().equals(project.metadata().get(entry.getKey())));
            if (budget.isPresent() || !metadata.isEmpty()) {
                commands.put(
                        new CommandId("plan:update:" + state.revision()),
                        new UpdateProject(Optional.empty(), metadata, budget));
            }
        }

        /** Zero is no limit. */
        private static boolean raises(long wanted, long now) {
            return wanted == 0 || (now != 0 && wanted >= now);
        }

        private List<AgentSpec> agents() {
            Map<AgentId, View.Agent> known = new TreeMap<>();
            ((View.Agents) Views.answer(state, new Query.Agents(Optional.empty())))
                    .agents()
                    .forEach(agent -> known.put(agent.id(), agent));
            List<AgentSpec> started = new ArrayList<>();
            for (AgentSpec agent : plan.agents()) {
                View.Agent stored = known.get(agent.id());
                if (stored == null) {
                    commands.put(agentCommand(agent, state.revision()), new RegisterAgent(agent));
                } else if (!stored.spec().equals(agent)) {
                    throw changed(("agent %s was registered otherwise (%s differs): restore it in the plan, or give the"
                                    + " changed agent a new id")
                            .formatted(agent.id(), difference(stored.spec(), agent)));
                }
                if (stored != null && stored.status() == AgentStatus.STOPPED)
                    notes.add("agent %s was stopped and stays away".formatted(agent.id()));
                else started.add(agent);
            }
            return started;
        }

        private static String difference(AgentSpec stored, AgentSpec planned) {
            if (!stored.type().equals(planned.type())) return "its type";
            if (!stored.kind().equals(planned.kind())) return "its kind";
            TreeMap<String, List<String>> names =
                    new TreeMap<>(stored.settings().values());
            names.putAll(planned.settings().values());
            return names.keySet().stream()
                    .filter(name -> !stored.settings()
                            .list(name)
                            .equals(planned.settings().list(name)))
                    .findFirst()
                    .orElse("a setting");
        }

        private void tasks() {
            Map<String, TaskSpec> known = new TreeMap<>();
            ((View.Tasks) Views.answer(state, new Query.Tasks()))
                    .tasks()
                    .forEach(task -> known.put(task.id().value(), task.spec()));
            List<TaskSpec> added = new ArrayList<>();
            for (TaskSpec task : plan.tasks()) {
                TaskSpec stored = known.get(task.id().value());
                if (stored == null) {
                    added.add(task);
                    continue;
                }
                if (!stored.withPriority(task.priority()).equals(task)) {
                    throw changed(("task %s was enqueued otherwise (%s differs): restore it in the plan, or give the"
                                    + " changed task a new id")
                            .formatted(task.id(), difference(stored, task)));
                }
                if (!stored.priority().equals(task.priority())) {
                    notes.add(("task %s has priority %s in the journal and %s in the plan: change it with hubspoke"
                                    + " task reprioritize")
                            .formatted(task.id(), stored.priority(), task.priority()));
                }
            }
            if (!added.isEmpty())
                commands.put(new CommandId("plan:tasks:" + state.revision()), new EnqueueTasks(added));
        }

        private static String difference(TaskSpec stored, TaskSpec planned) {
            Map<String, Boolean> same = new LinkedHashMap<>();
            same.put("agent-type", stored.agentType().equals(planned.agentType()));
            same.put("title", stored.title().equals(planned.title()));
            same.put("instructions", stored.instructions().equals(planned.instructions()));
            same.put("inputs", stored.inputs().equals(planned.inputs()));
            same.put("needs", stored.needs().equals(planned.needs()));
            same.put("checks", stored.checks().equals(planned.checks()));
            same.put("verifier", stored.verifier().equals(planned.verifier()));
            same.put("gate", stored.gate().equals(planned.gate()));
            same.put("limits", stored.limits().equals(planned.limits()));
            same.put("type", stored.type().equals(planned.type()));
            return same.entrySet().stream()
                    .filter(entry -> !entry.getValue())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("on-dependency-failure");
        }

        private static Failure changed(String sentence) {
            return new Failure(ExitCode.USAGE, sentence);
        }
    }
}
