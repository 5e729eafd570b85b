// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.domain;

import static io.hubspoke.orchestrator.domain.Scenario.ALICE;
import static io.hubspoke.orchestrator.domain.Scenario.BOB;
import static io.hubspoke.orchestrator.domain.Scenario.as;
import static io.hubspoke.orchestrator.domain.Scenario.id;

import io.hubspoke.orchestrator.domain.StateWalk.Ask;
import io.hubspoke.protocol.Command.*;
import io.hubspoke.protocol.Decision;
import io.hubspoke.protocol.GateExpiry;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.Principal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/** Gate {@code g-1}, asked by dev, through all its states. */
final class GateWalk {
    private static final GateId G = new GateId(1);

    private GateWalk() {}

    static StateWalk walk() {
        return new StateWalk(
                "gate",
                states(),
                asks(),
                s -> s.state()
                        .gates()
                        .find(G)
                        .map(gate -> !gate.open()
                                ? gate.status().name()
                                : switch (gate.question().onExpiry()) {
                                    case REJECT -> "OPEN";
                                    case STAY_OPEN -> "OPEN (stays open)";
                                    case RAISE_SEVERITY -> "OPEN (raises severity)";
                                })
                        .orElse("ABSENT"));
    }

    private static Map<String, Supplier<Scenario>> states() {
        Map<String, Supplier<Scenario>> states = new LinkedHashMap<>();
        Supplier<Scenario> open = () -> asked(StateWalks.MERGE.withDeadline(Duration.ofHours(1), GateExpiry.REJECT));
        states.put("ABSENT", StateWalks::team);
        states.put("OPEN", open);
        states.put(
                "OPEN (stays open)",
                () -> asked(StateWalks.MERGE.withDeadline(Duration.ofHours(1), GateExpiry.STAY_OPEN)));
        states.put(
                "OPEN (raises severity)",
                () -> asked(StateWalks.MERGE.withDeadline(Duration.ofHours(1), GateExpiry.RAISE_SEVERITY)));
        states.put("APPROVED", () -> open.get().given(BOB, new ResolveGate(G, Decision.APPROVE, "")));
        states.put("EDITED", () -> open.get().given(BOB, new ResolveGate(G, Decision.EDIT, "", "", "new text")));
        states.put("REJECTED", () -> open.get().given(BOB, new ResolveGate(G, Decision.REJECT, "")));
        states.put("RESPONDED", () -> open.get().given(BOB, new ResolveGate(G, Decision.RESPOND, "hm")));
        states.put("EXPIRED", () -> open.get().after(Duration.ofHours(1)).tick());
        states.put("CANCELED", () -> open.get().given(ALICE, new StopAgent(id("dev"), "")));
        return states;
    }

    private static Map<String, Function<Scenario, Ask>> asks() {
        Map<String, Function<Scenario, Ask>> asks = StateWalks.bystanders("sec");
        asks.put("ResolveGate (approve)", s -> new Ask(BOB, new ResolveGate(G, Decision.APPROVE, "")));
        asks.put("ResolveGate (edit)", s -> new Ask(BOB, new ResolveGate(G, Decision.EDIT, "", "", "new text")));
        asks.put("ResolveGate (reject)", s -> new Ask(BOB, new ResolveGate(G, Decision.REJECT, "")));
        asks.put("ResolveGate (respond)", s -> new Ask(BOB, new ResolveGate(G, Decision.RESPOND, "hm")));
        asks.put("ResolveGate (edit without text)", s -> new Ask(BOB, new ResolveGate(G, Decision.EDIT, "")));
        asks.put(
                "ResolveGate (an option not offered)",
                s -> new Ask(BOB, new ResolveGate(G, Decision.APPROVE, "red", "", "")));
        asks.put("ResolveGate (by the asker)", s -> new Ask(as("dev"), new ResolveGate(G, Decision.APPROVE, "")));
        asks.put("StopAgent (the asker)", s -> new Ask(ALICE, new StopAgent(id("dev"), "")));
        asks.put("UnregisterAgent (the asker)", s -> new Ask(ALICE, new UnregisterAgent(id("dev"), "")));
        asks.put("ResumeAgent (the asker)", s -> new Ask(ALICE, new ResumeAgent(id("dev"))));
        asks.put("Tick (due)", s -> new Ask(Principal.HUB, StateWalks.due(s)));
        StateWalks.aboutNothing(asks);
        return asks;
    }

    private static Scenario asked(GateQuestion question) {
        return StateWalks.team().given(as("dev"), new EscalateToHuman(question, Optional.empty()));
    }
}
