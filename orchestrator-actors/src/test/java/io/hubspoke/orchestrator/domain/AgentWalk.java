// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.protocol.AgentType.ARCHITECT;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;

import io.hubspoke.orchestrator.domain.StateWalk.Ask;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.Usage;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Agent {@code dev} through all its states; task t is its work, and task r waits. */
final class AgentWalk {
    private static final TaskId T = TaskId.of("t");
    private static final GateId G = new GateId(1);
    private static final ConsultationId C = new ConsultationId(1);

    private AgentWalk() {}

    static StateWalk walk() {
        return new StateWalk("agent", states(), asks(), AgentWalk::state);
    }

    private static Map<String, Supplier<Scenario>> states() {
        Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
        Supplier<Scenario> idle = () -> crowd().agent("dev", BACKEND_DEVELOPER);
        Supplier<Scenario> active = () -> idle.get().given(ALICE, new AssignTask(T, id("dev")));
        states.put("ABSENT", AgentWalk::crowd);
        states.put("DETACHED", () -> crowd().away("dev", BACKEND_DEVELOPER));
        states.put("IDLE", idle);
        states.put("ACTIVE", active);
        states.put("PAUSED", () -> active.get().given(ALICE, new PauseAgent(id("dev"), "")));
        states.put(
                "PAUSED (gate)",
                () -> active.get().given(as("dev"), new EscalateToHuman(StateWalks.MERGE, Optional.empty())));
        states.put("STOPPED", () -> active.get().given(ALICE, new StopAgent(id("dev"), "")));
        return states;
    }

    private static Map<String, Function<Scenario, Ask>> asks() {
        TaskId other = TaskId.of("r");
        Principal dev = as("dev");
        Map<String, Function<Scenario, Ask>> asks = new LinkedHashMap<>();
        asks.put(
                "CreateProject",
                s -> new Ask(ALICE, CommandSamples.all().findFirst().orElseThrow()));
        asks.put("UpdateProject", s -> new Ask(ALICE, new UpdateProject(Optional.of("x"), Map.of(), Optional.empty())));
        asks.put(
                "RegisterAgent",
                s -> new Ask(ALICE, new RegisterAgent(new AgentSpec(id("dev"), BACKEND_DEVELOPER, "test"))));
        asks.put("UnregisterAgent", s -> new Ask(ALICE, new UnregisterAgent(id("dev"), "")));
        asks.put("PauseAgent", s -> new Ask(ALICE, new PauseAgent(id("dev"), "")));
        asks.put("ResumeAgent", s -> new Ask(ALICE, new ResumeAgent(id("dev"))));
        asks.put("StopAgent", s -> new Ask(ALICE, new StopAgent(id("dev"), "")));
        asks.put("AttachAgent", s -> new Ask(Principal.HUB, new AttachAgent(id("dev"), 1)));
        asks.put("AttachAgent (new incarnation)", s -> new Ask(Principal.HUB, new AttachAgent(id("dev"), 2)));
        asks.put("DetachAgent", s -> new Ask(Principal.HUB, new DetachAgent(id("dev"), 1, "")));
        asks.put("EnqueueTasks", s -> new Ask(dev, EnqueueTasks.one(Scenario.task("new", ARCHITECT))));
        asks.put("AssignTask", s -> new Ask(ALICE, new AssignTask(other, id("dev"))));
        asks.put("ClaimTask", s -> new Ask(dev, new ClaimTask()));
        asks.put("StartTask", s -> new Ask(dev, new StartTask(T, 1)));
        asks.put("ReportProgress", s -> new Ask(dev, new ReportProgress(T, 1, 50, "")));
        asks.put("CompleteTask", s -> new Ask(dev, new CompleteTask(T, 1, TaskResult.EMPTY)));
        asks.put("FailTask", s -> new Ask(dev, new FailTask(T, 1, "red", true)));
        asks.put("ReleaseTask", s -> new Ask(dev, new ReleaseTask(T, 1, "")));
        asks.put("CancelTask", s -> new Ask(ALICE, new CancelTask(T, "")));
        asks.put("ReprioritizeTask", s -> new Ask(ALICE, new ReprioritizeTask(other, new Priority(7))));
        asks.put("RetryTask", s -> new Ask(ALICE, new RetryTask(other, "")));
        asks.put("SendMessage (to it)", s -> new Ask(ALICE, new SendMessage(id("dev"), "note", "")));
        asks.put("SendMessage (by it)", s -> new Ask(dev, new SendMessage(id("arch"), "note", "")));
        asks.put("Acknowledge", s -> new Ask(dev, new Acknowledge(0)));
        asks.put("Fork", StateWalks::fork);
        asks.put("DeadLetter", s -> new Ask(Principal.HUB, new DeadLetter(id("dev"), 0, "")));
        asks.put(
                "ConsultSpecialist (by it)",
                s -> new Ask(dev, new ConsultSpecialist(ARCHITECT, "?", "", Duration.ofHours(1))));
        asks.put(
                "ConsultSpecialist (of it)",
                s -> new Ask(as("arch"), new ConsultSpecialist(BACKEND_DEVELOPER, "?", "", Duration.ofHours(1))));
        asks.put("AnswerConsultation", s -> new Ask(dev, new AnswerConsultation(C, "")));
        asks.put("DeclineConsultation", s -> new Ask(dev, new DeclineConsultation(C, "")));
        asks.put(
                "EscalateToHuman",
                s -> new Ask(dev, new EscalateToHuman(GateQuestion.of("Deploy?"), Optional.empty())));
        asks.put("ResolveGate", s -> new Ask(ALICE, new ResolveGate(G, Decision.REJECT, "")));
        asks.put("RecordUsage", s -> new Ask(dev, new RecordUsage(Usage.NONE, Optional.empty(), "")));
        asks.put("Tick (due)", s -> new Ask(Principal.HUB, StateWalks.due(s)));
        return asks;
    }

    private static Scenario crowd() {
        return Scenario.manual()
                .agent("arch", ARCHITECT)
                .tasks(Scenario.task("t", BACKEND_DEVELOPER), Scenario.task("r", BACKEND_DEVELOPER));
    }

    private static String state(Scenario scenario) {
        return scenario.state()
                .agents()
                .find(id("dev"))
                .map(agent -> switch (agent.status()) {
                    case IDLE -> agent.attached() ? "IDLE" : "DETACHED";
                    case PAUSED -> agent.holds().isEmpty() ? "PAUSED" : "PAUSED (gate)";
                    default -> agent.status().name();
                })
                .orElse("ABSENT");
    }
}
