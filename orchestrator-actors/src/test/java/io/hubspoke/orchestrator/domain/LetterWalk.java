// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;

import io.hubspoke.orchestrator.domain.StateWalk.Ask;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Event;
import io.hubspoke.protocol.Principal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/** Letter 1 in the mailbox of dev through all its states. */
final class LetterWalk {

    private LetterWalk() {}

    static StateWalk walk() {
        return new StateWalk(
                "letter",
                states(),
                asks(),
                s -> StateWalks.last(
                        s,
                        Map.of(
                                Event.MessageRouted.class,
                                "QUEUED",
                                Event.LettersAcknowledged.class,
                                "ACKNOWLEDGED",
                                Event.LettersDeadLettered.class,
                                "DEAD_LETTERED")));
    }

    private static Map<String, Supplier<Scenario>> states() {
        Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
        Supplier<Scenario> queued = () -> StateWalks.team().given(ALICE, new SendMessage(id("dev"), "note", "hello"));
        states.put("ABSENT", StateWalks::team);
        states.put("QUEUED", queued);
        states.put("ACKNOWLEDGED", () -> queued.get().given(as("dev"), new Acknowledge(1)));
        states.put("DEAD_LETTERED", () -> queued.get().given(Principal.HUB, new DeadLetter(id("dev"), 1, "too often")));
        return states;
    }

    private static Map<String, Function<Scenario, Ask>> asks() {
        Map<String, Function<Scenario, Ask>> asks = StateWalks.bystanders("sec");
        asks.put("SendMessage", s -> new Ask(ALICE, new SendMessage(id("dev"), "note", "hello")));
        asks.put("Acknowledge", s -> new Ask(as("dev"), new Acknowledge(1)));
        asks.put("Acknowledge (beyond)", s -> new Ask(as("dev"), new Acknowledge(9)));
        asks.put("DeadLetter", s -> new Ask(Principal.HUB, new DeadLetter(id("dev"), 1, "too often")));
        asks.put("PauseAgent (the recipient)", s -> new Ask(ALICE, new PauseAgent(id("dev"), "")));
        asks.put("StopAgent (the recipient)", s -> new Ask(ALICE, new StopAgent(id("dev"), "")));
        asks.put("UnregisterAgent (the recipient)", s -> new Ask(ALICE, new UnregisterAgent(id("dev"), "")));
        asks.put("AttachAgent (the recipient anew)", s -> new Ask(Principal.HUB, new AttachAgent(id("dev"), 2)));
        asks.put("DetachAgent (the recipient)", s -> new Ask(Principal.HUB, new DetachAgent(id("dev"), 1, "")));
        asks.put("Tick (due)", s -> new Ask(Principal.HUB, StateWalks.due(s)));
        StateWalks.aboutNothing(asks);
        return asks;
    }
}
