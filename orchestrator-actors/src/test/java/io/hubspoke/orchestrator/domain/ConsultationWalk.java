// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;
import static io.hubspoke.protocol.AgentType.SECURITY_EXPERT;

import io.hubspoke.orchestrator.domain.StateWalk.Ask;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.ConsultationId;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Consultation {@code c-1} through all its states: dev asks sec. */
final class ConsultationWalk {
    private static final ConsultSpecialist ASK =
            new ConsultSpecialist(SECURITY_EXPERT, "safe?", "", Duration.ofMinutes(1));
    private static final ConsultationId C = new ConsultationId(1);

    private ConsultationWalk() {}

    static StateWalk walk() {
        return new StateWalk(
                "consultation",
                states(),
                asks(),
                s -> StateWalks.last(
                        s,
                        Map.of(
                                Event.ConsultationOpened.class,
                                "OPEN",
                                Event.ConsultationAnswered.class,
                                "ANSWERED",
                                Event.ConsultationExpired.class,
                                "EXPIRED",
                                Event.ConsultationFailed.class,
                                "FAILED")));
    }

    private static Map<String, Supplier<Scenario>> states() {
        Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
        Supplier<Scenario> open = () -> StateWalks.team().given(as("dev"), ASK);
        states.put("ABSENT", StateWalks::team);
        states.put("OPEN", open);
        states.put("ANSWERED", () -> open.get().given(as("sec"), new AnswerConsultation(C, "yes")));
        states.put("EXPIRED", () -> open.get().after(Duration.ofMinutes(1)).tick());
        states.put("FAILED", () -> open.get().given(as("sec"), new DeclineConsultation(C, "no idea")));
        return states;
    }

    private static Map<String, Function<Scenario, Ask>> asks() {
        Map<String, Function<Scenario, Ask>> asks = StateWalks.bystanders("dev2");
        asks.put("ConsultSpecialist", s -> new Ask(as("dev"), ASK));
        asks.put("AnswerConsultation", s -> new Ask(as("sec"), new AnswerConsultation(C, "yes")));
        asks.put("AnswerConsultation (not the one asked)", s -> new Ask(as("arch"), new AnswerConsultation(C, "yes")));
        asks.put("DeclineConsultation", s -> new Ask(as("sec"), new DeclineConsultation(C, "no idea")));
        asks.put("PauseAgent (the specialist)", s -> new Ask(ALICE, new PauseAgent(id("sec"), "")));
        asks.put("StopAgent (the specialist)", s -> new Ask(ALICE, new StopAgent(id("sec"), "")));
        asks.put("UnregisterAgent (the specialist)", s -> new Ask(ALICE, new UnregisterAgent(id("sec"), "")));
        asks.put("StopAgent (the asker)", s -> new Ask(ALICE, new StopAgent(id("dev"), "")));
        asks.put("AttachAgent (the asker anew)", s -> new Ask(Principal.HUB, new AttachAgent(id("dev"), 2)));
        asks.put("AttachAgent (the specialist anew)", s -> new Ask(Principal.HUB, new AttachAgent(id("sec"), 2)));
        asks.put("DetachAgent (the specialist)", s -> new Ask(Principal.HUB, new DetachAgent(id("sec"), 1, "")));
        asks.put("Tick (due)", s -> new Ask(Principal.HUB, StateWalks.due(s)));
        StateWalks.aboutNothing(asks);
        return asks;
    }
}
