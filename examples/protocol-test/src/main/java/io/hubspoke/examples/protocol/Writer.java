// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.examples.protocol;

import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import io.hubspoke.spi.HubRefusal;
import java.time.Duration;

/** Writes a greeting, and hands it in only when a reviewer likes it. */
final class Writer implements Agent {
    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException {
        String text = "Hello, " + assignment.task().title() + "!";
        String verdict = verdict(text, hub);
        if (!verdict.equals("good")) throw AgentFailure.retryable("the reviewer says: " + verdict);
        return TaskResult.of(text);
    }

    private static String verdict(String text, Hub hub) throws AgentFailure, InterruptedException {
        try {
            return hub.consult(AgentType.REVIEWER, "Is this good?", text, Duration.ofMinutes(10));
        } catch (HubRefusal nobody) {
            throw AgentFailure.retryable("there is no reviewer to ask: " + nobody.getMessage());
        }
    }
}
