// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.audit.StateDiff.Noun;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.TaskId;
import java.util.List;
import java.util.Optional;

/**
 * Explains where a task, an agent or a gate stood at one revision, by reading the history up to there once. Empty when
 * there had been no such thing by then.
 */
public final class Explainer {
    private Explainer() {}

    public static Optional<Explanation> task(Timeline timeline, long revision, TaskId id) {
        return explain(timeline, revision, Noun.TASK, id, (state, story) -> TaskAnswer.of(state, id, story));
    }

    public static Optional<Explanation> agent(Timeline timeline, long revision, AgentId id) {
        return explain(timeline, revision, Noun.AGENT, id, (state, story) -> AgentAnswer.of(state, id, story));
    }

    public static Optional<Explanation> gate(Timeline timeline, long revision, GateId id) {
        return explain(timeline, revision, Noun.GATE, id, (state, story) -> GateAnswer.of(state, id));
    }

    /** The answer and what it rests on. */
    record Answer(String answer, List<String> reasons) {}

    private interface Answering {
        Answer answer(ProjectState state, Story story);
    }

    private static Optional<Explanation> explain(
            Timeline timeline, long revision, Noun noun, Object id, Answering answering) {
        Story story = new Story(noun, id);
        ProjectState[] last = {ProjectState.empty(timeline.project())};
        if (revision > 0) {
            timeline.walk(1, (before, recorded, after) -> {
                story.see(before, recorded, after);
                last[0] = after;
                return recorded.revision() < revision;
            });
        }
        if (!story.happened()) return Optional.empty();
        Answer answer = answering.answer(last[0], story);
        return Optional.of(new Explanation(
                noun,
                id.toString(),
                last[0].revision(),
                answer.answer(),
                answer.reasons(),
                story.choice(),
                story.steps(),
                story.leftOut()));
    }
}
