// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import io.hubspoke.app.plan.Plan;
import io.hubspoke.app.report.ExitCode;
import io.hubspoke.app.report.Failure;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.TaskRecord;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.Budget;
import io.hubspoke.protocol.Command.CancelTask;
import io.hubspoke.protocol.Command.CreateProject;
import io.hubspoke.protocol.Command.EnqueueTasks;
import io.hubspoke.protocol.Command.OperatorCommand;
import io.hubspoke.protocol.Command.RegisterAgent;
import io.hubspoke.protocol.Command.UnregisterAgent;
import io.hubspoke.protocol.Command.UpdateProject;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.ProjectSettings;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a plan asks for beyond what a project has: nothing when it is continued as it was. A fork takes over the plan
 * as it is: of what it has from its source, agents that differ are registered anew, and tasks that are neither finished
 * nor planned any more are canceled. The ids of the commands follow from plan and revision, so that sending them again
 * is harmless.
 *
 * @param commands in the order in which they are to be carried out
 * @param notes what differs and is left as it is, a sentence each
 * @param agents whom to start: those of the plan that were not stopped
 */
record PlanDiff(Map<CommandId, OperatorCommand> commands, List<String> notes, List<AgentSpec> agents) {

    static PlanDiff of(Plan plan, ProjectState state, Inherited inherited) {
        return state.exists() ? new Builder(plan, state, inherited).changes() : creation(plan);
    }

    private static PlanDiff creation(Plan plan) {
        Map<CommandId, OperatorCommand> commands = new LinkedHashMap<>();
        commands.put(new CommandId("plan:create"), new CreateProject(plan.settings(), plan.metadata()));
        plan.agents().forEach(agent -> commands.put(agentCommand(agent, 0), new RegisterAgent(agent)));
        commands.put(new CommandId(Inherited.PLANNED + 0), new EnqueueTasks(plan.tasks()));
        return new PlanDiff(commands, List.of(), plan.agents());
    }

    private static CommandId agentCommand(AgentSpec agent, long revision) {
        return new CommandId("plan:agent:" + agent.id() + ":" + revision);
    }

    private record Builder(
            Plan plan,
            ProjectState state,
            Inherited inherited,
            Map<CommandId, OperatorCommand> commands,
            List<String> notes) {
        Builder(Plan plan, ProjectState state, Inherited inherited) {
            this(plan, state, inherited, new LinkedHashMap<>(), new ArrayList<>());
        }

        PlanDiff changes() {
            settings();
            List<AgentSpec> agents = agents();
            withdrawn();
            tasks();
            return new PlanDiff(commands, notes, agents);
        }

        private void settings() {
            View.Project project = Views.project(state);
            Budget now = Views.status(state).budget();
            Budget wanted = plan.settings().budget();
            ProjectSettings same = plan.settings().withBudget(project.settings().budget());
            if (inherited.isFork()
                    && !same.taskLimits().equals(project.settings().taskLimits())) {
                notes.add("tasks that are here already keep their limits; those that come get the limits of the plan");
                same = same.withTaskLimits(project.settings().taskLimits());
            }
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
                } else if (!stored.spec().equals(agent) && isInherited(agent.id())) {
                    replace(stored.spec(), agent);
                    stored = null;
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

        private boolean isInherited(AgentId agent) {
            return state.agents().find(agent).filter(inherited::has).isPresent();
        }

        private void replace(AgentSpec stored, AgentSpec planned) {
            String reason = "%s differs in the plan of the fork".formatted(difference(stored, planned));
            commands.put(
                    new CommandId("plan:replaced:" + planned.id() + ":" + state.revision()),
                    new UnregisterAgent(planned.id(), reason));
            commands.put(agentCommand(planned, state.revision()), new RegisterAgent(planned));
            notes.add("agent %s is registered anew: %s".formatted(planned.id(), reason));
        }

        /** What the source's plan wanted and this one does not. */
        private void withdrawn() {
            Set<TaskId> planned = plan.tasks().stream().map(TaskSpec::id).collect(Collectors.toSet());
            for (TaskRecord task : state.tasks().inOrder()) {
                if (planned.contains(task.id()) || !isWithdrawable(task.id())) continue;
                commands.put(
                        new CommandId("plan:withdrawn:" + task.id() + ":" + state.revision()),
                        new CancelTask(task.id(), "it is not in the plan of the fork"));
                notes.add("task %s is canceled: it is not in the plan of the fork".formatted(task.id()));
            }
        }

        private boolean isWithdrawable(TaskId id) {
            return state.tasks()
                    .find(id)
                    .filter(task -> !task.status().finished() && inherited.planned(task))
                    .isPresent();
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
                    added.add(resolved(task));
                    continue;
                }
                TaskSpec same = stored.withPriority(task.priority());
                boolean differs = !same.equals(task) && !same.equals(resolved(task));
                if (differs && isDoneInSource(task.id())) {
                    notes.add("task %s was done before the fork, and stays so, though %s differs"
                            .formatted(task.id(), difference(stored, task)));
                } else if (differs) {
                    throw changed(("task %s was enqueued otherwise (%s differs): restore it in the plan, or give the"
                                    + " changed task a new id%s")
                            .formatted(
                                    task.id(),
                                    difference(stored, task),
                                    isWithdrawable(task.id()) ? "; this one is canceled then" : ""));
                }
                if (!stored.priority().equals(task.priority())) {
                    notes.add(("task %s has priority %s in the journal and %s in the plan: change it with hubspoke"
                                    + " task reprioritize")
                            .formatted(task.id(), stored.priority(), task.priority()));
                }
            }
            if (!added.isEmpty())
                commands.put(new CommandId(Inherited.PLANNED + state.revision()), new EnqueueTasks(added));
        }

        /** With the limits of the plan, where a fork has other ones from its source. */
        private TaskSpec resolved(TaskSpec task) {
            boolean own = task.limits().isPresent()
                    || plan.settings()
                            .taskLimits()
                            .equals(Views.project(state).settings().taskLimits());
            return own ? task : task.withLimits(plan.settings().taskLimits());
        }

        private boolean isDoneInSource(TaskId id) {
            return state.tasks()
                    .find(id)
                    .filter(task -> task.status() == TaskStatus.COMPLETED && inherited.has(task))
                    .isPresent();
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
