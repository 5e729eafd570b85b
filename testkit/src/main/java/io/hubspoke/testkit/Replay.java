// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import com.fasterxml.jackson.databind.JsonNode;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.JournalException;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One project of a saved journal, read from its first commit to the first divergence. */
final class Replay {
    private final Path journal;
    private final ProjectId project;
    private final RecordedState recorded;
    private ProjectState state;
    private long last;
    private boolean lastIsSame;
    private @Nullable Commit suspect;
    private @Nullable Divergence found;

    Replay(Path journal, ProjectId project) {
        this(journal, project, new RecordedState(0, Map.of(), RecordedState.json(ProjectState.empty(project))));
    }

    Replay(Path journal, ProjectId project, RecordedState recorded) {
        this.journal = journal;
        this.project = project;
        this.recorded = recorded;
        state = ProjectState.empty(project);
    }

    Optional<Divergence> firstDivergence(CommitSource source) {
        try {
            source.commits(project, 1, this::isStillSame);
        } catch (JournalException unreadable) {
            return Optional.of(divergence(last + 1, List.of(), String.valueOf(unreadable.getMessage())));
        }
        if (found == null && last < recorded.commits()) {
            found = divergence(
                    0,
                    List.of(),
                    "the journal ends with commit %d, but %d were recorded".formatted(last, recorded.commits()));
        }
        return Optional.ofNullable(found);
    }

    private boolean isStillSame(Commit commit) {
        found = folded(commit);
        if (found != null) return false;
        last = commit.number();
        String digest = recorded.digests().get(last);
        if (digest != null) {
            JsonNode now = RecordedState.json(state);
            lastIsSame = digest.equals(RecordedState.digest(now));
            if (!lastIsSame && suspect == null) suspect = commit;
            if (last == recorded.commits()) found = judged(now);
        }
        return found == null;
    }

    private @Nullable Divergence folded(Commit commit) {
        for (Recorded event : commit.events()) {
            try {
                state = commit.appliedTo(state, event);
            } catch (JournalException cannotApply) {
                return divergence(commit.number(), List.of(event), String.valueOf(cannotApply.getMessage()));
            }
        }
        return null;
    }

    /** After the last commit that was recorded: a digest differs too when a newer version knows more of a state. */
    private @Nullable Divergence judged(JsonNode now) {
        List<String> differences =
                recorded.differences(now).stream().map(Object::toString).toList();
        if (suspect == null || (differences.isEmpty() && !lastIsSame)) return null;
        String finding = lastIsSame
                ? "the state is another one than was recorded, though later commits lead to the same again"
                : "the state is another one than was recorded; after commit %d:".formatted(recorded.commits());
        return new Divergence(journal, project, suspect.number(), suspect.events(), finding, differences);
    }

    private Divergence divergence(long commit, List<Recorded> events, String finding) {
        return new Divergence(journal, project, commit, events, finding, List.of());
    }
}
