// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.examples.embedded;

import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.TaskResult;
import io.hubspoke.spi.Agent;
import io.hubspoke.spi.AgentFailure;
import io.hubspoke.spi.Hub;
import java.util.Map;

/** Counts the words of its task's instructions. */
final class WordCounter implements Agent {
    @Override
    public TaskResult work(Letter.Assignment assignment, Hub hub) throws AgentFailure {
        String text = assignment.task().instructions().strip();
        if (text.isEmpty()) throw AgentFailure.permanent("there is no text to count");
        int words = text.split("\\s+").length;
        return new TaskResult(words + " words", Map.of("words", Integer.toString(words)));
    }
}
