// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.orchestrator.audit;

import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.journal.Commit;
import io.hubspoke.orchestrator.journal.CommitCodec;
import io.hubspoke.orchestrator.journal.CommitSource;
import io.hubspoke.orchestrator.journal.Head;
import io.hubspoke.orchestrator.journal.Snapshot;
import io.hubspoke.protocol.ProjectId;
import io.hubspoke.protocol.Recorded;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Commits of one project in memory, with the snapshots that one asks for. */
final class MemorySource implements CommitSource {
    private final ProjectId project;
    private final List<Commit> commits = new ArrayList<>();
    private final TreeMap<Long, Snapshot> snapshots = new TreeMap<>();
    long read;

    MemorySource(ProjectId project, List<List<Recorded>> history) {
        this.project = project;
        CommitCodec codec = new CommitCodec();
        Head head = Head.START;
        for (List<Recorded> events : history) {
            Commit commit = codec.encode(head, events.getFirst().at(), events);
            commits.add(commit);
            head = head.then(commit);
        }
    }

    void snapshot(long number, ProjectState state) {
        Commit commit = commits.get((int) number - 1);
        Head head = new Head(number, commit.hash(), commit.lastRevision(), commit.at());
        snapshots.put(number, new Snapshot(head, state));
    }

    List<Commit> all() {
        return commits;
    }

    @Override
    public List<ProjectId> projects() {
        return List.of(project);
    }

    @Override
    public long lastNumber(ProjectId named) {
        return named.equals(project) ? commits.size() : 0;
    }

    @Override
    public void commits(ProjectId named, long fromNumber, Predicate<Commit> whileTrue) {
        if (!named.equals(project)) return;
        for (Commit commit : commits.subList((int) Math.min(commits.size(), fromNumber - 1), commits.size())) {
            read++;
            if (!whileTrue.test(commit)) return;
        }
    }

    @Override
    public List<Long> snapshots(ProjectId named) {
        return List.copyOf(snapshots.keySet());
    }

    @Override
    public Optional<Snapshot> snapshot(ProjectId named, long number) {
        return Optional.ofNullable(snapshots.get(number));
    }

    @Override
    public void close() {}
}
