// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.actor;

import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.protocol.ProjectId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Extension;
import org.apache.pekko.actor.typed.ExtensionId;

/**
 * Where the journals end that this process has written to: known from the writing, not from the file. Whoever signs
 * heads looks here whenever it likes, so that no commit ever waits for a signature. For any thread.
 */
public final class WrittenHeads implements Extension {
    private static final Id ID = new Id();

    private final ConcurrentHashMap<ProjectId, Head> heads = new ConcurrentHashMap<>();

    private static final class Id extends ExtensionId<WrittenHeads> {
        @Override
        public WrittenHeads createExtension(ActorSystem<?> system) {
            return new WrittenHeads();
        }
    }

    public static WrittenHeads get(ActorSystem<?> system) {
        return ID.apply(system);
    }

    /** The last durable commit of each project that has had one in this process. */
    public Map<ProjectId, Head> now() {
        return Map.copyOf(heads);
    }

    void written(ProjectId project, Head head) {
        heads.put(project, head);
    }
}
