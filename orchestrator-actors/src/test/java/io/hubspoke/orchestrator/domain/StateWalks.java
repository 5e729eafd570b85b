// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.protocol.AgentType.ARCHITECT;
import static io.hubspoke.protocol.AgentType.BACKEND_DEVELOPER;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;
import static io.hubspoke.protocol.AgentType.VERIFIER;

import io.hubspoke.orchestrator.domain.StateWalk.Ask;
import io.hubspoke.protocol.AgentSpec;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Priority;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** What the walks of all nouns share. */
final class StateWalks {
    private static final TaskId T = TaskId.of("t");
    static final GateQuestion MERGE = GateQuestion.of("Merge?");

    static List<StateWalk> all() {
        return List.of(TaskWalk.walk(), AgentWalk.walk(), GateWalk.walk(), ConsultationWalk.walk(), LetterWalk.walk());
    }

    static Scenario team() {
        return Scenario.manual()
                .agent("dev", BACKEND_DEVELOPER)
                .agent("two", BACKEND_DEVELOPER)
                .agent("dev2", BACKEND_DEVELOPER)
                .agent("check", VERIFIER)
                .agent("check2", VERIFIER)
                .agent("sec", SECURITY_EXPERT)
                .agent("arch", ARCHITECT);
    }

    /** A day passes first. */
    static Command due(Scenario scenario) {
        due(scenario, scenario.now());
        return new Tick(List.of());
    }

    static Instant due(Scenario scenario, Instant from) {
        return scenario.after(Duration.ofDays(1)).now();
    }

    /** The state that the first thing of its kind is in, told by its last event; a second thing is passed over. */
    static String last(Scenario scenario, Map<Class<? extends Event>, String> meanings) {
        String state = "ABSENT";
        for (Recorded recorded : scenario.history()) {
            String meaning = meanings.get(recorded.event().getClass());
            boolean beginning = "OPEN".equals(meaning) || "QUEUED".equals(meaning);
            if (meaning != null && (!beginning || state.equals("ABSENT"))) state = meaning;
        }
        return state;
    }

    // ---- what has nothing to do with the noun

    static Ask fork(Scenario s) {
        long last = s.state().revision();
        return new Ask(
                Principal.HUB,
                new Fork(
                        ProjectId.of("origin"), 1, last, "0".repeat(64), s.now().minusSeconds(1), ALICE));
    }

    /** Commands that another agent, by this name, is asked or asks. */
    static Map<String, Function<Scenario, Ask>> bystanders(String other) {
        Map<String, Function<Scenario, Ask>> asks = new LinkedHashMap<>();
        asks.put(
                "CreateProject",
                s -> new Ask(ALICE, CommandSamples.all().findFirst().orElseThrow()));
        asks.put("UpdateProject", s -> new Ask(ALICE, new UpdateProject(Optional.of("x"), Map.of(), Optional.empty())));
        asks.put("RegisterAgent", s -> new Ask(ALICE, new RegisterAgent(new AgentSpec(id("new"), ARCHITECT, "test"))));
        asks.put("ResumeAgent", s -> new Ask(ALICE, new ResumeAgent(id(other))));
        asks.put("SendMessage", s -> new Ask(ALICE, new SendMessage(id(other), "note", "")));
        asks.put("Acknowledge", s -> new Ask(as(other), new Acknowledge(0)));
        asks.put("DeadLetter", s -> new Ask(Principal.HUB, new DeadLetter(id(other), 0, "")));
        asks.put(
                "ConsultSpecialist",
                s -> new Ask(as(other), new ConsultSpecialist(ARCHITECT, "?", "", Duration.ofMinutes(1))));
        asks.put("AnswerConsultation", s -> new Ask(as(other), new AnswerConsultation(new ConsultationId(9), "")));
        asks.put("DeclineConsultation", s -> new Ask(as(other), new DeclineConsultation(new ConsultationId(9), "")));
        asks.put("RecordUsage", s -> new Ask(as(other), new RecordUsage(Usage.NONE, Optional.empty(), "")));
        asks.put("Tick", s -> new Ask(Principal.HUB, new Tick(List.of())));
        asks.put("Fork", StateWalks::fork);
        return asks;
    }

    /** The rest of the commands, about a task that does not exist or an agent that has nothing to do with it. */
    static void aboutNothing(Map<String, Function<Scenario, Ask>> asks) {
        asks.put("EnqueueTasks", s -> new Ask(ALICE, EnqueueTasks.one(Scenario.task("new", ARCHITECT))));
        asks.put("AssignTask", s -> new Ask(ALICE, new AssignTask(T, id("two"))));
        asks.put("ClaimTask", s -> new Ask(as("two"), new ClaimTask()));
        asks.put("StartTask", s -> new Ask(as("two"), new StartTask(T, 1)));
        asks.put("ReportProgress", s -> new Ask(as("two"), new ReportProgress(T, 1, 1, "")));
        asks.put("CompleteTask", s -> new Ask(as("two"), new CompleteTask(T, 1, TaskResult.EMPTY)));
        asks.put("FailTask", s -> new Ask(as("two"), new FailTask(T, 1, "", true)));
        asks.put("ReleaseTask", s -> new Ask(as("two"), new ReleaseTask(T, 1, "")));
        asks.put("CancelTask", s -> new Ask(ALICE, new CancelTask(T, "")));
        asks.put("ReprioritizeTask", s -> new Ask(ALICE, new ReprioritizeTask(T, new Priority(7))));
        asks.put("RetryTask", s -> new Ask(ALICE, new RetryTask(T, "")));
        asks.putIfAbsent("PauseAgent", s -> new Ask(ALICE, new PauseAgent(id("two"), "")));
        asks.putIfAbsent("StopAgent", s -> new Ask(ALICE, new StopAgent(id("two"), "")));
        asks.putIfAbsent("UnregisterAgent", s -> new Ask(ALICE, new UnregisterAgent(id("two"), "")));
        asks.putIfAbsent("AttachAgent", s -> new Ask(Principal.HUB, new AttachAgent(id("two"), 2)));
        asks.putIfAbsent("DetachAgent", s -> new Ask(Principal.HUB, new DetachAgent(id("two"), 1, "")));
        asks.putIfAbsent(
                "EscalateToHuman",
                s -> new Ask(ALICE, new EscalateToHuman(GateQuestion.of("Deploy?"), Optional.empty())));
        asks.putIfAbsent("ResolveGate", s -> new Ask(BOB, new ResolveGate(new GateId(9), Decision.APPROVE, "")));
    }

    private StateWalks() {}
}
