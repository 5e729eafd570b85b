// SPDX-License-Identifier: Apache-2.0
package io.hubspoke.testkit;

import io.hubspoke.orchestrator.domain.Deadlines;
import io.hubspoke.orchestrator.domain.Mailbox;
import io.hubspoke.orchestrator.domain.ProjectState;
import io.hubspoke.orchestrator.domain.Views;
import io.hubspoke.protocol.AgentId;
import io.hubspoke.protocol.AgentStatus;
import io.hubspoke.protocol.AgentType;
import io.hubspoke.protocol.GateId;
import io.hubspoke.protocol.GateStatus;
import io.hubspoke.protocol.Letter;
import io.hubspoke.protocol.Query;
import io.hubspoke.protocol.TaskId;
import io.hubspoke.protocol.TaskStatus;
import io.hubspoke.protocol.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.opentest4j.AssertionFailedError;

/**
 * What can be said of a project as it stands now, in the same words for the rules alone and for a whole orchestrator:
 * letters, tasks, agents, gates, leases, queues and deadlines. Each check gives the object it was asked of, or fails
 * with what was expected, what was found, and the history that led there.
 *
 * @param <S> what is checked
 */
public abstract sealed class ProjectChecks<S extends ProjectChecks<S>> permits ProjectScenario {
    ProjectChecks() {}

    // ---- what stands now

    /** The state after the last event. */
    public abstract ProjectState state();

    public abstract Instant now();

    /** What has happened, for a person to read. */
    public abstract String history();

    abstract S self();

    /** What waits in the mailbox, oldest first. */
    public final List<Letter.Content> letters(String agent) {
        Mailbox mailbox = state().mailboxes()
                .of(new AgentId(agent))
                .orElseThrow(() -> failed("agent %s is not registered".formatted(agent)));
        return mailbox.waiting().values().stream().map(Letter::content).toList();
    }

    /** The answer to a query; fails when there is no such thing. */
    public final <V extends View> V view(Query query, Class<V> type) {
        View view = Views.answer(state(), query);
        if (view instanceof View.Absent absent) throw failed(absent.sentence());
        return type.cast(view);
    }

    public final View.Task taskNow(String id) {
        return view(new Query.Task(TaskId.of(id)), View.Task.class);
    }

    public final View.Agent agentNow(String id) {
        return view(new Query.Agent(new AgentId(id)), View.Agent.class);
    }

    public final View.Gate gateNow(long number) {
        return view(new Query.Gate(new GateId(number)), View.Gate.class);
    }

    /** When time alone changes something next. */
    public final Optional<Instant> nextDeadline() {
        return Deadlines.next(state());
    }

    // ---- then

    /** Exactly these letters wait in the mailbox, oldest first. */
    public final S thenLetters(String agent, Letter.Content... expected) {
        return expect("letters of " + agent, List.of(expected), letters(agent));
    }

    /** Exactly these kinds of letters wait in the mailbox, oldest first. */
    @SafeVarargs
    public final S thenLetterKinds(String agent, Class<? extends Letter.Content>... expected) {
        List<String> found = names(letters(agent).stream().map(Object::getClass));
        return expect("kinds of letters of " + agent, names(Arrays.stream(expected)), found);
    }

    /** The last letter that waits in the mailbox is of this kind, and the check says nothing bad. */
    public final <C extends Letter.Content> S thenLastLetter(String agent, Class<C> kind, Consumer<? super C> check) {
        List<Letter.Content> letters = letters(agent);
        if (letters.isEmpty() || !kind.isInstance(letters.getLast()))
            throw difference("last letter of " + agent, kind.getSimpleName(), letters);
        return checked(kind.cast(letters.getLast()), check);
    }

    public final S thenTask(String id, TaskStatus expected) {
        return expect("status of task " + id, expected, taskNow(id).status());
    }

    public final S thenTask(String id, Consumer<? super View.Task> check) {
        return checked(taskNow(id), check);
    }

    public final S thenAgent(String id, AgentStatus expected) {
        return expect("status of agent " + id, expected, agentNow(id).status());
    }

    public final S thenAgent(String id, Consumer<? super View.Agent> check) {
        return checked(agentNow(id), check);
    }

    public final S thenGate(long number, GateStatus expected) {
        return expect("status of gate " + number, expected, gateNow(number).status());
    }

    public final S thenGate(long number, Consumer<? super View.Gate> check) {
        return checked(gateNow(number), check);
    }

    /** Exactly these gates are open, in the order in which they were opened. */
    public final S thenOpenGates(long... numbers) {
        List<GateId> open = view(new Query.Gates(true), View.Gates.class).gates().stream()
                .map(View.Gate::id)
                .toList();
        return expect("open gates", Arrays.stream(numbers).mapToObj(GateId::new).toList(), open);
    }

    /** The agent holds the lease on the task. */
    public final S thenLease(String task, String agent) {
        return expect(
                "lease on task " + task,
                Optional.of(new AgentId(agent)),
                taskNow(task).agent());
    }

    public final S thenNoLease(String task) {
        return expect("lease on task " + task, Optional.empty(), taskNow(task).agent());
    }

    /** Exactly these tasks wait for an agent of this type, first to be handed out first. */
    public final S thenQueue(AgentType type, String... tasks) {
        List<TaskId> queue = List.copyOf(state().tasks().queueOf(type));
        return expect("queue of " + type, Arrays.stream(tasks).map(TaskId::of).toList(), queue);
    }

    public final S thenNextDeadline(Instant expected) {
        return expect("next deadline", Optional.of(expected), nextDeadline());
    }

    /** Counted from now. */
    public final S thenNextDeadline(Duration expected) {
        return thenNextDeadline(now().plus(expected));
    }

    public final S thenNoDeadline() {
        return expect("next deadline", Optional.empty(), nextDeadline());
    }

    // ---- failing

    final S expect(String what, Object expected, Object actual) {
        if (!expected.equals(actual)) throw difference(what, expected, actual);
        return self();
    }

    final <T> S checked(T fact, Consumer<? super T> check) {
        try {
            check.accept(fact);
            return self();
        } catch (AssertionError wrong) {
            throw new AssertionFailedError(wrong.getMessage() + System.lineSeparator() + historyBelow(), wrong);
        }
    }

    final AssertionFailedError failed(String sentence) {
        return new AssertionFailedError(sentence + System.lineSeparator() + historyBelow());
    }

    final AssertionFailedError difference(String what, Object expected, Object actual) {
        return Shown.difference(what, expected, actual, historyBelow());
    }

    private String historyBelow() {
        return "the history of project %s:%n%s".formatted(state().id(), Shown.shortened(history()));
    }

    static List<String> names(Stream<? extends Class<?>> types) {
        return types.map(Class::getSimpleName).toList();
    }
}
