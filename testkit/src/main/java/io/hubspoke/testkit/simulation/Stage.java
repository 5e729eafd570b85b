// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.simulation;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.jspecify.annotations.Nullable;
import scala.Function0;
import scala.concurrent.BlockContext;
import scala.concurrent.CanAwait;

/**
 * What one thread needs to simulate one history after the other: a loop and an actor system that lives on it. Making
 * a system costs as much as several histories, so it is made once.
 */
final class Stage {
    /** Tasks after which a moment that does not end is given up. */
    private static final long MOMENT_TASKS_MAX = 200_000;

    /** Pekko makes executors, schedulers and journals by their names, in the thread that makes the system. */
    private static final ThreadLocal<Stage> CURRENT = new ThreadLocal<>();

    private final Loop loop = new Loop();
    private final ActorSystem system;
    private @Nullable Disk disk;
    private Runnable onRead = () -> {};

    private Stage() {
        CURRENT.set(this);
        system = BlockContext.withBlockContext(
                new Patience(), () -> ActorSystem.create("simulation", ConfigFactory.load("hubspoke-simulation")));
        loop.settle(MOMENT_TASKS_MAX);
        // Journal and serializers are made when they are first needed; the first history must be like any other.
        new History(this, 0, Steps.none(), Simulation.Manner.of(0)).tell();
    }

    /** Pekko waits for its logger while it makes a system: whoever would wait in this thread runs the loop instead. */
    private final class Patience implements BlockContext {
        @Override
        public <T> T blockOn(Function0<T> thunk, CanAwait permission) {
            loop.settle(MOMENT_TASKS_MAX);
            return thunk.apply();
        }
    }

    /** The stage of this thread, made when there is none. */
    static Stage ofThisThread() {
        Stage stage = CURRENT.get();
        return stage == null ? new Stage() : stage;
    }

    /** This thread tells no more histories. */
    static void leave() {
        Stage stage = CURRENT.get();
        if (stage == null) return;
        stage.system.terminate();
        stage.settle();
        CURRENT.remove();
    }

    static Stage current() {
        Stage stage = CURRENT.get();
        if (stage == null) throw new IllegalStateException("nothing is simulated by this thread");
        return stage;
    }

    Loop loop() {
        return loop;
    }

    /** How long the journal's breaker waits for a write. */
    Duration journalPatience() {
        return system.settings().config().getDuration("simulated-journal.circuit-breaker.call-timeout");
    }

    /** The disk of the history that is being told. */
    Disk disk() {
        if (disk == null) throw new IllegalStateException("no history is being told");
        return disk;
    }

    /** @param read what to do when its rows were read to their end */
    void set(Disk value, Runnable read) {
        disk = value;
        onRead = read;
    }

    void journalRead() {
        onRead.run();
    }

    <T> ActorRef<T> spawn(Behavior<T> behavior, String name) {
        return Adapter.spawn(system, behavior, name, Props.empty());
    }

    void stop(ActorRef<?> actor) {
        system.stop(Adapter.toClassic(actor));
    }

    /** Runs everything that is ready; false when there is no end to it. */
    boolean settle() {
        return loop.settle(MOMENT_TASKS_MAX);
    }
}
