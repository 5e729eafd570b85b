// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import io.hubspoke.orchestrator.actor.Orchestrator;
import io.hubspoke.orchestrator.actor.OrchestratorSettings;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.wire.ToOrchestrator;
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
