// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.examples.embedded;

import io.hubspoke.app.EmbeddedHub;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;

/** Has the words of its arguments counted by an agent, and keeps the proof in {@code target/embedded/journal.db}. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        String text =
                arguments.length == 0 ? "No agent reaches another but through the hub." : String.join(" ", arguments);
        System.out.println(count(Path.of("target", "embedded", "journal.db"), text));
    }

    static String count(Path journal, String text) throws InterruptedException {
        AgentType clerk = AgentType.of("clerk");
        TaskId task = TaskId.of("count-" + UUID.randomUUID());
        try (EmbeddedHub hub = EmbeddedHub.start(journal, ProjectId.of("words"))) {
            hub.register(AgentId.of("counter"), clerk, WordCounter::new);
            hub.enqueue(TaskSpec.of(task, clerk, "Count the words").withInstructions(text));
            hub.awaitSettled(Duration.ofMinutes(1));
            return hub.task(task).result().orElseThrow().summary();
        }
    }
}
