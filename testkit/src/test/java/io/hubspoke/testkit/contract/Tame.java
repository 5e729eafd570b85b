// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import io.hubspoke.spi.HubRefusal;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;

/** An agent in Java that keeps the contract; the broken ones differ from it in one point. */
class Tame implements Agent {
    final CountDownLatch never = new CountDownLatch(1);

    /** A broken one; its long task has the instructions {@code last}. */
    static AgentUnderTest agent(Supplier<? extends Agent> factory) {
        return AgentUnderTest.java(factory)
                .withTask("work")
                .withLongTask("last")
                .withPatience(Duration.ofSeconds(5));
    }

    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException {
        if (assignment.task().instructions().equals("last")) {
            try {
                hub.progress(1, "under way");
            } catch (HubRefusal refusal) {
                throw AgentFailure.retryable(refusal.rejection().sentence());
            }
            last(hub);
        }
        return TaskResult.of("done");
    }

    /** Until it is told to stop. */
    void last(Hub hub) throws AgentFailure, InterruptedException {
        never.await();
    }
}
