// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.app.run;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.JournalReader;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The events of a project in order and without gaps, and the state that they make: from the journal first, then as
 * the hub hands them over; what it did not hand over is read from the journal. For one thread.
 */
final class Chronicle implements AutoCloseable {
    private final ProjectId project;
    private final JournalReader reader;
    private ProjectState state;
    private long commitsRead;

    Chronicle(Path journal, ProjectId project) {
        this.project = project;
        this.reader = JournalReader.open(journal);
        this.state = ProjectState.empty(project);
    }

    ProjectState state() {
        return state;
    }

    /** Reads what the journal has beyond what is known. */
    void catchUp(Consumer<Recorded> each) {
        if (reader.lastNumber(project) == commitsRead) return;
        reader.commits(project, commitsRead + 1, commit -> {
            commit.events().forEach(recorded -> apply(recorded, each));
            commitsRead = commit.number();
            return true;
        });
    }

    /** Takes what the hub hands over; known events are passed over. */
    void take(List<Recorded> events, Consumer<Recorded> each) {
        if (!events.isEmpty() && events.getFirst().revision() > state.revision() + 1) catchUp(each);
        events.forEach(recorded -> apply(recorded, each));
    }

    private void apply(Recorded recorded, Consumer<Recorded> each) {
        if (recorded.revision() <= state.revision()) return;
        state = state.evolve(recorded);
        each.accept(recorded);
    }

    @Override
    public void close() {
        reader.close();
    }
}
