// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Rules;
import io.hubspoke.orchestrator.domain.Verdict;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.protocol.Command;
import io.hubspoke.protocol.Command.AttachAgent;
import io.hubspoke.protocol.Command.DeadLetter;
import io.hubspoke.protocol.Command.DetachAgent;
import io.hubspoke.protocol.Command.Fork;
import io.hubspoke.protocol.Command.LeaseRenewal;
import io.hubspoke.protocol.Command.Tick;
import io.hubspoke.protocol.CommandId;
import io.hubspoke.protocol.Event.AgentAttached;
import io.hubspoke.protocol.Event.AgentDetached;
import io.hubspoke.protocol.Event.ForkedFrom;
import io.hubspoke.protocol.Event.LeaseRenewed;
import io.hubspoke.protocol.Event.LettersDeadLettered;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Request;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The commands behind a journal, put to the rules alone: when that breaks the same promise, neither actors nor faults
 * are needed to show it, and a {@code ProjectScenario} tells it.
 */
final class PureStory {
    private record Asked(Instant at, Principal who, CommandId id, Command command) {}

    private final Checker watched;
    private final List<Asked> story = new ArrayList<>();

    PureStory(Checker watched) {
        this.watched = watched;
        for (Commit commit : watched.story()) {
            List<Recorded> effect = new ArrayList<>();
            for (Recorded recorded : commit.events()) {
                boolean same = !effect.isEmpty()
                        && effect.getFirst().by().equals(recorded.by())
                        && effect.getFirst().command().equals(recorded.command())
                        && !(recorded.event() instanceof AgentAttached)
                        && !(recorded.event() instanceof AgentDetached);
                if (!same) {
                    asked(effect);
                    effect.clear();
                }
                effect.add(recorded);
            }
            asked(effect);
        }
    }

    private void asked(List<Recorded> effect) {
        if (effect.isEmpty()) return;
        Recorded first = effect.getFirst();
        List<Command> commands = watched.answers().commandsOf(first);
        Command command = commands.isEmpty() ? byHub(effect) : commands.getFirst();
        story.add(new Asked(first.at(), first.by(), first.command(), command));
    }

    /** The hub's own commands stand in no client's books; what they did says what they were. */
    private static Command byHub(List<Recorded> effect) {
        List<LeaseRenewal> renewals = new ArrayList<>();
        for (Recorded recorded : effect) {
            switch (recorded.event()) {
                case AgentAttached e -> {
                    return new AttachAgent(e.agent(), e.incarnation());
                }
                case AgentDetached e -> {
                    return new DetachAgent(e.agent(), e.incarnation(), e.reason());
                }
                case LettersDeadLettered e -> {
                    return new DeadLetter(e.agent(), e.upTo(), e.reason());
                }
                case ForkedFrom e -> {
                    return new Fork(e.source(), e.commit(), e.revision(), e.hash(), e.at(), e.operator());
                }
                case LeaseRenewed e -> renewals.add(new LeaseRenewal(e.task(), e.epoch(), e.until()));
                default -> {}
            }
        }
        return new Tick(renewals);
    }

    /** As Java for a test, when the rules alone break this promise. */
    Optional<String> scenario(String promise) {
        Findings findings = new Findings();
        Checker checker = new Checker(
                new Loop(), findings, ProjectState.empty(SimulatedHub.PROJECT), World.COMMAND_WINDOW, watched.taboo());
        CommitCodec codec = new CommitCodec();
        ProjectState state = ProjectState.empty(SimulatedHub.PROJECT);
        Head head = Head.START;
        for (Asked asked : story) {
            checker.answers().issued(asked.who(), asked.id(), asked.command());
            Request request =
                    new Request(asked.id(), asked.who(), asked.command(), asked.who() instanceof Principal.Hub ? 0 : 1);
            if (!(Rules.decide(state, request, asked.at()) instanceof Verdict.Accepted accepted)
                    || accepted.events().isEmpty()) continue;
            Commit commit = codec.encode(head, asked.at(), accepted.events());
            head = head.then(commit);
            state = accepted.after();
            checker.stored(List.of(commit), List.of(commit.row().bytes()));
        }
        return findings.first().filter(found -> found.promise().equals(promise)).map(found -> java(promise));
    }

    private String java(String promise) {
        StringBuilder text = new StringBuilder("// " + promise + "\n");
        text.append("ProjectScenario.nothing(\"").append(SimulatedHub.PROJECT).append("\")\n");
        for (Asked asked : story) {
            text.append("        .at(").append(JavaText.of(asked.at())).append(")\n        .when(");
            text.append(who(asked.who())).append(", ");
            if (!(asked.who() instanceof Principal.Hub))
                text.append(JavaText.of(asked.id())).append(", ");
            text.append(JavaText.of(asked.command())).append(")\n");
        }
        return text.append("        .history();\n").toString();
    }

    private static String who(Principal who) {
        return who instanceof Principal.Hub ? "Principal.HUB" : "Principal.of(\"" + who.text() + "\")";
    }
}
