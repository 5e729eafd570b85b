// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.nio.file.Path;
import java.util.List;

/**
 * The first place at which a saved history is not what it was.
 *
 * @param commit its number; 0 when no commit is to blame
 * @param events those to blame: one that cannot be folded, or all of the first commit after which the state differs
 * @param finding what is wrong, in one sentence
 * @param differences of the state, each with its path, the value recorded and the value of now
 */
public record Divergence(
        Path journal, ProjectId project, long commit, List<Recorded> events, String finding, List<String> differences) {
    private static final int DIFFERENCES_SHOWN = 20;

    public Divergence {
        events = List.copyOf(events);
        differences = List.copyOf(differences);
    }

    static Divergence of(Path journal, ProjectId project, String finding) {
        return new Divergence(journal, project, 0, List.of(), finding, List.of());
    }

    /** For a person, on several lines. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("journal %s, project %s".formatted(journal, project));
        if (commit > 0) text.append(", commit %d".formatted(commit));
        text.append(": ").append(finding);
        events.forEach(each ->
                text.append("%n  revision %d by %s: %s".formatted(each.revision(), each.by(), Shown.of(each.event()))));
        differences.stream().limit(DIFFERENCES_SHOWN).forEach(each -> text.append("%n  %s".formatted(each)));
        if (differences.size() > DIFFERENCES_SHOWN)
            text.append("%n  and %d more".formatted(differences.size() - DIFFERENCES_SHOWN));
        return text.toString();
    }
}
