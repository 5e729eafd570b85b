// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.benchmarks.rules;

import io.hubspoke.benchmarks.rules.ProjectOfSize.Sized;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Rules;
import io.hubspoke.orchestrator.domain.Verdict;
import io.hubspoke.protocol.Dispatch;
import io.hubspoke.protocol.Recorded;
import io.hubspoke.protocol.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Deciding one command of each type, and applying its events, in projects of 10, 10,000 and 1,000,000 tasks. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(0)
@Warmup(iterations = 2, time = 150, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 150, timeUnit = TimeUnit.MILLISECONDS)
public class RulesBenchmark {
    /** Requests about different tasks, a power of two: enough that they do not stay in the nearest cache. */
    private static final int VARIANTS = 256;

    /** Building a million tasks takes a while; several benchmarks in one JVM share them. */
    private static final Map<String, Sized> PROJECTS = new ConcurrentHashMap<>();

    @Param
    public CommandCase command = CommandCase.TICK;

    @Param({"10", "10000", "1000000"})
    public int tasks;

    private ProjectState state = ProjectState.empty(ProjectOfSize.ID);
    private final List<Request> requests = new ArrayList<>();
    private final List<List<Recorded>> events = new ArrayList<>();
    private int next;

    /** Fails when a command would be refused: then something else would be measured than what the row says. */
    @Setup(Level.Trial)
    public void build() {
        Sized project = project(tasks, command.dispatch());
        state = project.state();
        for (int number = 0; number < VARIANTS; number++) {
            Request request = command.request(project, number);
            requests.add(request);
            events.add(events(request));
        }
    }

    static Sized project(int tasks, Dispatch dispatch) {
        return PROJECTS.computeIfAbsent(tasks + " " + dispatch, any -> ProjectOfSize.of(tasks, dispatch));
    }

    private List<Recorded> events(Request request) {
        return switch (Rules.decide(state, request, ProjectOfSize.NOW)) {
            case Verdict.Accepted accepted
            when accepted.events().isEmpty() == command.changesNothing() -> accepted.events();
            case Verdict.Accepted accepted ->
                throw new IllegalStateException(request + " comes to " + accepted.events());
            case Verdict.Refused refused ->
                throw new IllegalStateException(
                        request + " is refused: " + refused.rejection().sentence());
        };
    }

    @Benchmark
    public Verdict decide() {
        return Rules.decide(state, requests.get(next++ & (VARIANTS - 1)), ProjectOfSize.NOW);
    }

    @Benchmark
    public ProjectState evolve() {
        ProjectState after = state;
        for (Recorded recorded : events.get(next++ & (VARIANTS - 1))) after = after.evolve(recorded);
        return after;
    }
}
