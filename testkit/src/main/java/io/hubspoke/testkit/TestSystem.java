// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import io.hubspoke.orchestrator.journal.Commit;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.pekko.actor.BootstrapSetup;
import org.apache.pekko.actor.setup.ActorSystemSetup;
import org.apache.pekko.actor.testkit.typed.javadsl.ActorTestKit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.persistence.testkit.PersistenceTestKitSnapshotPlugin;
import scala.concurrent.ExecutionContext;

/** The actor system of one test kit: one task at a time, in virtual time, on a journal that fails on demand. */
final class TestSystem implements AutoCloseable {
    private static final AtomicLong SYSTEMS = new AtomicLong();

    private final StepExecutor executor = StepExecutor.start();
    private final Config config;
    private final TestJournal journal;
    private final ActorTestKit actors;
    private final VirtualTime time;

    TestSystem(List<Commit> history, String... overrides) {
        config = ConfigFactory.load(ConfigFactory.parseString(String.join("\n", overrides))
                .withFallback(ConfigFactory.parseResourcesAnySyntax("hubspoke-testkit"))
                .withFallback(PersistenceTestKitSnapshotPlugin.config())
                .withFallback(ConfigFactory.parseResourcesAnySyntax("hubspoke-test")));
        journal = new TestJournal(history);
        ActorSystem<Void> system = ActorSystem.create(
                Behaviors.empty(),
                "hubspoke-testkit-" + SYSTEMS.incrementAndGet(),
                ActorSystemSetup.create(
                        BootstrapSetup.create(config)
                                .withDefaultExecutionContext(ExecutionContext.fromExecutor(executor)),
                        journal));
        actors = ActorTestKit.create(system);
        time = (VirtualTime) Adapter.toClassic(system).scheduler();
        if (!history.isEmpty()) time.moveTo(history.getLast().at());
    }

    Config config() {
        return config;
    }

    ActorTestKit actors() {
        return actors;
    }

    VirtualTime time() {
        return time;
    }

    TestJournal journal() {
        return journal;
    }

    /** All actors come to rest; time stands still. */
    void settle() {
        executor.settle();
        while (time.next().filter(next -> !next.isAfter(time.instant())).isPresent()) {
            time.moveTo(time.instant());
            executor.settle();
        }
    }

    /** From timer to timer; all actors come to rest at each. */
    void timePasses(Duration amount) {
        Instant end = time.instant().plus(amount);
        executor.hold(() -> {
            settle();
            for (Optional<Instant> next = time.next();
                    next.isPresent() && !next.get().isAfter(end);
                    next = time.next()) {
                time.moveTo(next.get());
                settle();
            }
            time.moveTo(end);
        });
    }

    /** Repeats the check until it passes, for as long as something goes on, and for that much real time at most. */
    void retry(Runnable check, Duration realTime) {
        long end = System.nanoTime() + realTime.toNanos();
        while (true) {
            long seen = executor.executed();
            settle();
            try {
                check.run();
                return;
            } catch (AssertionError notYet) {
                Duration left = Duration.ofNanos(end - System.nanoTime());
                if (!left.isPositive() || !executor.awaitActivity(seen, left)) throw notYet;
            }
        }
    }

    @Override
    public void close() {
        actors.shutdownTestKit();
        executor.end();
    }
}
