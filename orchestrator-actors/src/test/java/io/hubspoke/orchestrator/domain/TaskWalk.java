// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.orchestrator.domain.Scenario.task;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;

import io.hubspoke.orchestrator.domain.StateWalk.Ask;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.OnDependencyFailure;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskLimits;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.TaskStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Task {@code t} through all its states; dev, dev2 and two are backend developers, check and check2 verifiers. */
final class TaskWalk {
    private static final TaskSpec PLAIN = Scenario.task("t", BACKEND_DEVELOPER);
    private static final TaskId T = TaskId.of("t");
    private static final GateId G = new GateId(1);

    private TaskWalk() {}

    static StateWalk walk() {
        return new StateWalk("task", states(), asks(), TaskWalk::state);
    }

    private static Map<String, Supplier<Scenario>> states() {
        Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
        TaskSpec checked = PLAIN.withChecks(List.of("make test"));
        states.put("ABSENT", StateWalks::team);
        states.put(
                "PENDING",
                () -> StateWalks.team()
                        .tasks(
                                Scenario.task("p", BACKEND_DEVELOPER),
                                Scenario.task("t", BACKEND_DEVELOPER, "p")
                                        .withOnDependencyFailure(OnDependencyFailure.CANCEL))
                        .given(ALICE, new AssignTask(TaskId.of("p"), id("two"))));
        states.put("BLOCKED", () -> StateWalks.team().tasks(PLAIN.withGate(StateWalks.MERGE)));
        states.put("READY", () -> StateWalks.team().tasks(PLAIN));
        states.put("ASSIGNED", () -> assigned(PLAIN));
        states.put("RUNNING", () -> running(PLAIN));
        states.put("RUNNING (checks)", () -> running(checked));
        states.put("RUNNING (last attempt)", () -> running(PLAIN.withLimits(TaskLimits.DEFAULT.withAttempts(1))));
        states.put(
                "VERIFYING (waits)", () -> running(checked).given(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY)));
        states.put(
                "VERIFYING",
                () -> running(checked)
                        .given(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY))
                        .given(as("check"), new ClaimTask()));
        states.put("RETRYING", () -> running(PLAIN).given(as("dev"), new FailTask(T, 1, "red", true)));
        states.put("COMPLETED", () -> running(PLAIN).given(as("dev"), new CompleteTask(T, 1, TaskResult.EMPTY)));
        states.put("FAILED", () -> running(PLAIN).given(as("dev"), new FailTask(T, 1, "red", false)));
        states.put("CANCELED", () -> StateWalks.team().tasks(PLAIN).given(ALICE, new CancelTask(T, "no")));
        return states;
    }

    private static Map<String, Function<Scenario, Ask>> asks() {
        Map<String, Function<Scenario, Ask>> asks = StateWalks.bystanders("sec");
        asks.put("EnqueueTasks", s -> new Ask(ALICE, EnqueueTasks.one(PLAIN)));
        asks.put(
                "EnqueueTasks (with needs)",
                s -> new Ask(
                        ALICE,
                        new EnqueueTasks(List.of(
                                Scenario.task("q", BACKEND_DEVELOPER), Scenario.task("t", BACKEND_DEVELOPER, "q")))));
        asks.put("EnqueueTasks (with a gate)", s -> new Ask(ALICE, EnqueueTasks.one(PLAIN.withGate(StateWalks.MERGE))));
        asks.put("AssignTask", s -> new Ask(ALICE, new AssignTask(T, id(verifying(s) ? "check2" : "dev"))));
        asks.put("ClaimTask", s -> new Ask(as(verifying(s) ? "check2" : "dev2"), new ClaimTask()));
        asks.put("StartTask", s -> new Ask(as(holder(s)), new StartTask(T, epoch(s))));
        asks.put("ReportProgress", s -> new Ask(as(holder(s)), new ReportProgress(T, epoch(s), 50, "")));
        asks.put("CompleteTask", s -> new Ask(as(holder(s)), new CompleteTask(T, epoch(s), TaskResult.EMPTY)));
        asks.put(
                "CompleteTask (old epoch)",
                s -> new Ask(as(holder(s)), new CompleteTask(T, epoch(s) - 1, TaskResult.EMPTY)));
        asks.put("FailTask", s -> new Ask(as(holder(s)), new FailTask(T, epoch(s), "red", true)));
        asks.put("FailTask (not retryable)", s -> new Ask(as(holder(s)), new FailTask(T, epoch(s), "red", false)));
        asks.put("ReleaseTask", s -> new Ask(as(holder(s)), new ReleaseTask(T, epoch(s), "")));
        asks.put("EscalateToHuman", s -> new Ask(as(holder(s)), new EscalateToHuman(StateWalks.MERGE, Optional.of(T))));
        asks.put("ResolveGate (approve)", s -> new Ask(BOB, new ResolveGate(G, Decision.APPROVE, "")));
        asks.put("ResolveGate (reject)", s -> new Ask(BOB, new ResolveGate(G, Decision.REJECT, "")));
        asks.put("CancelTask", s -> new Ask(ALICE, new CancelTask(T, "")));
        asks.put("CancelTask (what it needs)", s -> new Ask(ALICE, new CancelTask(TaskId.of("p"), "")));
        asks.put(
                "CompleteTask (what it needs)",
                s -> new Ask(as("two"), new CompleteTask(TaskId.of("p"), 1, TaskResult.EMPTY)));
        asks.put("ReprioritizeTask", s -> new Ask(ALICE, new ReprioritizeTask(T, new Priority(7))));
        asks.put("RetryTask", s -> new Ask(ALICE, new RetryTask(T, "again")));
        asks.put("PauseAgent", s -> new Ask(ALICE, new PauseAgent(id(holder(s)), "")));
        asks.put("StopAgent", s -> new Ask(ALICE, new StopAgent(id(holder(s)), "")));
        asks.put("UnregisterAgent", s -> new Ask(ALICE, new UnregisterAgent(id(holder(s)), "")));
        asks.put("AttachAgent (new incarnation)", s -> new Ask(Principal.HUB, new AttachAgent(id(holder(s)), 2)));
        asks.put("DetachAgent", s -> new Ask(Principal.HUB, new DetachAgent(id(holder(s)), 1, "")));
        asks.put("Tick (due)", s -> new Ask(Principal.HUB, StateWalks.due(s)));
        asks.put(
                "Tick (due, with a heartbeat)",
                s -> new Ask(
                        Principal.HUB,
                        new Tick(List.of(new LeaseRenewal(
                                T, epoch(s), StateWalks.due(s, s.now()).plusSeconds(1))))));
        return asks;
    }

    private static Scenario assigned(TaskSpec spec) {
        return StateWalks.team().tasks(spec).given(ALICE, new AssignTask(T, id("dev")));
    }

    private static Scenario running(TaskSpec spec) {
        return assigned(spec).given(as("dev"), new StartTask(T, 1));
    }

    private static boolean verifying(Scenario scenario) {
        return found(scenario)
                .filter(task -> task.status() == TaskStatus.VERIFYING)
                .isPresent();
    }

    private static String holder(Scenario scenario) {
        return found(scenario)
                .flatMap(TaskRecord::lease)
                .map(lease -> lease.agent().value())
                .orElse("dev");
    }

    private static long epoch(Scenario scenario) {
        return found(scenario).map(TaskRecord::epoch).orElse(1L);
    }

    private static Optional<TaskRecord> found(Scenario scenario) {
        return scenario.state().tasks().find(T);
    }

    private static String state(Scenario scenario) {
        return found(scenario)
                .map(task -> switch (task.status()) {
                    case RUNNING ->
                        task.spec().verified()
                                ? "RUNNING (checks)"
                                : task.attempt() == task.limits().attempts() ? "RUNNING (last attempt)" : "RUNNING";
                    case VERIFYING -> task.lease().isPresent() ? "VERIFYING" : "VERIFYING (waits)";
                    default -> task.status().name();
                })
                .orElse("ABSENT");
    }
}
