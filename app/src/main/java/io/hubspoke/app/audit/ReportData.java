// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.audit;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.protocol.Principal;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.util.List;
import java.util.Map;

/**
 * All that a report shows: a fold over the events of one project. The page only looks values up; every rule has been
 * applied here.
 *
 * @param from the first revision shown
 * @param to the last
 * @param people who operated: how many commands each has given
 * @param talk the conversation
 * @param events one for each revision of the range, in order
 */
@JsonPropertyOrder({"project", "from", "to", "verification"})
public record ReportData(
        String project,
        long from,
        long to,
        Proof verification,
        Grid whole,
        Grid tasks,
        Grid agents,
        Grid gates,
        Grid queues,
        Grid people,
        List<Attempts.Attempt> attempts,
        List<Conversation.Line> talk,
        List<EventLog.Line> events) {

    /** Of a history that was verified as far as the range goes. */
    public static ReportData of(CommitSource source, ProjectId project, Range range, Proof verification) {
        Fold fold = new Fold(project, range);
        source.commits(project, 1, commit -> {
            fold.add(commit);
            return commit.lastRevision() < range.to();
        });
        return fold.data(verification);
    }

    private static final class Fold {
        private final Range range;
        private final Conversation conversation;
        private final StateHistory history;
        private final Attempts attempts;
        private final EventLog log;
        private final Grid people = new Grid("sent");
        private ProjectState state;

        Fold(ProjectId project, Range range) {
            this.range = range;
            state = ProjectState.empty(project);
            conversation = new Conversation(range.from());
            history = new StateHistory(range.from(), agent -> conversation.sentBy(Principal.agent(agent)));
            attempts = new Attempts(range.from());
            log = new EventLog(range.from());
        }

        void add(Commit commit) {
            for (Recorded recorded : commit.events()) {
                if (recorded.revision() > range.to()) return;
                ProjectState after = commit.appliedTo(state, recorded);
                conversation.step(state, recorded);
                history.step(state, recorded, after);
                attempts.step(recorded, after);
                log.step(recorded, commit.number());
                if (recorded.by() instanceof Principal.Operator operator)
                    people.set(
                            Math.max(recorded.revision(), range.from()),
                            operator.name(),
                            Map::of,
                            conversation.sentBy(operator));
                state = after;
            }
        }

        ReportData data(Proof verification) {
            return new ReportData(
                    state.id().value(),
                    range.from(),
                    range.to(),
                    verification,
                    history.project(),
                    history.tasks(),
                    history.agents(),
                    history.gates(),
                    history.queues(),
                    people,
                    attempts.all(),
                    conversation.all(),
                    log.all());
        }
    }
}
