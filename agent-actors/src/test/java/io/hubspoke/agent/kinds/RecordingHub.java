// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.agent.kinds;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateOutcome;
import io.hubspoke.protocol.GateQuestion;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.Rejection;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.protocol.Usage;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import io.hubspoke.spi.HubRefusal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** A hub that writes down what it is asked and answers at once. */
class RecordingHub implements Hub {
    static final AgentId SELF = AgentId.of("worker-1");
    final List<String> log = new CopyOnWriteArrayList<>();
    volatile GateStatus decision = GateStatus.APPROVED;
    volatile GateQuestion asked = GateQuestion.of("nothing yet");

    @Override
    public AgentId self() {
        return SELF;
    }

    @Override
    public void send(AgentId to, String messageType, String payload, Optional<String> correlation) throws HubRefusal {
        if (to.value().equals("nobody")) throw new HubRefusal(new Rejection.UnknownAgent(to));
        log.add("send %s %s %s %s".formatted(to, messageType, payload, correlation.orElse("-")));
    }

    @Override
    public String consult(AgentType specialist, String question, String context, Duration deadline)
            throws AgentFailure, HubRefusal {
        log.add("consult %s %s %s".formatted(specialist, question, deadline));
        if (specialist.equals(AgentType.ARCHITECT)) throw AgentFailure.retryable("away");
        return "answer to " + question;
    }

    @Override
    public GateOutcome escalate(GateQuestion question) {
        asked = question;
        log.add("escalate %s %s".formatted(question.reason(), question.severity()));
        return new GateOutcome(
                new GateId(1), question.reason(), decision, Principal.operator("alice"), "", "as you like", "");
    }

    @Override
    public void progress(int percent, String note) {
        log.add("progress %d %s".formatted(percent, note));
    }

    @Override
    public void usage(Usage usage, String note) {
        log.add("usage %d %d %d %s".formatted(usage.inputTokens(), usage.outputTokens(), usage.costMicros(), note));
    }

    @Override
    public void enqueue(List<TaskSpec> tasks) {
        log.add("enqueue " + tasks.size());
    }
}
