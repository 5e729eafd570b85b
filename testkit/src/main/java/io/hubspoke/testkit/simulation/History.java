// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.orchestrator.domain.Deadlines;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.View;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Tells one history from its beginning to its end, and judges it. */
final class History {
    private static final long MAIN_NANOS_MAX = 3_600_000_000_000L;
    private static final long ROUND_NANOS = 1_000_000_000L;
    private static final int ROUNDS_MAX = 600;
    private static final int QUIET_ROUNDS = 2;
    /** A history takes some ten thousand. */
    private static final long TASKS_MAX = 500_000;
    /** After this much time nothing that was due still waits, once all faults have ceased. */
    private static final Duration OVERDUE_MAX = Duration.ofSeconds(10);

    private final Stage stage;
    private final World world;
    private final Plot plot;
    private final Findings findings;

    History(Stage stage, long seed, Steps steps, Simulation.Manner manner) {
        this.stage = stage;
        world = new World(stage, seed, steps, manner);
        plot = new Plot(world, Chance.mix(seed + 1), manner.commands());
        findings = world.findings();
    }

    World tell() {
        try {
            world.startHub();
            plot.begin();
            runUntil(MAIN_NANOS_MAX, true);
            if (!findings.broken()) end();
        } catch (RuntimeException fault) {
            findings.require(false, "the simulation itself does not fail", fault);
        } finally {
            world.close();
        }
        return world;
    }

    /** Goes on until this time, or, in the main part, until the plot is over. */
    private void runUntil(long nanos, boolean main) {
        Loop loop = stage.loop();
        while (!findings.broken() && !(main && plot.isOver())) {
            if (!stage.settle()) {
                findings.require(false, "every moment comes to an end", loop.nanos());
                return;
            }
            if (loop.runs() > TASKS_MAX) {
                findings.require(false, "nobody keeps himself busy", loop.nanos());
                return;
            }
            world.look();
            if (!loop.advance(nanos)) return;
        }
        stage.settle();
    }

    private void end() {
        world.faultsCease();
        List<String> open = List.of("the end");
        int quiet = 0;
        for (int round = 0; round < ROUNDS_MAX && quiet < QUIET_ROUNDS && !findings.broken(); round++) {
            plot.windUp();
            runUntil(stage.loop().nanos() + ROUND_NANOS, false);
            open = unsettled();
            quiet = open.isEmpty() ? quiet + 1 : 0;
        }
        if (findings.broken()) return;
        findings.require(open.isEmpty(), "after all faults everything settles", open);
        readOnce();
        world.checker().ended(world.disk().commits(), world.disk().snapshots());
    }

    /** What is still owed to somebody. */
    private List<String> unsettled() {
        List<String> open = new ArrayList<>();
        if (!world.hub().isUp()) open.add("the hub is down");
        world.operators().unanswered().forEach(each -> open.add("no answer to " + each));
        // A host whose agent was unregistered, and that did not hear of it, asks on: it may be registered again.
        for (SimulatedHost host : world.hosts())
            if (host.isUnanswered() && reads(host.agent())) open.add("no answer to " + host.agent());
        for (Map.Entry<TaskId, WorkModel.Task> leased : world.checker().work().leased())
            open.add(leased.getKey() + " is leased to " + leased.getValue().holder);
        world.checker().mail().all().forEach((agent, mailbox) -> {
            if (mailbox.settled < mailbox.last && reads(agent))
                open.add("letter " + (mailbox.settled + 1) + " to " + agent);
        });
        world.checker().agents().all().forEach((id, agent) -> {
            if (!agent.stopped && agent.incarnation == 0) open.add(id + " is away");
            if (agent.paused()) open.add(id + " is paused");
        });
        for (GateId gate : world.checker().gates().open()) open.add("gate " + gate + " is open");
        Deadlines.next(world.checker().folded())
                .filter(due -> due.isBefore(world.now().minus(OVERDUE_MAX)))
                .ifPresent(due -> open.add("what was due at " + due));
        return open;
    }

    private boolean reads(AgentId agent) {
        AgentModel.Agent known = world.checker().agents().all().get(agent);
        return known != null && !known.stopped;
    }

    /** What the hub says of itself is what the journal says. */
    private void readOnce() {
        List<Query> queries = List.of(
                new Query.Project(),
                new Query.Status(),
                new Query.Agents(Optional.empty()),
                new Query.Tasks(),
                new Query.Gates(false));
        List<View> views = new ArrayList<>();
        ActorRef<View> reader = world.spawn(
                Behaviors.receiveMessage(view -> {
                    views.add(view);
                    return Behaviors.same();
                }),
                "reader");
        for (Query query : queries) {
            views.clear();
            world.hub().tell(new ToOrchestrator.Read(query, reader));
            stage.settle();
            View expected = Views.answer(world.checker().folded(), query);
            findings.require(
                    views.equals(List.of(expected)), "the hub's view is the journal's", query, views, expected);
        }
    }
}
