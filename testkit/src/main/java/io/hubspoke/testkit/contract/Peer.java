// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit.contract;

import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.protocol.TaskSpec;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import io.hubspoke.spi.HubRefusal;
import java.time.Duration;

/** The colleague of the agent under test: does the work that is to be verified, and puts questions. */
final class Peer implements Agent {
    static final AgentId ID = AgentId.of("colleague");
    static final AgentType TYPE = AgentType.of("colleague");
    private static final String QUESTION = "question";

    private final AgentType asked;

    Peer(AgentType asked) {
        this.asked = asked;
    }

    /** A task whose work is to ask, and which ends with the answer. */
    static TaskSpec asking(TaskId id, String question, Duration deadline) {
        TaskSpec task = TaskSpec.of(id, TYPE, deadline.toString()).withInstructions(question);
        return Stage.as(task, id, TYPE, QUESTION);
    }

    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure, InterruptedException {
        TaskSpec task = assignment.task();
        if (!task.type().equals(QUESTION)) return TaskResult.of("done");
        try {
            return TaskResult.of(hub.consult(asked, task.instructions(), "", Duration.parse(task.title())));
        } catch (HubRefusal refusal) {
            throw AgentFailure.permanent(refusal.rejection().sentence());
        }
    }
}
