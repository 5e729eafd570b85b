// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.orchestrator.actor.Orchestrator;
import io.hubspoke.orchestrator.actor.OrchestratorSettings;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.wire.ToOrchestrator;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.ChildFailed;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.jspecify.annotations.Nullable;

/** The process in which the project's orchestrator, the production actor, is started, killed and started again. */
final class SimulatedHub {
    static final ProjectId PROJECT = ProjectId.of("simulated");

    /** Nobody tells the process anything: it watches over the orchestrator as its parent. */
    private enum Order {}

    private final Stage stage;
    private final OrchestratorSettings settings;
    private final SimulatedClock clock;
    private final Findings findings;
    private @Nullable ActorRef<Order> process;
    private @Nullable ActorRef<ToOrchestrator> orchestrator;
    private int starts;
    private boolean dead;

    SimulatedHub(Stage stage, OrchestratorSettings settings, SimulatedClock clock, Findings findings) {
        this.stage = stage;
        this.settings = settings;
        this.clock = clock;
        this.findings = findings;
    }

    /** Small enough that every limit is met. */
    static OrchestratorSettings settings(Chance chance) {
        return new OrchestratorSettings(
                chance.below(3, 1) == 0 ? 200 : 4 + chance.below(40, 2),
                chance.below(2, 16) == 0 ? 4 * 1024 : 64 * 1024,
                chance.below(2, 3) == 0 ? 10 + chance.below(40, 4) : 400,
                1024 * 1024,
                40 + chance.below(200, 5),
                2_000 + chance.below(10_000, 6),
                Duration.ofMillis(800 + chance.below(1_500, 7)),
                3 + chance.below(4, 8),
                1 + chance.below(6, 9),
                Duration.ofMillis(chance.below(3, 10) == 0 ? 0 : chance.below(6_000, 11)),
                Duration.ofMillis(700 + chance.below(900, 12)),
                Duration.ofMillis(100 + chance.below(400, 13)),
                Duration.ofMillis(50 + chance.below(200, 14)),
                Duration.ofSeconds(2),
                Duration.ofMillis(500 + chance.below(2_000, 15)),
                1);
    }

    void start() {
        if (process != null) return;
        dead = false;
        process = stage.spawn(process(), "process-" + ++starts);
    }

    private Behavior<Order> process() {
        return Behaviors.setup(context -> {
            ActorRef<ToOrchestrator> child = context.spawn(Orchestrator.create(PROJECT, settings, clock), "hub");
            context.watch(child);
            orchestrator = child;
            return Behaviors.receive(Order.class)
                    .onSignal(ChildFailed.class, failed -> {
                        findings.require(false, "the orchestrator never fails", failed.getCause());
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }

    /** As kill -9 does: nobody hears another word. */
    void kill() {
        dead = true;
        stop();
    }

    /** The orchestrator may tell those who wait that it goes. */
    void stop() {
        if (process != null) stage.stop(process);
        process = null;
        orchestrator = null;
    }

    boolean isUp() {
        return orchestrator != null;
    }

    /** Whether what it has said last is lost with it. */
    boolean isDead() {
        return dead;
    }

    /** Lost when no orchestrator runs. */
    void tell(ToOrchestrator message) {
        if (orchestrator != null) orchestrator.tell(message);
    }

    int starts() {
        return starts;
    }
}
